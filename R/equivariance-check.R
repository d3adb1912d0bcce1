#' Check whether a module is equivariant
#'
#' Measures how far a module is from equivariance: for every group element
#' *g*, the input is transformed and sent through the module, and the result
#' *f(g x)* is compared with the transformed output *g f(x)*.
#'
#' Elements that map the pixel grid onto itself (quarter turns, flips) are
#' *exact*: both sides may only differ by rounding, everywhere in the output. All other
#' elements have to be *interpolated*, so even a perfect module shows an error. It is
#' measured inside the disc (or ball) that stays in the picture when it turns. Beside it
#' stands the error that interpolation alone makes when the input is turned there and
#' back.
#'
#' Each kind has a verdict of its own. Exact elements leave nothing to excuse: one that fails
#' means that the module isn't equivariant. How large the error of an interpolated element may be
#' depends on the module: filters are sampled on pixels, and pools see other pixels. It is
#' therefore compared with how much outputs of *different inputs* differ. A share of 0 % means
#' that the module follows the element; 100 %, that it doesn't know the turned input again.
#' Well-built networks stay below 40 %, those without the symmetry come near 100 % or above.
#'
#' The module runs in evaluation mode without gradients, and returns to its own
#' mode. Without `x`, the input is made of smooth random stripes that fade out
#' towards the border; the state of the random generators does not change.
#'
#' @param module A module or a fitted model; those with several inputs or outputs are
#'   compared over all of them.
#' @param x Input of the module's input type, as a geometric tensor or an
#'   array; a list of these for a module with several inputs; `NULL` for random
#'   input.
#' @param elements A group element or a list of them; `NULL` for all testing
#'   elements of the output's group; see [testing_elements()].
#' @param tolerance What passes: the largest relative error of exact elements, or
#'   `c(exact = , interpolated = )`, where the second is the largest share, `share_of_others`,
#'   of interpolated ones.
#' @param seed Seed of the random input; `NULL` draws one from R's own random
#'   numbers, so that `set.seed()` counts.
#' @param order Order of the interpolating splines, 0 to 5.
#' @param ... Not used.
#' @returns An `escnn_equivariance`, a data frame with a row for each element:
#'   \describe{
#'     \item{element}{the element, as its group writes it}
#'     \item{angle}{rotation angle in degrees}
#'     \item{flip}{whether it mirrors space}
#'     \item{kind}{`"exact"` or `"interpolated"`}
#'     \item{max_error}{largest absolute difference}
#'     \item{relative_error}{norm of the difference over the norm of
#'       *g f(x)*}
#'     \item{interpolation_error}{relative error of interpolating the input
#'       there and back, 0 for exact elements}
#'     \item{share_of_others}{the norm of the difference, over that between outputs of
#'       different inputs of the batch (of a single input: between unrelated outputs of
#'       that size); 0 for exact elements}
#'     \item{ok}{whether the relative error of an exact element, or the share of an
#'       interpolated one, is within the tolerance}
#'   }
#'   `print()` shows it, `summary()` sums it up by kind, `plot()` draws errors
#'   against angles.
#' @section Errors: `escnn_error_argument` when `module` is not a module, when `x` has
#'   another type, or when an element belongs to another group.
#' @source Python: `EquivariantModule.check_equivariance`; several classes have one that
#'   needs extra packages or returns without checking. Weiler and Cesa (2019),
#'   <https://arxiv.org/abs/1911.08251>, equation (1).
#' @seealso [expect_equivariant()] for tests.
#' @examplesIf escnn_available()
#' model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv(c(regular = 2), kernel_size = 3) |>
#'   nn_relu()
#' check_equivariance(model)
#' @export
check_equivariance <- function(module, x = NULL, elements = NULL,
                               tolerance = c(exact = 1e-5, interpolated = 0.5),
                               seed = NULL, order = 2) {
  module <- as_module(module, arg = "module")
  x <- check_input(x, module)
  elements <- check_elements(elements)
  tolerance <- check_tolerance(tolerance)
  seed <- seed_if(is.null(x), seed)
  order <- check_whole(order, min = 0, max = 5)
  measured <- py_invoke(
    "escnn_r.equivariance.check_equivariance", module, x, elements, seed, order,
    .doing = "The module could not be run"
  )
  new_equivariance(measured, tolerance)
}

