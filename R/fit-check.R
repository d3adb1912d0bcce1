# Fitted models that come from a file: anybody may have written it, so each
# field is taken for nothing but what it should be.

is_amount <- function(x) is.numeric(x) && length(x) == 1L && is.finite(x) && x >= 0
or_null <- function(test) function(x) is.null(x) || test(x)
is_named_list <- function(x) is.list(x) && all(nzchar(rlang::names2(x)))
# texts as a file has them, in a list or in a vector
is_text_list <- function(x) is.null(x) || all(vapply(x, is_text, NA))
are_different_texts <- function(x) is_text_list(x) && !anyDuplicated(unlist(x))

# Names of fields, what they must be in words, and tests of them.
fit_fields <- list(
  list("plan$epochs", "a number of epochs", is_amount),
  list("plan$batch_size", "a number of examples", is_amount),
  # which names there are Python knows, and says when one is used
  list("plan$loss", "`NULL`, the name of a loss or factors of several", or_null(function(x) {
    is.function(x) || is_text(x) || is_energy_loss(x) ||
      (is_named_list(x) && all(vapply(x, is_amount, NA)))
  })),
  list("plan$loss_kept", "`FALSE` or left out", or_null(isFALSE)),
  list("plan$precision", "a precision", function(x) {
    is_text(x) && x %in% c("float32", "float64", "bf16", "fp16")
  }),
  list("plan$device", "the name of a device", is_text),
  list("plan$targets", "a kind of targets or left out", or_null(function(x) {
    is_text(x) && x %in% c("classes", "labels", "numbers", "energies")
  })),
  list("plan$points", "`TRUE`, `FALSE` or left out", or_null(function(x) {
    isTRUE(x) || isFALSE(x)
  })),
  list("plan$types", "different texts", are_different_texts),
  list("plan$metrics", "names of metrics", is_text_list),
  list("plan$own_metrics", "`NULL` or functions", or_null(function(x) {
    is_plain_list(x) && all(vapply(x, is.function, NA))
  })),
  list("plan$metrics_kept", "`FALSE` or left out", or_null(isFALSE)),
  list("plan$missing", "`NULL` or two numbers", function(x) {
    length(x) == 0L || (length(x) == 2L && all(vapply(x, is_amount, NA)))
  }),
  list("plan$weights", "`NULL`, \"balanced\", \"examples\" or numbers", or_null(function(x) {
    (is_text(x) && x %in% c("balanced", "examples")) ||
      (is_named_list(x) && all(vapply(x, is_amount, NA)))
  })),
  list("levels", "different texts", or_null(function(x) is_texts(x) && !anyDuplicated(x))),
  list("about$seconds", "a number of seconds", is_amount),
  list("about$device", "the name of a device", is_text),
  list("about$parameters", "a number of parameters", is_amount),
  list("about$unlearnt", "`NULL` or a number of parameters", or_null(is_amount)),
  list("about$best", "`NULL` or an epoch and what it was chosen by", or_null(function(x) {
    is_named_list(x) && is_amount(x$epoch) && is_text(x$monitor)
  })),
  list("about$inputs", "the smallest and largest value of each channel", or_null(function(x) {
    is_named_list(x) && setequal(names(x), c("low", "high")) &&
      all(vapply(x, function(each) all(vapply(each, is.numeric, NA)), NA))
  })),
  list("about$outputs", "different texts", are_different_texts),
  list("about$channels", "different texts", are_different_texts),
  list("in_type", "a text", or_null(is_text)),
  list("about$stopped", "`NULL` or a reason", or_null(is_text)),
  list("history", "columns of numbers", function(x) {
    is.data.frame(x) && all(vapply(x, is.numeric, NA)) && all(c("epoch", "loss") %in% names(x))
  })
)

# The first field that is wrong, in words; NULL if all are right.
wrong_fit_field <- function(x) {
  for (part in c("plan", "about")) {
    if (!is_named_list(x[[part]])) {
      return(paste0("`", part, "` must be a named list."))
    }
  }
  for (each in fit_fields) {
    value <- unclass(x)
    for (name in strsplit(each[[1]], "$", fixed = TRUE)[[1]]) value <- value[[name]]
    if (!isTRUE(each[[3]](value))) {
      return(paste0("`", each[[1]], "` must be ", each[[2]], ", not ", describe(value), "."))
    }
  }
  for (part in c("plan", "about")) {
    for (name in setdiff(names(x[[part]]), c("loss", "own_metrics"))) {
      value <- x[[part]][[name]]
      if (!is_plain_data(value)) {
        return(paste0("`", part, "$", name, "` must be plain values, not ", describe(value), "."))
      }
    }
  }
  NULL
}

# What can be written as text: numbers, strings and lists of them.
is_plain_data <- function(x) {
  if (is_plain_list(x)) {
    return(all(vapply(x, is_plain_data, NA)))
  }
  is.null(x) || (is.atomic(x) && !is.object(x))
}
