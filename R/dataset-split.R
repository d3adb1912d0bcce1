#' Split a data set
#'
#' Holds out a share of the examples at random, the same for the same seed.
#'
#' @param x A data set.
#' @param validation The share to hold out, between 0 and 1.
#' @param seed A whole number that the choice depends on; `NULL` takes one from
#'   R's own random numbers, so that `set.seed()` counts.
#' @param stratified Whether to hold out this share of each class, as nearly as whole
#'   examples allow. Without classes it makes no difference.
#' @param ... Not used.
#' @returns A list of two [data sets][dataset], `train` and `validation`, that
#'   share memory with `x`.
#' @section Errors: `escnn_error_argument` when `x` is not a data set, or when a part
#'   would be empty. A warning of class `escnn_warning_empty_class` when a class has no
#'   examples in one of the parts.
#' @family data sets
#' @examplesIf escnn_available()
#' data <- dataset_arrays(array(runif(640), c(10, 1, 8, 8)), factor(rep(c("a", "b"), 5)))
#' parts <- dataset_split(data, validation = 0.4, seed = 1)
#' table(dataset_labels(parts$validation))
#' @export
dataset_split <- function(x, validation = 0.1, seed = NULL, stratified = TRUE) {
  about_dataset(x)
  validation <- check_number(validation, min = 0, max = 1)
  seed <- seed_or_draw(seed)
  check_flag(stratified)
  parts <- py_invoke("escnn_r.datasets.split_dataset", x, validation, seed, stratified)
  parts <- list(train = parts[[1]], validation = parts[[2]])
  warn_absent(x, parts)
  parts
}

# Classes that have examples, but none in one of the parts.
warn_absent <- function(x, parts) {
  counts <- function(data) unlist(about_dataset(data)$counts)
  for (part in names(parts)) {
    absent <- levels(x)[counts(x) > 0 & counts(parts[[part]]) == 0]
    if (length(absent)) {
      cli::cli_warn(
        c(
          "The part {.field {part}} has no examples of {.val {absent}}.",
          i = "Hold out another share, or draw with another {.arg seed}. A class of one example
               can't be in both parts."
        ),
        class = warning_class("empty_class")
      )
    }
  }
}