check_input <- function(x, module, call = rlang::caller_env()) {
  if (is.null(x)) {
    return(NULL)
  }
  with_inputs(list(x), call, function(inputs) {
    py_invoke("escnn_r.nn.module_inputs", module, inputs[[1]], .call = call)
  })
}

check_elements <- function(elements, call = rlang::caller_env()) {
  if (is.null(elements)) {
    return(NULL)
  }
  if (inherits(elements, "escnn_group_element")) {
    elements <- list(elements)
  }
  if (!is_plain_list(elements) || length(elements) == 0) {
    abort_arg("elements", elements, "a group element or a list of them", call = call)
  }
  for (element in elements) {
    check_object(element, "escnn_group_element", arg = "elements", call = call)
  }
  unname(elements)
}

check_tolerance <- function(tolerance, call = rlang::caller_env()) {
  defaults <- c(exact = 1e-5, interpolated = 0.5)
  named <- if (is.null(names(tolerance)) && length(tolerance) == 1L) {
    c(exact = tolerance)
  } else {
    tolerance
  }
  ok <- is.numeric(named) && length(named) > 0 && !anyNA(named) && all(named > 0) &&
    !is.null(names(named)) && all(names(named) %in% names(defaults))
  if (!ok) {
    abort_arg(
      "tolerance", tolerance,
      "one positive number, or `c(exact = , interpolated = )`", call = call
    )
  }
  defaults[names(named)] <- named
  defaults
}

new_equivariance <- function(measured, tolerance) {
  columns <- lapply(measured$columns, unlist)
  kind <- ifelse(columns$exact, "exact", "interpolated")
  structure(
    data.frame(
      element = columns$element,
      angle = columns$angle,
      flip = columns$flip,
      kind = kind,
      max_error = columns$max_error,
      relative_error = columns$relative_error,
      interpolation_error = columns$interpolation_error,
      share_of_others = columns$share_of_others,
      ok = judged_error(columns, columns$exact) <= unname(tolerance[kind])
    ),
    class = c("escnn_equivariance", "data.frame"),
    tolerance = tolerance,
    about = measured[setdiff(names(measured), "columns")]
  )
}

# What the tolerance of each element limits.
judged_error <- function(columns, exact = columns$kind == "exact") {
  ifelse(exact, columns$relative_error, columns$share_of_others)
}

#' @export
summary.escnn_equivariance <- function(object, ...) {
  kinds <- intersect(c("exact", "interpolated"), object$kind)
  rows <- lapply(kinds, function(kind) {
    part <- object[object$kind == kind, ]
    data.frame(
      kind = kind,
      elements = nrow(part),
      failed = sum(!part$ok),
      max_error = max(part$max_error),
      relative_error = max(part$relative_error),
      interpolation_error = max(part$interpolation_error),
      share_of_others = max(part$share_of_others),
      tolerance = unname(attr(object, "tolerance")[kind])
    )
  })
  structure(
    do.call(rbind, rows),
    class = c("escnn_summary_equivariance", "data.frame"),
    about = attr(object, "about")
  )
}

#' @export
print.escnn_equivariance <- function(x, n = 10, ...) {
  print(summary(x))
  shown <- utils::head(as.data.frame(unclass_rows(x)), n)
  writeLines("")
  print(error_table(shown), row.names = FALSE)
  if (nrow(x) > n) {
    writeLines(paste0("# and ", nrow(x) - n, " more: print(x, n = ", nrow(x), ")"))
  }
  invisible(x)
}

