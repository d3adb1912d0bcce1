#' Look into data sets
#'
#' A data set is a source of examples, on which models are trained. [dataset_mnist()]
#' and the like make one. It holds bytes as bytes, or only the names of files, and
#' turns them into numbers one batch at a time.
#'
#' `length()` is the number of examples, `dim()` that number with the channels
#' and the extent in space, `levels()` and `names()` are the classes, `[` picks
#' examples (from 1) without copying any, and `as.array()` gives the values of
#' all, so pick a few first. `dataset_labels()` gives what is to be predicted.
#'
#' @param x A data set.
#' @param ... Not used.
#' @returns `dataset_labels()`: a factor; a numeric vector or array where there
#'   are no classes; a logical matrix, one column a label, where an example may
#'   have several; `NULL` without targets. `NA` where a target is missing.
#' @section Errors: `escnn_error_argument` when `x` is not a data set, or when an index is
#'   out of range.
#' @family data sets
#' @seealso [plot.escnn_dataset()]
#' @examplesIf escnn_available()
#' images <- array(runif(6 * 8 * 8), c(6, 1, 8, 8))
#' data <- dataset_arrays(images, factor(rep(c("a", "b"), 3)))
#' data
#' dim(data[1:4])
#' table(dataset_labels(data))
#' @name dataset
NULL

#' @rdname dataset
#' @export
dataset_labels <- function(x) {
  about <- about_dataset(x)
  if (is.null(about$targets)) {
    return(NULL)
  }
  values <- tensor_to_array(py_invoke("escnn_r.datasets.dataset_targets", x))
  classes <- unlist(about$classes)
  values[is.nan(values)] <- NA
  if (is.null(classes)) {
    return(if (length(dim(values)) == 1L) as.vector(values) else values)
  }
  if (about$several) {
    return(matrix(values > 0, ncol = length(classes), dimnames = list(NULL, classes)))
  }
  values[values == missing_class] <- NA
  if (length(dim(values)) > 1L) {
    return(values + 1L)
  }
  factor(classes[as.vector(values) + 1L], classes)
}

about_dataset <- function(x, arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  force(arg)
  check_object(
    x, "escnn_dataset",
    hint = "Make one with, for example, `dataset_mnist()` or `dataset_arrays()`.",
    arg = arg, call = call
  )
  py_invoke("escnn_r.datasets.describe_dataset", x, .call = call)
}

#' @export
length.escnn_dataset <- function(x) {
  about_dataset(x)$count
}

#' @export
dim.escnn_dataset <- function(x) {
  about <- about_dataset(x)
  c(about$count, unlist(about$shape))
}

#' @export
levels.escnn_dataset <- function(x) {
  unlist(about_dataset(x)$classes)
}

#' @export
names.escnn_dataset <- function(x) {
  levels(x)
}

#' @export
`[.escnn_dataset` <- function(x, i) {
  check_alive(x)
  if (missing(i)) {
    return(x)
  }
  chosen <- check_index(i, length(x), NULL, "i", "examples")
  py_invoke("escnn_r.datasets.subset_dataset", x, array(chosen - 1L))
}

# As many numbers as an R array holds in about 2 GB.
array_limit <- 2.5e8

#' @export
as.array.escnn_dataset <- function(x, ...) {
  check_dots(...)
  extent <- dim(x)
  if (prod(as.numeric(extent)) > array_limit) {
    cli::cli_abort(
      c(
        "The data set has {prod(as.numeric(extent))} numbers, too many for one R array.",
        i = "Pick some examples first, for example {.code as.array(x[1:100])}."
      ),
      class = error_class("argument"), arg = "x"
    )
  }
  tensor_to_array(py_invoke("escnn_r.datasets.dataset_values", x))
}

#' @export
format.escnn_dataset <- function(x, ...) {
  if (is_dead(x)) {
    return(dead_line(x))
  }
  about <- about_dataset(x)
  paste0("<data set> ", about$name, ": ", examples_line(about))
}

examples_line <- function(about) {
  paste0(
    big(about$count), if (about$count == 1) " example" else " examples",
    " of ", paste(unlist(about$shape), collapse = " x ")
  )
}

big <- function(n) format(n, big.mark = ",", trim = TRUE, scientific = FALSE)

#' @export
print.escnn_dataset <- function(x, ...) {
  if (is_dead(x)) {
    writeLines(dead_line(x))
  } else {
    print(summary(x))
  }
  invisible(x)
}

#' @export
summary.escnn_dataset <- function(object, ...) {
  structure(about_dataset(object, "object"), class = "escnn_summary_dataset")
}

#' @export
print.escnn_summary_dataset <- function(x, ...) {
  writeLines(paste0("<data set> ", x$name, ": ", examples_line(x)))
  item <- function(label, text) {
    if (length(text) && nzchar(text)) {
      writeLines(strwrap(paste0(label, ": ", text), width = 80, indent = 2, exdent = 4))
    }
  }
  classes <- unlist(x$classes)
  if (is.null(x$targets)) {
    item("targets", "none")
  } else if (is.null(classes)) {
    item("targets", paste(c("numbers", unlist(x$targets)[-1]), collapse = " x "))
  } else {
    shown <- paste0(classes, " (", big(unlist(x$counts)), ")")
    label <- if (x$several) "labels, several at once" else "classes"
    item(paste(length(classes), label), toString(shown))
  }
  if (isTRUE(x$missing > 0)) {
    whole <- x$count * prod(unlist(x$targets)[-1])
    item("missing targets", paste(big(x$missing), "of", paste0(big(whole), ", not counted")))
  }
  item("note", x$note)
  item("from", x$source)
  item("licence", x$licence)
  if (!x$in_memory) {
    item("read", "from files, batch by batch")
  }
  invisible(x)
}
