#' Folds of a data set
#'
#' `dataset_folds()` cuts a data set into parts for cross-validation: each
#' example is held out once. `as.data.frame()` gives positions and targets, from
#' which packages for resampling, such as 'rsample', make other splits.
#'
#' For splits of another kind give `as.data.frame(x)` to 'rsample', and pick the
#' examples by their `index`:
#'
#' ```r
#' splits <- rsample::vfold_cv(as.data.frame(x), v = 5, strata = y)
#' for (split in splits$splits) {
#'   train <- x[rsample::analysis(split)$index]
#'   test <- x[rsample::assessment(split)$index]
#' }
#' ```
#'
#' Data sets are handles of this session. Other processes get `held` (whole
#' numbers) and make the data set themselves, or get it by [escnn_pack()].
#'
#' @param data,x A data set.
#' @param v Number of folds.
#' @param strata What each fold should have in proportion: `NULL` for the classes of
#'   the data set, if it has any, `FALSE` for nothing, or a vector with an entry for each
#'   example, of which numbers are cut at their quartiles.
#' @param group A vector with an entry for each example, such as patients: examples
#'   of a group are never on both sides. Groups are kept whole, so folds may
#'   differ in size; `strata` can't be given then. `NULL` keeps together what
#'   [dataset_tiles()] or [dataset_crop()] cut from one image, and says so, where there
#'   are at least `v` images and no `strata`; `FALSE` doesn't.
#' @param seed A whole number that the folds depend on; `NULL` draws from R's own
#'   random numbers, so that `set.seed()` counts.
#' @param row.names,optional Not used.
#' @param ... Not used.
#' @returns `dataset_folds()` gives an `escnn_folds`, a data frame with a row for
#'   each fold and the columns `id`, `analysis` and `assessment`, two lists of [data
#'   sets][dataset] that share memory with `data`, and `held`, a list of the
#'   positions that are held out. `as.data.frame()` gives a data frame with a row for
#'   each example: `index`, its position; `y`, its class or number, or a column
#'   `y_<name>` for each label or number (none where targets are maps or of points);
#'   and `file` where examples are files, or parts of such.
#' @section Errors: `escnn_error_argument` when `strata` or `group` doesn't have an
#'   entry for each example, and when there are fewer examples or groups than folds. A
#'   warning of class `escnn_warning_empty_class` when a class is missing from what a
#'   fold is trained on.
#' @seealso [dataset_split()] for one part to hold out, `vignette("tuning")`.
#' @family data sets
#' @examplesIf escnn_available()
#' data <- dataset_arrays(array(runif(1280), c(20, 1, 8, 8)), factor(rep(c("a", "b"), 10)))
#' folds <- dataset_folds(data, v = 4, seed = 1)
#' folds
#' table(dataset_labels(folds$assessment[[1]]))
#' head(as.data.frame(data), 3)
#' @export
dataset_folds <- function(data, v = 10, strata = NULL, group = NULL, seed = NULL) {
  about <- about_dataset(data)
  n <- about$count
  v <- check_whole(v, min = 2)
  seed <- check_whole(seed, min = 0, null = TRUE)
  if (isFALSE(group)) {
    group <- NULL
  } else if (is.null(group) && is.null(strata)) {
    group <- images_of_examples(data)
    if (length(unique(group)) < v) group <- NULL
    tell_of_images(data, group)
  }
  if (!is.null(group)) {
    if (!is.null(strata) && !isFALSE(strata)) {
      abort_arg("strata", strata, "left out when `group` is given", "Groups are kept whole.")
    }
    units <- check_entries(group, n)
  } else {
    units <- seq_len(n)
    strata <- fold_strata(strata, data, about)
  }
  count <- length(unique(units))
  if (count < v) {
    what <- if (is.null(group)) "examples" else "groups"
    abort_arg("v", v, paste0("at most ", count, ", as there are ", count, " ", what))
  }
  fold <- with_seed_or_not(
    seed, if (is.null(group)) spread_strata(strata, v) else spread_groups(units, v)
  )
  held <- unname(split(seq_len(n), factor(fold, seq_len(v))))
  folds <- structure(
    list(
      id = sprintf(paste0("Fold%0", nchar(v), "d"), seq_len(v)),
      analysis = lapply(held, function(rows) data[setdiff(seq_len(n), rows)]),
      assessment = lapply(held, function(rows) data[rows]), held = held
    ),
    # what other processes cut again
    whole = data, class = c("escnn_folds", "data.frame"), row.names = .set_row_names(v)
  )
  warn_unseen(folds)
  folds
}

check_entries <- function(x, n, arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  checked(
    x, is.atomic(x) && length(x) == n && !anyNA(x),
    paste0("a vector of ", n, " entries without missing ones, one for each example"), arg = arg,
    call = call
  )
}