# The columns that say something, so that rows fit the screen.
error_table <- function(shown) {
  table <- data.frame(
    element = shown$element,
    angle = format(round(shown$angle, 1)),
    kind = paste0(shown$kind, ifelse(shown$flip, ", flip", "")),
    error = error_number(shown$max_error),
    relative = error_number(shown$relative_error),
    share = ifelse(shown$kind == "exact", "", error_share(shown$share_of_others)),
    " " = ifelse(shown$ok, "ok", "FAIL"),
    check.names = FALSE
  )
  named <- grepl("deg about", shown$element, fixed = TRUE)
  no_angle <- any(named) || all(is.nan(shown$angle))
  drop <- c(if (no_angle) "angle", if (all(table$share == "")) "share" else "error")
  table[setdiff(names(table), drop)]
}

unclass_rows <- function(x) {
  class(x) <- "data.frame"
  attr(x, "tolerance") <- NULL
  attr(x, "about") <- NULL
  x
}

error_share <- function(x) paste(vapply(signif(100 * x, 2), format, ""), "%")

error_number <- function(x) {
  formatC(x, format = "e", digits = 1)
}

#' @export
print.escnn_summary_equivariance <- function(x, ...) {
  about <- attr(x, "about")
  shape <- paste(unlist(about$input_shape), collapse = " x ")
  writeLines(strwrap(
    paste0(
      "Equivariance of ", module_words(about$module), " under ", about$group, ", on input of ",
      shape, " (", about$dtype, ")"
    ),
    width = 80, exdent = 2
  ))
  for (i in seq_len(nrow(x))) {
    row <- x[i, ]
    verdict <- if (row$failed == 0) "ok" else paste(row$failed, "FAILED")
    measured <- if (row$kind == "exact") {
      c("relative error up to ", error_number(row$relative_error), error_number(row$tolerance))
    } else {
      c("share up to ", error_share(row$share_of_others), error_share(row$tolerance))
    }
    writeLines(paste0(
      "  ", format(row$elements, width = 3), " ", format(row$kind, width = 12), "  ", measured[[1]],
      measured[[2]], " (limit ", measured[[3]], "): ", verdict
    ))
  }
  if ("interpolated" %in% x$kind) {
    writeLines(strwrap(
      "share: the error, of what outputs of different inputs differ by; about 100 % without the
       symmetry. Interpolation costs every network something.",
      width = 80, indent = 6, exdent = 6
    ))
  }
  invisible(x)
}

#' Expect a module to be equivariant
#'
#' For your own 'testthat' files: passes when [check_equivariance()] finds every
#' element within the tolerance, and otherwise names the worst one.
#'
#' @inheritParams check_equivariance
#' @param ... Not used.
#' @returns The module, invisibly.
#' @section Errors: A test failure when an element is beyond the tolerance.
#' @seealso [check_equivariance()]
#' @examplesIf escnn_available() && requireNamespace("testthat", quietly = TRUE)
#' model <- nn_relu(field_type(gspace_rot2d_on_r2(n = 4), "regular"))
#' expect_equivariant(model)
#' @export
expect_equivariant <- function(module, x = NULL, elements = NULL,
                               tolerance = c(exact = 1e-5, interpolated = 0.5),
                               seed = NULL, order = 2) {
  rlang::check_installed("testthat", "for `expect_equivariant()`.")
  errors <- check_equivariance(module, x, elements, tolerance, seed, order)
  bad <- errors[!errors$ok, ]
  worst <- bad[which.max(judged_error(bad) / attr(errors, "tolerance")[bad$kind]), ]
  exact <- identical(worst$kind, "exact")
  testthat::expect(
    nrow(bad) == 0,
    paste0(
      module_words(attr(errors, "about")$module, "The"), " is not equivariant for ", nrow(bad),
      " of ", nrow(errors), " elements. Worst: ", worst$element, " (", worst$kind, "), ",
      if (exact) "relative error " else "share of what different inputs differ by ",
      if (exact) error_number(worst$relative_error) else error_share(worst$share_of_others),
      ", limit ",
      (if (exact) error_number else error_share)(attr(errors, "tolerance")[worst$kind]), "."
    )
  )
  invisible(module)
}
