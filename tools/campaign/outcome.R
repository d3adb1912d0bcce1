# What became of a call, in a few words, and what counts as a defect.

# Runs code and tells: a value, an error or a warning of the package's or not. An
# error must name one of the `arguments` that were changed, or another one that
# the function has and that doesn't go with them.
outcome_of <- function(code, arguments = character(), known = character()) {
  warnings <- list()
  error <- NULL
  withCallingHandlers(
    tryCatch(code, error = function(e) error <<- e),
    warning = function(w) {
      if (!inherits(w, "escnn_warning")) warnings[[length(warnings) + 1L]] <<- w
      invokeRestart("muffleWarning")
    },
    message = function(m) invokeRestart("muffleMessage")
  )
  if (is.null(error)) {
    if (length(warnings)) {
      return(list(outcome = "bare warning", message = conditionMessage(warnings[[1]])))
    }
    return(list(outcome = "value", message = ""))
  }
  text <- paste(conditionMessage(error), collapse = "\n")
  # what the user's own function says is the user's
  if (identical(text, "no {run()}")) {
    return(list(outcome = "own error", message = text))
  }
  if (!inherits(error, "escnn_error")) {
    return(list(outcome = bare_kind(text), message = text))
  }
  if (inherits(error, "escnn_error_python") && !inherits(error, "escnn_error_argument")) {
    known <- any(grepl("insufficient|underconstrained|empty_basis", class(error)))
    return(list(outcome = if (known) "classed error" else "Python's error", message = text))
  }
  named <- !length(arguments) || any(error$arg %in% c(arguments, known, "...")) ||
    any(vapply(c(arguments, known), function(x) grepl(paste0("`", x), text, fixed = TRUE), NA)) ||
    grepl("^The operator|^`index", text)
  list(outcome = if (named) "classed error" else "argument not named", message = text)
}

# R's own words for a call that reaches none of the package's methods.
bare_kind <- function(text) {
  if (grepl("no applicable method|unable to find an inherited method", text)) {
    return("no method")
  }
  # base functions ask for these before they look for a method
  if (grepl("^'decreasing' must be|^comparison \\(.*\\) is possible only", text)) {
    return("no method")
  }
  # R finds these before the function runs
  before <- "^unused argument|arguments? passed to '.*' which requires|matched by multiple"
  if (grepl(before, text)) {
    return("unused argument")
  }
  if (grepl("evaluation nested too deeply|C stack usage", text)) {
    return("recursion")
  }
  "bare error"
}

defects <- c(
  "bare error", "argument not named", "Python's error", "bare warning", "recursion", "hang",
  "death",
  "text ran", "invalid call", "memory grows", "differs", "campaign"
)

# Messages of one shape differ in values alone.
shape <- function(text) {
  text <- gsub("\n.*", "", text)
  text <- gsub("'[^']*'|\"[^\"]*\"|`[^`]*`|<[^>]*>|\u2018[^\u2019]*\u2019", "_", text)
  text <- gsub("[0-9.e+-]*[0-9]", "#", text)
  substr(gsub("(/[^ /]+)+", "<path>", text), 1, 160)
}
