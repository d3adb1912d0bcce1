# What is to be predicted: classes, labels of which an example may have several,
# or numbers.

# `values` for Python, `levels` the names of classes or labels, `kind` which.
read_target <- function(y, call, model = NULL) {
  if (inherits(y, "escnn_tensor")) {
    return(field_target(y, model, call))
  }
  if (is.character(y)) {
    abort_arg("y", y, "a factor, integers or numbers", factor_hint(y), call = call)
  }
  if (is.data.frame(y)) {
    y <- as.matrix(y)
  }
  if (is_plain_list(y)) {
    return(if (is_energy_target(y)) energy_target(y, call) else point_target(y, call))
  }
  if (!is.null(y) && !is.atomic(y)) {
    abort_arg("y", y, "a factor, integers or numbers", call = call)
  }
  if (is_label_matrix(y)) {
    check_label_names(y, call)
    return(list(
      values = unname(y) + 0, kind = "labels",
      levels = colnames(y) %||% as.character(seq_len(ncol(y)))
    ))
  }
  # one column of classes, as of a data frame
  if (is.matrix(y) && ncol(y) == 1L && (is.factor(y) || is.integer(y))) {
    dim(y) <- NULL
  }
  if (is.factor(y) || is.logical(y)) {
    levels <- if (is.factor(y)) levels(y) else c("FALSE", "TRUE")
    classes <- if (is.factor(y)) as.integer(y) - 1L else y + 0L
    values <- array(without_gaps(classes), dim(y) %||% length(y))
    return(list(values = values, levels = levels, kind = "classes"))
  }
  if (is.integer(y) && !is.object(y)) {
    levels <- numbered_levels(y, "y", call)
    return(list(values = without_gaps(y_array(y) - 1L), levels = levels, kind = "classes"))
  }
  y <- check_finite(check_array(y, arg = "y", call = call, complete = FALSE), "y", call)
  list(values = y_array(y), levels = NULL, kind = "numbers")
}

# What Python has in place of a class that is missing. Missing numbers, and
# labels, are no numbers there either.
missing_class <- -100L

without_gaps <- function(classes) {
  classes[is.na(classes)] <- missing_class
  classes
}

# More classes than a network could have outputs for are numbers of something else.
most_classes <- 1e5

# The names of classes that are given as whole numbers, of which there are as
# many as the largest says.
numbered_levels <- function(y, arg, call) {
  # messages are about all of `y`, whose dimensions tell what helps
  classes <- y[!is.na(y)]
  if (length(classes) && min(classes) < 1L) {
    abort_arg(arg, y, "classes from 1 on", numbers_hint(y), call = call)
  }
  if (length(classes) && max(classes) > most_classes) {
    abort_arg(
      arg, y, paste("classes from 1 to", format(most_classes, scientific = FALSE)),
      paste0("The largest is ", max(classes), ". ", numbers_hint(y)), call = call
    )
  }
  as.character(seq_len(max(classes, 0L)))
}

check_finite <- function(y, arg, call) {
  if (is.double(y) && any(is.infinite(y))) {
    at <- which(is.infinite(y))
    abort_arg(
      arg, y, "of finite numbers, or `NA` where they are missing",
      paste0("The one at ", first_index(y, at[[1]]), " is ", y[at[[1]]], "."), call = call
    )
  }
  y
}

# factor() drops dimensions, which maps of classes need.
factor_hint <- function(y) {
  if (length(dim(y)) < 2L) "Use `factor(y)`." else "Use `structure(factor(y), dim = dim(y))`."
}

numbers_hint <- function(y) {
  least <- min(y, na.rm = TRUE)
  classes <- if (least == 0L) "Classes from 0 are `y + 1L`;" else sub("[.]$", ";", factor_hint(y))
  numbers <- if (length(dim(y)) < 2L) "as.numeric(y)" else "y + 0"
  paste0(classes, " for numbers use `", numbers, "`.")
}

# A column a label: logical, or 0 and 1 under names.
is_label_matrix <- function(y) {
  is.matrix(y) && (is.logical(y) ||
    (is.numeric(y) && !is.null(colnames(y)) && length(y) > 0 && all(y %in% c(0, 1, NA, NaN))))
}

check_label_names <- function(y, call) {
  twice <- unique(colnames(y)[duplicated(colnames(y))])
  if (length(twice)) {
    abort_arg(
      "y", y, "a matrix whose columns have different names",
      paste0("More than one is called ", toString(twice), "."), call = call
    )
  }
}

# Fields to be learnt are of the type that the model gives.
field_target <- function(y, model, call) {
  check_alive(y, arg = "y", call = call)
  type <- if (inherits(model, "escnn_module")) model$out_type
  if (inherits(type, "escnn_field_type") && y$type != type) {
    abort_arg(
      "y", y, paste0("of the model's output type, ", format(type)),
      paste0("Its type is ", format(y$type), "."), call = call
    )
  }
  list(values = y$tensor, levels = NULL, kind = "numbers")
}

y_array <- function(y) if (is.null(dim(y))) array(y, length(y)) else y

# Targets as they were trained: classes by their names are numbered as before.
read_known_target <- function(y, expected, call, model = NULL) {
  levels <- if (identical(expected$kind, "classes")) expected$levels
  read_target(known_target(y, levels, call), call, model)
}

known_target <- function(y, levels, call = rlang::caller_env()) {
  # by their names as well: else FALSE would be the first class, whatever it is called
  if (!is.null(levels) && is.logical(y) && !is.matrix(y)) {
    y <- structure(factor(y, c(FALSE, TRUE)), dim = dim(y))
  }
  if (is_plain_list(y) && !is_energy_target(y)) {
    return(lapply(y, known_target, levels, call))
  }
  if (is.null(levels) || !(is.character(y) || is.factor(y))) {
    return(y)
  }
  known <- as_levels(y, levels)
  new <- unique(as.character(y)[is.na(known) & !is.na(y)])
  if (length(new)) {
    abort_arg(
      "y", y, paste0("of the classes that were trained: ", toString(levels)),
      paste0("Others are in it: ", toString(new), "."), call = call
    )
  }
  known
}

# A factor of these levels; that of a map of classes keeps its shape.
as_levels <- function(y, levels) {
  at <- if (ascii_locale()) {
    # the same name may be bytes in one and text in the other
    match(text_to_python(as.character(y)), text_to_python(levels))
  } else {
    match(as.character(y), levels)
  }
  structure(factor(levels[at], levels), dim = dim(y))
}

# Fits of earlier versions have no `targets`, but `labels` where these were trained.
fit_kind <- function(x) {
  with_levels <- if (is.null(x$plan$labels)) "classes" else "labels"
  x$plan$targets %||% if (is.null(x$levels)) "numbers" else with_levels
}
