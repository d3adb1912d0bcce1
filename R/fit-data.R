# From what users have to what Python trains on: inputs, targets, classes.

# `expected` are the kind, levels and types of points of what was trained, where there is such.
training_data <- function(x, y, plan, model, expected = NULL, arg = "x",
                          call = rlang::caller_env()) {
  if (missing(x)) abort_missing(arg, call)
  data <- read_training_data(x, y, plan, model, expected, arg, call)
  data$channels <- data$channels %||% expected$channels
  data$data <- in_trained_types(data$data, expected$types, arg, call)
  data$types <- expected$types %||% types_of_points(data$data, call)
  py_invoke("escnn_r.bridge.check_examples", data$data, arg, .call = call)
  data
}

read_training_data <- function(x, y, plan, model, expected, arg, call) {
  if (inherits(x, "escnn_dataset")) {
    check_alive(x, arg = arg, call = call)
    if (!is.null(y)) {
      abort_arg("y", y, "left out, since the data set has its own", call = call)
    }
    x <- in_trained_channels(x, expected$channels, arg, call)
    return(c(expected_set(x, expected, arg, call), list(channels = channel_names(x))))
  }
  if (is.function(x) && !inherits(x, "python.builtin.object")) {
    return(check_expected(yielded_data(x, plan, expected, call), expected, x, arg, call))
  }
  if (is.null(y)) abort_missing("y", call)
  x <- in_trained_channels(listed_images(x, model, call, arg), expected$channels, arg, call)
  y <- listed_maps(y, x, call)
  check_listed_target(y, x, arg, call)
  target <- read_known_target(y, expected, call, model)
  target <- check_expected(target, expected, y, if (arg == "validation") arg else "y", call)
  target <- in_expected_columns(target, expected, y, call)
  target <- in_expected_levels(target, expected, y, call)
  check_points_of_clouds(target, model, call)
  if (is_plain_list(x)) {
    precision <- if (identical(plan$precision, "float64")) "float64" else "float32"
    data <- cloud_data(x, target, precision = precision, call = call)
  } else {
    values <- read_values(x, model, call, arg)
    data <- py_invoke(
      "escnn_r.training.example_arrays", values, target$values, target$kind == "classes",
      plan$precision, .call = call
    )
  }
  list(
    data = data, levels = target$levels, kind = target$kind, points = has_points(target),
    channels = channel_names(x)
  )
}

# A data set, its classes in the order of those that were trained.
expected_set <- function(x, expected, arg, call) {
  levels <- if (!is.null(x$classes)) unlist(x$classes)
  kind <- if (is.null(levels)) "numbers" else if (isTRUE(x$several)) "labels" else "classes"
  clouds <- py_invoke("escnn_r.datasets.describe_clouds", x, .call = call)
  if (clouds$forces) kind <- "energies"
  data <- list(data = x, levels = levels, kind = kind, points = clouds$points)
  data <- check_expected(data, expected, x, arg, call)
  if (!is.null(expected) && !identical(levels, expected$levels)) {
    data$data <- py_invoke(
      "escnn_r.datasets.with_classes", x, as.list(expected$levels), arg, .call = call
    )
    data["levels"] <- list(expected$levels)
  }
  data
}

# What a fit was trained on, that other data must suit.
trained_on <- function(fit) {
  list(
    kind = fit_kind(fit), levels = fit$levels, types = point_types_of_fit(fit),
    channels = trained_channels(fit)
  )
}

point_types_of_fit <- function(fit) if (length(fit$plan$types)) as.character(unlist(fit$plan$types))

types_of_points <- function(data, call) {
  types <- py_invoke("escnn_r.datasets.describe_clouds", data, .call = call)$types
  if (!is.null(types)) as.character(unlist(types))
}

# Types of points by their names; those of a fit of an older version aren't known.
in_trained_types <- function(data, types, arg, call) {
  if (is.null(types)) {
    return(data)
  }
  py_invoke("escnn_r.datasets.with_point_types", data, as.list(types), arg, .call = call)
}

check_expected <- function(data, expected, x, arg, call) {
  if (!is.null(expected) && data$kind != expected$kind) {
    map <- is.matrix(x) && expected$kind == "classes"
    abort_arg(
      arg, x, paste0("of ", expected$kind, ", as the targets of training are"),
      paste0(
        "Its targets are ", data$kind, ".",
        if (map) " The map of one image goes into a list: `list(y)`."
      ),
      call = call
    )
  }
  data
}

# Labels in the order of those that were trained; columns without names are in it.
in_expected_columns <- function(target, expected, y, call) {
  if (target$kind != "labels" || is.null(expected) || identical(target$levels, expected$levels)) {
    return(target)
  }
  columns <- match(expected$levels, colnames(y) %||% expected$levels)
  if (anyNA(columns) || ncol(y) != length(columns)) {
    abort_arg(
      "y", y, paste0("a matrix of the labels that were trained: ", toString(expected$levels)),
      paste0("Its columns are ", toString(target$levels), "."), call = call
    )
  }
  target$values <- target$values[, columns, drop = FALSE]
  target$levels <- expected$levels
  target
}

