# How a check of equivariance is summed up and printed.

#' @export
summary.escnn_equivariance <- function(object, ...) {
  kinds <- intersect(c("exact", "interpolated"), object$kind)
  rows <- lapply(kinds, function(kind) {
    part <- object[object$kind == kind, ]
    data.frame(
      kind = kind,
      elements = nrow(part),
      failed = sum(!part$ok),
      unclear = sum(part$verdict == "unclear"),
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
    " " = shown$verdict,
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
    counts <- c(FAILED = row$failed, unclear = row$unclear)
    counts <- counts[counts > 0]
    verdict <- if (length(counts)) paste(counts, names(counts), collapse = ", ") else "ok"
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
      "share: the error, as a share of what outputs of different inputs differ by. Interpolation
       costs every network something; maps of one without the symmetry come near 100 %.",
      width = 80, indent = 6, exdent = 6
    ))
  }
  unclear <- any(x$unclear > 0)
  if (unclear || rests_on_means(x)) {
    writeLines(strwrap(
      paste(
        if (unclear) "unclear: networks with and without the symmetry come here." else
          "Means over the picture depend little on directions, whatever the network.",
        "Check the part before the pools too, as in check_equivariance(model[1:5])."
      ),
      width = 80, indent = 6, exdent = 6
    ))
  }
  invisible(x)
}

# Whether nothing but interpolated elements and outputs without pixels speak for the module.
rests_on_means <- function(x) {
  exact <- sum(x$elements[x$kind == "exact"])
  pixels <- prod(unlist(attr(x, "about")$output_shape)[-(1:2)])
  "interpolated" %in% x$kind && exact <= 1 && pixels == 1
}
