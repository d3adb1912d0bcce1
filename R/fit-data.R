# From what users have to what Python trains on: inputs, targets, classes.

training_data <- function(x, y, plan, model, call = rlang::caller_env()) {
  if (missing(x)) abort_missing("x", call)
  if (inherits(x, "escnn_dataset")) {
    check_alive(x, call = call)
    if (!is.null(y)) {
      abort_arg("y", y, "left out, since the data set has its own", call = call)
    }
    return(dataset_data(x))
  }
  if (is.function(x) && !inherits(x, "python.builtin.object")) {
    return(yielded_data(x, plan, call))
  }
  if (is.null(y)) abort_missing("y", call)
  target <- read_target(y, call, model)
  if (is_plain_list(x)) {
    precision <- if (identical(plan$precision, "float64")) "float64" else "float32"
    data <- cloud_data(x, target, precision = precision, call = call)
  } else {
    values <- read_values(x, model, call)
    data <- py_invoke(
      "escnn_r.training.session.arrays", values, target$values, target$kind == "classes",
      plan$precision, .call = call
    )
  }
  list(data = data, levels = target$levels, kind = target$kind)
}

dataset_data <- function(x) {
  levels <- x$classes
  kind <- if (is.null(levels)) "numbers" else if (isTRUE(x$several)) "labels" else "classes"
  list(data = x, levels = if (!is.null(levels)) unlist(levels), kind = kind)
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
    py_invoke("escnn_r.fields.check_shape", as.list(dim(values)), type, arg, .call = call)
  }
  values
}

# Batches from an R function; the first one tells whether they have classes.
yielded_data <- function(x, plan, call) {
  first <- x(1L, 1L)
  if (!is_plain_list(first) || length(first) != 2L) {
    abort_arg(
      "x", first, "a function that gives `list(x, y)` for an epoch and a batch, or `NULL`",
      call = call
    )
  }
  target <- read_target(first[[2]], call)
  batch <- function(epoch, number) {
    found <- x(as.integer(reticulate::py_to_r(epoch)) + 1L,
               as.integer(reticulate::py_to_r(number)) + 1L)
    if (is.null(found)) {
      return(NULL)
    }
    list(check_array(found[[1]], arg = "x", call = call), read_target(found[[2]], call)$values)
  }
  data <- py_invoke(
    "escnn_r.training.session.calls", batch, target$kind == "classes", plan$precision,
    .call = call
  )
  list(data = data, levels = target$levels, kind = target$kind)
}

# What is held out, or given besides.
validation_data <- function(validation, data, plan, model, call = rlang::caller_env()) {
  if (is.null(validation)) {
    return(list(train = data$data, validation = NULL))
  }
  if (is.numeric(validation) && length(validation) == 1L) {
    check_number(validation, min = 0, max = 1, call = call)
    parts <- py_invoke(
      "escnn_r.training.session.split", data$data, as.numeric(validation), plan$seed, .call = call
    )
    return(list(train = parts[[1]], validation = parts[[2]]))
  }
  if (inherits(validation, "escnn_dataset")) {
    return(list(train = data$data, validation = check_alive(validation, call = call)))
  }
  if (!is_plain_list(validation) || length(validation) != 2L) {
    abort_arg(
      "validation", validation, "a share such as `0.1`, `list(x, y)`, or a data set", call = call
    )
  }
  y <- known_target(validation[[2]], if (data$kind == "classes") data$levels, call)
  held <- training_data(validation[[1]], y, plan, model, call)
  if (held$kind != data$kind) {
    abort_arg(
      "validation", validation, paste0("of ", data$kind, ", as the targets of training are"),
      paste0("Its targets are ", held$kind, "."), call = call
    )
  }
  list(train = data$data, validation = held$data)
}