# Whole numbers count the classes that were trained, of which some may be absent.
in_expected_levels <- function(target, expected, y, call) {
  if (target$kind != "classes" || is.null(expected)) {
    return(target)
  }
  count <- length(expected$levels)
  if (length(target$values) && max(target$values) >= count) {
    abort_arg(
      "y", y, paste0("of the ", count, " classes that were trained: ", toString(expected$levels)),
      paste0("Its largest is ", max(target$values) + 1L, "."), call = call
    )
  }
  target$levels <- expected$levels
  target
}

# Inputs as an array or a torch tensor, checked against the model's input type.
read_values <- function(x, model, call, arg = "x") {
  type <- model$in_type
  if (inherits(x, "escnn_tensor")) {
    check_alive(x, arg = arg, call = call)
    if (inherits(type, "escnn_field_type") && x$type != type) {
      abort_arg(
        arg, x, paste0("of the model's input type, ", format(type)),
        paste0("Its type is ", format(x$type), "."), call = call
      )
    }
    return(x$tensor)
  }
  values <- check_array(x, arg = arg, call = call)
  if (inherits(type, "escnn_field_type")) {
    check_channels_first(values, type, arg, call)
    py_invoke("escnn_r.fields.check_field_shape", as.list(dim(values)), type, arg, .call = call)
  }
  values
}

# Batches from an R function; the first one tells whether they have classes.
yielded_data <- function(x, plan, expected, call) {
  first <- call_given(x, 1L, 1L, .arg = "x", .call = call)
  if (!is_plain_list(first) || !length(first) %in% 2:3) {
    abort_arg(
      "x", first,
      paste(
        "a function that gives `list(x, y)` or `list(x, y, weights)` for an epoch and a batch,",
        "or `NULL`"
      ),
      call = call
    )
  }
  target <- read_known_target(first[[2]], expected, call)
  if (length(first) > 2L) yielded_weights(first[[3]], first[[1]], call)
  batch <- function(epoch, number) {
    pair <- note_failure(
      x(as.integer(reticulate::py_to_r(epoch)) + 1L, as.integer(reticulate::py_to_r(number)) + 1L),
      arg = "x"
    )
    if (is.null(pair)) {
      return(NULL)
    }
    note_failure(arg = "x", {
      values <- read_known_target(pair[[2]], target, call)$values
      weights <- if (length(pair) > 2L) list(yielded_weights(pair[[3]], pair[[1]], call))
      c(list(check_array(pair[[1]], arg = "x", call = call), values), weights)
    })
  }
  data <- py_invoke(
    "escnn_r.training.example_calls", batch, target$kind == "classes", plan$precision,
    .call = call
  )
  levels <- if (is.null(expected)) target$levels else expected$levels
  list(data = data, levels = levels, kind = target$kind)
}

yielded_weights <- function(weights, x, call) {
  if (!is.numeric(weights) || length(weights) != NROW(x)) {
    abort_arg(
      "weights", weights, paste0("one number for each of ", NROW(x), " examples of the batch"),
      call = call
    )
  }
  check_weight_values(weights, call)
  array(as.double(weights))
}

# What is held out, or given besides.
validation_data <- function(validation, data, plan, model, call = rlang::caller_env()) {
  if (is.null(validation)) {
    return(list(train = data$data, validation = NULL))
  }
  if (is.numeric(validation) && length(validation) == 1L) {
    check_number(validation, min = 0, max = 1, call = call)
    if (inherits(data$data, "escnn_dataset")) tell_of_images(data$data, argument = "validation")
    parts <- py_invoke(
      "escnn_r.training.split_examples", data$data, as.numeric(validation), plan$seed, .call = call
    )
    return(list(train = parts[[1]], validation = parts[[2]]))
  }
  if (inherits(validation, "escnn_dataset")) {
    held <- training_data(validation, NULL, plan, model, data, "validation", call)
    return(list(train = data$data, validation = held$data))
  }
  if (!is_plain_list(validation) || !length(validation) %in% 2:3) {
    abort_arg(
      "validation", validation,
      "a share such as `0.1`, `list(x, y)`, `list(x, y, weights)`, or a data set", call = call
    )
  }
  held <- training_data(
    validation[[1]], validation[[2]], plan, model, data, "validation", call
  )
  weights <- if (length(validation) > 2L) {
    read_weights(validation[[3]], data$levels, data$kind, call)
  }
  list(
    train = data$data, validation = add_example_weights(held$data, weights, call),
    weights = weights
  )
}
