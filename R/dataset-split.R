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
#' @param group A vector with an entry for each example, such as patients: examples
#'   of a group are never in both parts, whose sizes may then differ a little from the
#'   share. `NULL` keeps together what [dataset_tiles()] or [dataset_crop()] cut from one
#'   image, and says so; `FALSE` doesn't.
#' @param ... Not used.
#' @returns A list of two [data sets][dataset], `train` and `validation`, that
#'   share memory with `x`.
#' @section Errors: `escnn_error_argument` when `x` is not a data set, or when a part
#'   would be empty, and when `group` doesn't have an entry for each example. A warning of class
#'   `escnn_warning_empty_class` when a class has no examples in one of the parts.
#' @family data sets
#' @examplesIf escnn_available()
#' data <- dataset_arrays(array(runif(640), c(10, 1, 8, 8)), factor(rep(c("a", "b"), 5)))
#' parts <- dataset_split(data, validation = 0.4, seed = 1)
#' table(dataset_labels(parts$validation))
#' @export
dataset_split <- function(x, validation = 0.1, seed = NULL, stratified = TRUE,
                          group = NULL) {
  about <- about_dataset(x)
  validation <- check_number(validation, min = 0, max = 1)
  seed <- seed_or_draw(seed)
  check_flag(stratified)
  if (is.null(group)) {
    tell_of_images(x)
  } else if (!isFALSE(group)) {
    check_entries(group, about$count)
    group <- as.list(match(group, unique(group)))
  }
  parts <- py_invoke("escnn_r.datasets.split_dataset", x, validation, seed, stratified, group)
  parts <- list(train = parts[[1]], validation = parts[[2]])
  warn_absent(x, parts)
  parts
}

# Classes of which a data set has examples, and a part of it has none.
absent_classes <- function(x, part) {
  counts <- function(data) unlist(about_dataset(data)$counts)
  levels(x)[counts(x) > 0 & counts(part) == 0]
}

warn_absent <- function(x, parts) {
  for (part in names(parts)) {
    absent <- absent_classes(x, parts[[part]])
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

# Neighbouring parts of one image are nearly the same: on both sides of a split they
# would make any model look better than it is. The number of each example's image;
# NULL where no image has several, or there is one alone.
images_of_examples <- function(x) {
  images <- py_invoke("escnn_r.datasets.example_images", x)
  if (!is.null(images)) as.integer(unlist(images))
}

tell_of_images <- function(x, images = images_of_examples(x), argument = "group") {
  if (!is.null(images)) {
    cli::cli_inform(
      c(i = "Parts of one image stay together: {length(x)} examples of
             {length(unique(images))} images.{if (argument == 'group') ' Or give `group`.'}"),
      class = "escnn_message_images"
    )
  }
}
