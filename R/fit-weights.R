# How much each target counts: weights of examples, or of classes.

# `examples` are a number each, `classes` a number for each level or "balanced",
# `kept` what a fit remembers of them.
read_weights <- function(weights, levels, kind, call = rlang::caller_env()) {
  if (is.null(weights)) {
    return(list())
  }
  by_level <- !kind %in% c("numbers", "energies")
  allowed <- paste0(
    "one number for each example", if (by_level) paste0(
      ", numbers named by ", kind, ", or \"balanced\""
    )
  )
  if (identical(weights, "balanced") && by_level) {
    return(list(classes = "balanced", kept = "balanced"))
  }
  if (is_plain_list(weights) && !is.null(names(weights))) weights <- unlist(weights)
  if (!is.numeric(weights) || is.object(weights)) {
    abort_arg("weights", weights, allowed, call = call)
  }
  check_weight_values(weights, call)
  if (is.null(names(weights)) || !by_level) {
    return(list(examples = as.vector(weights), kept = "examples"))
  }
  check_weight_names(weights, levels, kind, call)
  list(classes = as.list(unname(weights[levels])), kept = as.list(weights[levels]))
}

check_weight_values <- function(weights, call) {
  wrong <- which(!is.finite(weights) | weights < 0)
  if (length(wrong)) {
    at <- names(weights)[wrong[[1]]] %||% paste("at", first_index(weights, wrong[[1]]))
    abort_arg(
      "weights", weights, "finite numbers of at least 0",
      paste0("The one ", if (is.null(names(weights))) at else paste("of", at), " is ",
             weights[[wrong[[1]]]], "."), call = call
    )
  }
  if (all(weights == 0)) {
    abort_arg("weights", weights, "above 0 for some examples or classes",
              "All of them are 0.", call = call)
  }
}

check_weight_names <- function(weights, levels, kind, call) {
  labels <- names(weights)
  unknown <- setdiff(labels, levels)
  absent <- setdiff(levels, labels)
  if (length(unknown) || length(absent) || anyDuplicated(labels)) {
    abort_arg(
      "weights", weights, paste0("numbers named by all of the ", kind, ": ", toString(levels)),
      if (length(unknown)) {
        paste0("Unknown: ", toString(utils::head(unknown, 3)), ".")
      } else if (length(absent)) {
        paste0("There is none for ", toString(utils::head(absent, 3)), ".")
      } else {
        "Some names come twice."
      }, call = call
    )
  }
}

# Data with weights of examples, which go along when a part is held out.
add_example_weights <- function(data, weights, call) {
  if (is.null(weights$examples)) {
    return(data)
  }
  py_invoke(
    "escnn_r.training.with_example_weights", data, array(as.double(weights$examples)),
    .call = call
  )
}

# Data whose targets all count as they should, and not at all where they are missing.
weigh_data <- function(data, weights, read, arg = "y", call = rlang::caller_env()) {
  if (is.null(data)) {
    return(NULL)
  }
  py_invoke(
    "escnn_r.training.weighed", data, weights$classes, read$kind, length(read$levels), arg,
    .call = call
  )
}

# Weights of classes go on when a fit is trained on; those of examples can't.
weights_of_fit <- function(x) {
  kept <- x$plan$weights
  if (identical(kept, "examples")) {
    cli::cli_inform(
      c(
        "!" = "The model was trained with weights for examples, and training goes on without them.",
        i = "Give those of the new data, {.code fit(..., weights = )}, or {.code weights = NULL}."
      ),
      class = "escnn_message_weights"
    )
    return(NULL)
  }
  if (is.list(kept)) unlist(kept) else kept
}

# What a fit says of targets that are missing.
missing_line <- function(missing) {
  if (length(missing)) {
    counts <- vapply(missing, big, "")
    paste0("  targets: ", counts[[1]], " of ", counts[[2]], " missing, not counted")
  }
}

# What a fit says of weights.
weights_line <- function(kept) {
  if (is.null(kept)) {
    return(NULL)
  }
  how <- if (is.list(kept)) {
    toString(paste0(names(kept), " ", vapply(kept, format, "", digits = 3)))
  } else {
    c(balanced = "classes balanced", examples = "one for each example")[[kept]]
  }
  paste0("  weighted: ", how)
}
