# What Python raises or warns of, as conditions of R with their classes.

# Exceptions of escnn's own, with classes by which to catch them.
escnn_exceptions <- c(
  InsufficientIrrepsException = "escnn_error_insufficient_irreps",
  UnderconstrainedCGSystem = "escnn_error_underconstrained",
  UnderconstrainedIrrepDecompositionSystem = "escnn_error_underconstrained",
  EmptyBasisException = "escnn_error_empty_basis"
)

exception_remedy <- list(
  InsufficientIrrepsException =
    "Make the group or gspace with a higher `maximum_frequency`.",
  UnderconstrainedCGSystem =
    "The numeric solver drew too few elements; call again, or use irreps of lower frequencies.",
  UnderconstrainedIrrepDecompositionSystem =
    "The numeric solver drew too few elements; call again, or use irreps of lower frequencies.",
  EmptyBasisException = paste(
    "No map other than zero is equivariant between these representations: use others,",
    "or larger kernels."
  )
)

abort_python <- function(error, doing, call) {
  bad <- error$argument
  if (identical(bad$kind, "too_large")) {
    abort_too_large(bad, call)
  }
  if (identical(bad$kind, "unknown_argument")) {
    abort_unknown(bad$unknown, unlist(bad$known), call = call)
  }
  if (!is.null(bad)) {
    # a few values are told apart by the one word that they lack: "must be invertible"
    instead <- if (is.null(bad$given)) "" else paste0(", not ", bad$given)
    cli::cli_abort(
      c("{.arg {bad$argument}} must be {bad$allowed}{instead}.", verbatim(bad$hint, "i")),
      class = error_class(bad$kind, "argument"),
      arg = bad$argument,
      call = call
    )
  }
  doing <- doing %||% "Python could not carry out this call"
  message <- trimws(error$message)
  known <- error$type %in% names(escnn_exceptions)
  cli::cli_abort(
    c(
      "{doing}.",
      if (!is.null(error$condition)) {
        c(
          x = "A condition of escnn's is not met (in {.code {error$where}}):
               {.code {error$condition}}",
          verbatim(message[nzchar(message)], " ")
        )
      } else if (known) {
        verbatim(c(message, exception_remedy[[error$type]]), c("x", "i"))
      } else {
        c(x = "{error$type}: {message}")
      },
      i = "The Python traceback is in {.code rlang::last_error()$traceback}."
    ),
    class = c(
      unname(escnn_exceptions[intersect(error$type, names(escnn_exceptions))]),
      "escnn_error_python", "escnn_python_error", "escnn_error"
    ),
    python_type = error$type,
    python_message = error$message,
    traceback = error$traceback,
    call = call
  )
}

# Each warning once a session, with a class for what it is about: "python", or
# the kind of an advice.
warn_python <- function(warnings) {
  for (message in setdiff(names(warnings), the$warned)) {
    the$warned <- c(the$warned, message)
    kind <- warnings[[message]]
    cli::cli_warn(
      "{message}",
      class = warning_class(kind, if (kind != "python") "advice")
    )
  }
  invisible()
}
