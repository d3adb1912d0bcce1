#' What a plot shows, in words
#'
#' A sentence or two on what a plot shows, with numbers from its data, for people who
#' do not see it. The plots of this package carry such a text. In documents that are
#' made by knitr, it becomes the alt text of the picture by itself, unless the chunk
#' has an option `fig.alt`.
#'
#' @param plot A plot that a `plot()` method of this package made, or any other ggplot,
#'   what [animate()] made, or an object of this package that `plot()` draws.
#' @param ... Given to `plot()`, if `plot` is an object that it draws.
#' @returns A string.
#' @section Errors: `escnn_error_argument` when `plot` is neither a plot nor something of
#'   this package's that can be drawn.
#' @seealso [ggplot2::get_alt_text()]. `labs(alt = "...")` replaces the text.
#' @family plots
#' @examplesIf escnn_available() && requireNamespace("ggplot2", quietly = TRUE)
#' alt_text(plot(group_dihedral(3)))
#' alt_text(field_type(gspace_rot2d_on_r2(n = 4), regular = 2))
#' @export
alt_text <- function(plot, ...) {
  if (missing(plot)) {
    check_dots(...)
    abort_missing("plot", rlang::current_env())
  }
  UseMethod("alt_text")
}

#' @rdname alt_text
#' @export
alt_text.default <- function(plot, ...) {
  # `plot()` of other packages' objects draws at once; some of ours can be called
  drawn <- if (any(grepl("^escnn_", class(plot)))) base::plot(plot, ...) else check_dots(...)
  if (!inherits(drawn, "ggplot")) {
    abort_arg("plot", plot, "a plot, or an object of this package that `plot()` draws")
  }
  alt_text(drawn)
}

#' @rdname alt_text
#' @export
alt_text.ggplot <- function(plot, ...) {
  check_dots(...)
  rlang::check_installed("ggplot2", "to read what a plot shows.")
  as.character(ggplot2::get_alt_text(plot))
}

#' @rdname alt_text
#' @export
alt_text.escnn_animation <- function(plot, ...) {
  check_dots(...)
  attr(plot, "alt")
}

# Drawn plots tell knitr what they show.

#' @export
print.escnn_plot <- function(x, ...) {
  note_alt_text(alt_text(x))
  NextMethod()
}

#' @export
plot.escnn_plot <- function(x, ...) print(x, ...)

# The texts of the chunk that is running, in the order of its plots. knitr asks for
# figures one by one when the chunk is over, by a hook that each output format sets.
note_alt_text <- function(text) {
  if (!isTRUE(getOption("knitr.in.progress")) || !requireNamespace("knitr", quietly = TRUE)) {
    return(invisible())
  }
  chunk <- knitr::opts_current$get("label") %||% ""
  if (!identical(the$alt_chunk, chunk)) {
    the$alt_chunk <- chunk
    the$alt_texts <- character()
  }
  the$alt_texts <- c(the$alt_texts, text)
  hook <- knitr::knit_hooks$get("plot")
  if (!inherits(hook, "escnn_alt_hook")) {
    knitr::knit_hooks$set(plot = alt_hook(hook))
  }
}

alt_hook <- function(hook) {
  structure(
    function(x, options) {
      if (is.null(options$fig.alt) && identical(options$label, the$alt_chunk)) {
        texts <- the$alt_texts
        # plots of other packages between ours can't be told apart
        if (identical(length(texts), as.integer(options$fig.num))) {
          options$fig.alt <- texts[[options$fig.cur]]
        }
        # another document may have a chunk of this name
        if (identical(as.integer(options$fig.cur), as.integer(options$fig.num))) {
          the$alt_chunk <- NULL
        }
      }
      hook(x, options)
    },
    class = c("escnn_alt_hook", "function")
  )
}
