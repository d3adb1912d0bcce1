# Modules written in R in files: their name, their input type and the plain
# arguments that they were made with. Their functions are never in a file.

# Arguments as data that a recipe has: plain values with their types, and
# handles, which recipes know themselves.
keepable <- function(value) {
  if (is.null(value)) {
    return(list(kind = "NULL"))
  }
  if (!is.null(alias_class(value)) && !is_dead(value)) {
    return(list(kind = "python", value = value))
  }
  if (is_plain_list(value)) {
    return(list(kind = "list", values = lapply(unname(value), keepable), names = kept_names(value)))
  }
  plain <- is.atomic(value) && !is.object(value) && !is.complex(value) && !is.raw(value)
  if (!plain || length(setdiff(names(attributes(value)), c("names", "dim")))) {
    return(list(kind = "other", what = describe(value)))
  }
  text <- if (is.double(value)) sprintf("%.17g", value) else as.character(value)
  list(
    kind = typeof(value), values = as.list(as.vector(text)),
    missing = as.list(which(is.na(value) & !is.nan(value))), names = kept_names(value),
    dim = as.list(dim(value))
  )
}

kept_names <- function(value) as.list(as.character(names(value)))

# The values that `keepable()` was given.
kept <- function(data) {
  if (data$kind == "NULL") {
    return(NULL)
  }
  if (data$kind == "python") {
    return(data$value)
  }
  values <- if (data$kind == "list") {
    lapply(data$values, kept)
  } else {
    found <- as.character(unlist(data$values))
    found[as.integer(unlist(data$missing))] <- NA
    storage.mode(found) <- data$kind
    found
  }
  if (length(data$names)) names(values) <- unlist(data$names)
  if (length(data$dim)) dim(values) <- unlist(data$dim)
  values
}

# The latest constructor of each name, for fitted models to take along.
remember_constructor <- function(name, constructor) {
  the$constructors[[name]] <- constructor
}

# Constructors as Python calls them: an input type and kept arguments in.
constructors_for_python <- function(modules, call = rlang::caller_env()) {
  if (is.function(modules)) modules <- list(modules)
  if (!is_plain_list(modules) || !all(vapply(modules, is_r_function, NA)) ||
        any(!nzchar(rlang::names2(modules)))) {
    abort_arg(
      "modules", modules, "a named list of functions that `escnn_module()` made",
      "For example `list(Scaled = nn_scaled)`.", call = call
    )
  }
  if (length(modules) == 0L) {
    return(NULL)
  }
  made <- lapply(names(modules), function(name) {
    python_function(function(type, arguments) {
      guarded(name, "initialize", do.call(modules[[name]], c(list(type), kept(arguments))))
    })
  })
  reticulate::dict(stats::setNames(made, names(modules)))
}
