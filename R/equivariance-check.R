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
#' Up to 25 % is `"ok"`; above the tolerance, 50 %, it is `"FAIL"`. Between them it is
#' `"unclear"`, since networks with and without the symmetry come there.
#'
#' How much that says was measured with networks for C3, C5, C8, D6 and SO(2), and with others
#' that only claim these groups. Where the output is a map, shares of the first were 0 to 45 %,
#' and those of the others 35 to 180 %, mostly near 100 %. Means over the picture say less: 0 to
#' 40 %, against 25 to 130 %, and against even less behind a single narrow convolution, whose
#' means hardly depend on directions. So if a network has no exact elements (C3, C5), also check
#' the part before its pools, as in `check_equivariance(model[1:5])`. Strides and pools that
#' leave pixels over cost 20 to 100 %.
#'
#' The module runs in evaluation mode without gradients, and returns to its own
#' mode. Without `x`, the input is made of smooth random stripes that fade out
#' towards the border, all of the same strength; the state of the random generators does not
#' change.
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
#'   of interpolated ones. With `interpolated` at 0.25 or below nothing is unclear.
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
#'       different inputs of the batch (of a single input: of random inputs of the same size,
#'       mean and spread); 0 for exact elements}
#'     \item{ok}{whether the relative error of an exact element, or the share of an
#'       interpolated one, is within the tolerance}
#'     \item{verdict}{`"ok"`, `"unclear"` (within the tolerance, but a share above 25 %), or
#'       `"FAIL"`}
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
  network <- as_module(module, arg = "module")
  if (inherits(module, "escnn_fit") && is.array(x)) {
    x <- in_trained_channels(x, trained_channels(module), "x", environment())
  }
  module <- network
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
  listed <- as_elements(elements, call, "elements")
  checked(
    elements, length(listed) > 0, "a group element or a list of them", listed, arg = "elements",
    call = call
  )
}

check_tolerance <- function(tolerance, call = rlang::caller_env()) {
  defaults <- c(exact = 1e-5, interpolated = 0.5)
  alone <- is.null(names(tolerance)) && length(tolerance) == 1L
  named <- if (alone) c(exact = tolerance) else tolerance
  checked(
    tolerance,
    is.numeric(named) && length(named) > 0 && !anyNA(named) && all(named > 0) &&
      !is.null(names(named)) && all(names(named) %in% names(defaults)),
    "one positive number, or `c(exact = , interpolated = )`",
    replace(defaults, names(named), named), arg = "tolerance", call = call
  )
}

# Larger shares were measured of networks with and without the symmetry.
surely_equivariant <- 0.25

new_equivariance <- function(measured, tolerance) {
  columns <- lapply(measured$columns, unlist)
  kind <- ifelse(columns$exact, "exact", "interpolated")
  score <- judged_error(columns, columns$exact)
  ok <- score <= unname(tolerance[kind])
  doubtful <- !columns$exact & score > surely_equivariant
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
      ok = ok,
      verdict = ifelse(ok, ifelse(doubtful, "unclear", "ok"), "FAIL")
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

#' Expect a module to be equivariant
#'
#' For your own 'testthat' files: passes when [check_equivariance()] finds every
#' element within the tolerance, and otherwise names the worst one. What is unclear passes;
#' with `tolerance = c(interpolated = 0.25)` it doesn't.
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
