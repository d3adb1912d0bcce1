# A network that is trained already, and comes with the package.

#' A trained network to try things out with
#'
#' `escnn_example()` gives a network that recognises handwritten digits, already
#' trained, with some digits, and with a conventional network to compare it with.
#' Nothing is downloaded or trained. `explore(escnn_example())` shows all of them in a page
#' in which you turn the digits.
#'
#' The network has two convolutions with regular fields of C8, the rotations by
#' multiples of 45 degrees, and one to invariant fields, whose means over the image
#' make the classes: 1,680 parameters in all. The conventional network has the same
#' layers with ordinary channels, and 1,651 parameters. Both were trained by
#' `experiments/example-digits.R` in the package's sources, on the 60,000 digits of
#' MNIST as they are, upright, for 6 epochs with seed 1, in 7 and 2 minutes on one
#' thread. Of 10,000 other digits they recognise
#'
#' | digits turned by | this network | the conventional one |
#' |---|---|---|
#' | 0 degrees (upright) | 97.9 % | 98.6 % |
#' | 15 degrees | 97.3 % | 95.9 % |
#' | 45 degrees | 96.3 % | 52.0 % |
#' | 90 degrees | 97.9 % | 20.7 % |
#' | 180 degrees | 97.9 % | 39.6 % |
#'
#' For upright digits alone the conventional network is a little better: it can make use
#' of how they stand. Turns by 45 degrees cost the other network something because the
#' pixels of the turned digit have to be interpolated: what it says is exactly the same
#' after quarter turns, and nearly the same after others.
#'
#' Mirrored digits are not digits, so the group has no reflections. And a network that is
#' invariant to turns can't tell a 6 from a 9 by how it stands, only by how people write
#' them.
#'
#' @param x What `escnn_example()` gives.
#' @param images,file,compare As for [other fitted models][explore_network]: `images`
#'   and `compare` are the example's own unless you give others.
#' @param ... For `explore()` what its method of fitted models takes.
#' @returns A fitted model, see [fit()], for `predict()`, [evaluate()], [plot()],
#'   [escnn_export()] and all else. It also has
#'   \describe{
#'     \item{`$images`}{20 digits, an array of dim `c(20, 1, 28, 28)` from 0 to 1:
#'       the first two of each class among the test digits, in their order}
#'     \item{`$labels`}{which digits they are, a factor}
#'     \item{`$conventional`}{the conventional network, a fitted model}
#'     \item{`$accuracy`}{a data frame with the share of the 10,000 test digits that
#'       each `network` recognises, turned by each `angle` in degrees}
#'   }
#' @section Errors: `escnn_error_no_python` where Python's escnn is not installed.
#' @source The digits are from LeCun, Cortes and Burges, *The MNIST database of
#'   handwritten digits*, licence CC BY-SA 3.0.
#' @seealso [explore()] to turn pictures of your own, [fit()] to train networks of your own,
#'   [dataset_mnist()] for all digits
#' @examplesIf escnn_available()
#' digits <- escnn_example()
#' digits
#' predict(digits, digits$images)
#' turned <- rotate_images(digits$images, 90)
#' all(predict(digits, turned) == predict(digits, digits$images))
#' mean(predict(digits$conventional, turned) == digits$labels)
#' @export
escnn_example <- function(...) {
  check_dots(...)
  file <- function(name) {
    system.file("extdata", "example", name, package = "escnn", mustWork = TRUE)
  }
  digits <- readRDS(file("digits.rds"))
  fitted <- escnn_load(file("equivariant.escnn"))
  fitted$images <- array(as.integer(digits$images) / 255, dim(digits$images))
  fitted$labels <- factor(digits$labels, fitted$levels)
  fitted$conventional <- escnn_load(file("conventional.escnn"))
  fitted$accuracy <- utils::read.csv(file("accuracy.csv"))
  structure(fitted, class = c("escnn_example", class(fitted)))
}

#' @rdname escnn_example
#' @export
explore.escnn_example <- function(x, images = x$images, file = NULL, # nolint: object_name_linter.
                                  compare = x$conventional, ...) {
  check_fit(x)
  if (identical(images, x$images)) images <- dataset_arrays(images, x$labels)
  NextMethod(images = images, compare = compare)
}

#' @export
print.escnn_example <- function(x, ...) {
  NextMethod()
  parts <- c(
    images = paste(dim(x$images)[[1]], "digits"), labels = "which digits they are",
    conventional = "a network without symmetries, to compare with",
    accuracy = "of both on 10,000 digits, turned by angles"
  )
  before <- c("  with:    ", rep(strrep(" ", 11), length(parts) - 1))
  writeLines(paste0(before, "$", format(names(parts)), "  ", parts))
  invisible(x)
}
