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

# The values that `keepable()` was given. A file may say anything: what isn't
# plain values, such as a call, must never reach a constructor.
kept <- function(data) {
  kinds <- c("NULL", "python", "list", "logical", "integer", "double", "character")
  kind <- if (is.list(data)) data[["kind"]]
  if (!is.character(kind) || length(kind) != 1L || !kind %in% kinds) {
    abort_damaged(kind)
  }
  if (data$kind == "NULL") {
    return(NULL)
  }
  if (data$kind == "python") {
    return(data$value)
  }
  values <- if (data$kind == "list") lapply(data$values, kept) else kept_vector(data)
  names <- unlist(data$names)
  if (length(names)) {
    if (!is.character(names) || length(names) != length(values)) abort_damaged(names)
    names(values) <- names
  }
  extent <- unlist(data$dim)
  if (length(extent)) {
    whole <- is.numeric(extent) && !anyNA(extent) && all(extent >= 0)
    if (!whole || prod(extent) != length(values)) abort_damaged(extent)
    dim(values) <- extent
  }
  values
}

kept_vector <- function(data) {
  text <- unlist(data$values)
  if (length(text) != length(data$values) || !(is.null(text) || is.character(text))) {
    abort_damaged(text)
  }
  text <- as.character(text)
  missing <- unlist(data$missing)
  if (!all(missing %in% seq_along(text))) abort_damaged(missing)
  text[missing] <- NA
  values <- text
  suppressWarnings(storage.mode(values) <- data$kind)
  lost <- is.na(values) & !is.na(text) & !(data$kind == "double" & text == "NaN")
  if (any(lost)) abort_damaged(text[lost])
  values
}

abort_damaged <- function(arguments) {
  abort_arg(
    "path", arguments, "a model file whose modules have plain arguments",
    "The arguments of a module of your own are damaged.", rlang::caller_env(2)
  )
}

# A name that no other constructor has, in this session or in one that a fitted
# model comes from.
new_token <- function(name) {
  the$tokens <- (the$tokens %||% 0L) + 1L
  paste(name, Sys.getpid(), format(as.numeric(Sys.time()), digits = 15), the$tokens)
}

# Modules hold the environment that their constructor is in; here it is found
# by the token that they have, for as long as there are any.
remember_constructor <- function(token, home) {
  gone <- vapply(the$constructors, function(each) is.null(rlang::wref_key(each)), NA)
  the$constructors <- c(
    the$constructors[!gone & names(the$constructors) != token],
    stats::setNames(list(rlang::new_weakref(home)), token)
  )
}

# The constructors of a model's own modules, by name. `own` has names and tokens.
constructors_of <- function(own) {
  names <- vapply(own, `[[`, "", 1)
  if (anyDuplicated(names)) {
    abort_arg(
      "model", names, "one whose modules of the same name come from one constructor",
      "Give `escnn_module()` another name for each."
    )
  }
  homes <- lapply(own, function(each) {
    ref <- the$constructors[[each[[2]]]]
    if (!is.null(ref)) rlang::wref_key(ref)
  })
  known <- stats::setNames(lapply(homes, function(home) home$constructor), names)
  known[lengths(known) > 0]
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
  functions <- lapply(names(modules), function(name) {
    python_function(function(type, arguments) {
      guarded(name, "initialize", {
        do.call(modules[[name]], c(list(type), kept(arguments)), quote = TRUE)
      })
    })
  })
  reticulate::dict(stats::setNames(functions, names(modules)))
}
