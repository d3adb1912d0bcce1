#' Data sets larger than memory
#'
#' `dataset_write()` writes examples to a folder part by part, so that only one part is
#' in memory at a time. `dataset_read()` opens the folder, and batches are read from it as
#' they are needed.
#'
#' The folder holds `values.npy` and `targets.npy`, numpy's own format, which
#' other programs read too, and `about.json`. Raw bytes are kept as bytes, other
#' numbers as 32-bit floats. Nothing appears at `path` before all parts are written, so
#' an interruption or a full disk does no harm to a data set that is there.
#'
#' To bring such data back to R in parts, pick examples:
#' `as.array(data[1:1000])` reads only these.
#'
#' @param x A function that gives part after part: called with 1, 2, ... it
#'   returns an array, `list(x, y)`, or `NULL` after the last part. Or a
#'   [data set][dataset], such as one of pictures, which is read once for all.
#'   Or an array. Arrays are as for [dataset_arrays()], as are targets; factors
#'   must have the same levels in all parts.
#' @param path The folder to write or read.
#' @param y Targets, where `x` is an array.
#' @param scale What values are multiplied by when they are used, `1 / 255` for
#'   bytes that stand for 0 to 1; a data set has its own.
#' @param name A name, for printing; by default that of the folder.
#' @param overwrite Whether to replace a data set that is there.
#' @param ... Not used.
#' @returns A [data set][dataset] that reads from the folder.
#' @section Errors: `escnn_error_argument` when parts differ in shape, type or
#'   classes, when there is something at `path` already, or when `dataset_read()` finds no
#'   data set there; `escnn_error_not_written` when the disk is full or can't be written.
#' @family data sets
#' @examplesIf escnn_available()
#' path <- tempfile("turned-")
#' part <- function(i) {
#'   if (i > 3) return(NULL)
#'   list(array(runif(20 * 64), c(20, 1, 8, 8)), factor(rep(c("a", "b"), 10)))
#' }
#' data <- dataset_write(part, path)
#' data
#' dim(as.array(data[41:44]))
#' identical(dim(dataset_read(path)), dim(data))
#' @export
dataset_write <- function(x, path, y = NULL, scale = 1, name = NULL, overwrite = FALSE) {
  if (missing(x)) abort_missing("x", rlang::current_env())
  path <- check_path(path)
  scale <- check_number(scale)
  name <- check_string(name, null = TRUE)
  check_flag(overwrite)
  if (!is.null(y) && (is_r_function(x) || inherits(x, "escnn_dataset"))) {
    abort_arg("y", y, "left out unless `x` is an array", "Targets come with `x`.")
  }
  if (inherits(x, "escnn_dataset")) check_alive(x)
  call <- rlang::current_env()
  writer <- py_invoke("escnn_r.datasets.DatasetWriter", path, overwrite)
  # nothing is left to remove once it is closed
  on.exit(py_invoke(writer$abandon))
  if (inherits(x, "escnn_dataset")) {
    write_dataset(x, writer, call)
    about <- x$about()
    scale <- py_invoke("escnn_r.datasets.storage_scale", x)
  } else {
    about <- list(name = basename(path), channels = as.list(channel_names(x)))
    if (!length(about$channels)) about$channels <- NULL
    if (is_r_function(x)) {
      write_parts(x, writer, call)
    } else {
      append_part(list(x, y), writer, call)
    }
  }
  if (!is.null(name)) about$name <- name
  py_invoke(writer$close, scale, about)
}

#' @rdname dataset_write
#' @export
dataset_read <- function(path) {
  path <- path.expand(check_string(path))
  if (!dir.exists(path)) {
    abort_arg("path", path, "a folder that exists")
  }
  py_invoke("escnn_r.datasets.StoredDataset", path)
}

# As much as a part of another data set has: 2^24 numbers, 64 MB as floats.
part_of_dataset <- 2^24

write_dataset <- function(x, writer, call, most = part_of_dataset) {
  count <- length(x)
  if (count == 0L) {
    abort_arg("x", x, "data of at least one example", call = call)
  }
  step <- max(1L, as.integer(most / prod(dim(x)[-1])))
  progress <- step_progress("Writing examples", count)
  on.exit(progress$done())
  for (start in seq(0L, count - 1L, by = step)) {
    done <- py_invoke(
      "escnn_r.datasets.append_part", writer, x, start, start + step, .call = call
    )
    progress$step(done)
  }
}

write_parts <- function(x, writer, call) {
  progress <- step_progress("Writing examples")
  on.exit(progress$done())
  number <- 1L
  while (!is.null(part <- call_given(x, number, .arg = "x", .call = call))) {
    if (!is_plain_list(part)) part <- list(part, NULL)
    if (!length(part) %in% 1:2) {
      abort_arg(
        "x", part, "a function that gives an array, `list(x, y)`, or `NULL` at the end",
        call = call
      )
    }
    written <- append_part(c(part, list(NULL))[1:2], writer, call)
    progress$step(written)
    number <- number + 1L
  }
}

append_part <- function(part, writer, call) {
  x <- part[[1]]
  values <- if (is.raw(x) && !is.object(x)) {
    bytes_to_tensor(x)
  } else {
    check_array(x, arg = "x", call = call)
  }
  target <- check_targets(part[[2]], call = call)
  # whole numbers say no more than how many classes there are at least
  numbered <- !is.null(target$classes) && is.integer(part[[2]])
  py_invoke(
    writer$append, values, target$values, target$classes, isTRUE(target$several), numbered,
    .call = call
  )
}