# What is spread evenly over the folds, as whole numbers.
fold_strata <- function(strata, data, about, call = rlang::caller_env()) {
  if (isFALSE(strata)) {
    return(rep(1L, about$count))
  }
  if (is.null(strata)) {
    y <- dataset_labels(data)
    # of points of clouds there are more
    each <- is.factor(y) && length(y) == about$count
    return(if (each) as.integer(y) else rep(1L, about$count))
  }
  strata <- check_entries(strata, about$count, "strata", call)
  if (is.numeric(strata) && length(unique(strata)) > 5L) {
    strata <- cut(strata, unique(stats::quantile(strata)), include.lowest = TRUE)
  }
  match(strata, unique(strata))
}

# Each stratum is shuffled and dealt out, going on where the one before ended.
spread_strata <- function(strata, v) {
  shuffled <- sample.int(length(strata))
  order <- shuffled[order(strata[shuffled])]
  fold <- integer(length(strata))
  fold[order] <- sample.int(v)[(seq_along(order) - 1L) %% v + 1L]
  fold
}

# The largest group first, each to the fold that is smallest so far.
spread_groups <- function(group, v) {
  group <- match(group, unique(group))
  sizes <- tabulate(group)
  shuffled <- sample.int(length(sizes))
  of_group <- integer(length(sizes))
  filled <- integer(v)
  for (each in shuffled[order(-sizes[shuffled])]) {
    least <- which.min(filled)
    of_group[[each]] <- least
    filled[[least]] <- filled[[least]] + sizes[[each]]
  }
  of_group[group]
}

with_seed_or_not <- function(seed, code) {
  if (is.null(seed)) {
    return(code)
  }
  before <- random_state()
  on.exit(set_random_state(before))
  set.seed(seed)
  code
}

# Classes that have examples, but none to learn from.
warn_unseen <- function(folds) {
  for (k in seq_len(nrow(folds))) {
    absent <- absent_classes(attr(folds, "whole"), folds$analysis[[k]])
    if (length(absent)) {
      cli::cli_warn(
        c(
          "Without {.field {folds$id[[k]]}} there are no examples of {.val {absent}} to learn
           from.",
          i = "All of them are in this fold: take other groups, or leave the class out."
        ),
        class = warning_class("empty_class")
      )
    }
  }
}

#' @rdname dataset_folds
#' @export
as.data.frame.escnn_dataset <- function(x, row.names = NULL, # nolint: object_name_linter.
                                        optional = FALSE, ...) {
  check_dots(...)
  check_alive(x)
  y <- dataset_labels(x)
  columns <- list(index = seq_len(length(x)))
  if (is.matrix(y)) {
    columns <- c(columns, matrix_columns(y, "y_", colnames(y)))
  } else if (is.null(dim(y)) && length(y) == length(x)) {
    columns$y <- y
  }
  columns$file <- example_files(x)
  structure(columns, class = "data.frame", row.names = .set_row_names(length(columns$index)))
}

#' @export
format.escnn_folds <- function(x, ...) {
  count <- sum(lengths(x$held))
  paste0("<folds> ", nrow(x), " of a data set of ", big(count), " examples")
}

#' @export
print.escnn_folds <- function(x, ...) {
  if (!all(c("id", "analysis", "assessment", "held") %in% names(x))) {
    return(invisible(NextMethod()))
  }
  if (any(vapply(x$analysis, is_dead, NA))) {
    writeLines(c(format(x), "  Its data sets are from another session: make the folds again."))
    return(invisible(x))
  }
  writeLines(format(x))
  rows <- data.frame(
    id = x$id, analysis = vapply(x$analysis, length, 0L), assessment = lengths(x$held)
  )
  classes <- lapply(x$assessment, function(data) {
    about <- about_dataset(data)
    stats::setNames(unlist(about$counts), unlist(about$classes))
  })
  if (length(classes) && length(classes[[1]]) %in% 1:12) {
    counts <- do.call(rbind, classes)
    rows <- cbind(rows, as.data.frame(counts, optional = TRUE))
    writeLines("  with the classes of what is held out:")
  }
  print(rows, row.names = FALSE)
  invisible(x)
}

#' @export
`[.escnn_folds` <- function(x, ...) {
  subset <- NextMethod()
  columns <- c("id", "analysis", "assessment", "held")
  whole <- is.data.frame(subset) && all(columns %in% names(subset))
  if (!whole && inherits(subset, "escnn_folds")) class(subset) <- "data.frame"
  if (inherits(subset, "escnn_folds")) attr(subset, "whole") <- attr(x, "whole")
  subset
}
