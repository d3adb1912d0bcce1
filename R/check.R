# Argument checks. Each returns the value in the form that the bridge wants
# (whole doubles become integers), or aborts naming the argument, what was
# given, what is allowed and, where it helps, what to write instead.

# `allowed` and `hint` are plain text, whatever is in it.
abort_arg <- function(arg, x, allowed, hint = NULL, call = rlang::caller_env()) {
  force(call)
  # of what should or should not be there, it doesn't matter what it is
  instead <- if (grepl("^(left out|given)\\b", allowed)) "" else paste0(", not ", describe(x))
  cli::cli_abort(
    c(
      "{.arg {arg}} must be {allowed}{instead}.",
      verbatim(hint, "i")
    ),
    class = error_class("argument"),
    arg = arg,
    call = call,
    .envir = environment()
  )
}

# The checks call this for arguments that were left out, which `missing()` sees
# through the call of the check.
abort_missing <- function(arg, call) {
  cli::cli_abort(
    "{.arg {arg}} must be given.",
    class = error_class("argument"), arg = arg, call = call
  )
}

# A short description of any R value, for messages: never prints a big object.
describe <- function(x) {
  if (is.null(x)) {
    return("NULL")
  }
  if (!is.null(alias_class(x))) {
    return(alias_noun[[alias_class(x)]])
  }
  if (inherits(x, "python.builtin.object")) {
    return(paste0("a Python object of class <", describe_class(x), ">"))
  }
  if (is_plain_list(x)) {
    return(paste("a list of length", length(x)))
  }
  if (is.function(x)) {
    return("a function")
  }
  if (inherits(x, "escnn_nothing")) {
    return("nothing")
  }
  if (is.object(x) && (is.atomic(x) || is.data.frame(x) || inherits(x, "POSIXlt"))) {
    return(describe_classed(x))
  }
  if (inherits(x, "formula")) {
    return("a formula")
  }
  if (is.array(x)) {
    return(paste0(article(typeof(x)), " array of dim ", dim_words(x)))
  }
  if (is.atomic(x) && length(x) == 1L && is.null(attributes(x))) {
    return(if (is.character(x)) quoted_start(x) else format(x))
  }
  if (is.atomic(x)) {
    return(paste0(article(typeof(x)), " vector of length ", length(x)))
  }
  paste0("an object of class <", class(x)[[1]], ">")
}

# Numbers that stand for something else are called what they are.
describe_classed <- function(x) {
  if (is.data.frame(x)) {
    size <- cli::pluralize("{nrow(x)} row{?s} and {ncol(x)} column{?s}")
    return(paste("a data frame of", size))
  }
  kinds <- list(
    integer64 = c("an integer64 number", "integer64 numbers"),
    Date = c("a date", "dates"), POSIXt = c("a date with a time", "dates with times"),
    difftime = c("a time difference", "time differences")
  )
  if (is.factor(x)) {
    shape <- if (is.null(dim(x))) "length " else "dim "
    return(paste0("a factor of ", shape, if (is.null(dim(x))) length(x) else dim_words(x)))
  }
  kind <- kinds[intersect(names(kinds), class(x))]
  if (length(kind) == 0L) {
    size <- if (is.null(dim(x))) paste("length", length(x)) else paste("dim", dim_words(x))
    return(paste0("an object of class <", class(x)[[1]], "> and ", size))
  }
  if (length(x) == 1L) kind[[1]][[1]] else paste0("a vector of ", length(x), " ", kind[[1]][[2]])
}

# A string in quotes, of which a long one is cut.
quoted_start <- function(x, most = 60L) {
  if (!isTRUE(nchar(x, allowNA = TRUE) > most + 3L)) {
    return(encodeString(x, quote = "\""))
  }
  paste0(encodeString(substr(x, 1L, most), quote = "\""), "...")
}

dim_words <- function(x) paste0("c(", toString(dim(x)), ")")

# For arguments that were left out.
nothing <- structure(list(), class = "escnn_nothing")

article <- function(word) paste(if (grepl("^[aeiou]", word)) "an" else "a", word)

describe_class <- function(x) {
  cls <- setdiff(class(x), "python.builtin.object")
  if (length(cls)) cls[[1]] else "object"
}

is_text <- function(x) is.character(x) && length(x) == 1L && !is.na(x)

is_texts <- function(x) is.character(x) && !anyNA(x)

is_whole <- function(x) {
  is.numeric(x) && length(x) == 1L && !is.na(x) && is.finite(x) && x == round(x) &&
    abs(x) <= .Machine$integer.max
}

are_whole <- function(x) is.numeric(x) && length(x) > 0 && all(vapply(x, is_whole, NA))

# The shape of most checks: `value`, if `x` is `ok`, else an error that says what is `allowed`.
# With `null`, `NULL` is allowed as well. None of these is evaluated before it is needed.
checked <- function(x, ok, allowed, value = x, hint = NULL, null = FALSE,
                    arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  force(arg)
  force(call)
  if (missing(x)) abort_missing(arg, call)
  if (null && is.null(x)) {
    return(NULL)
  }
  if (!ok) abort_arg(arg, x, allowed, hint, call)
  value
}

check_whole <- function(x, min = -Inf, max = Inf, null = FALSE, hint = NULL,
                        arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  range <- if (is.finite(max)) {
    paste0(" from ", in_digits(min), " to ", in_digits(max))
  } else if (is.finite(min)) {
    paste0(" of at least ", in_digits(min))
  }
  checked(
    x, is_whole(x) && x >= min && x <= max, paste0("one whole number", range), as.integer(x),
    hint, null, arg, call
  )
}

# A whole number with all its digits, long ones in threes.
in_digits <- function(x) {
  format(x, big.mark = if (abs(x) < 1e5) "" else ",", scientific = FALSE, trim = TRUE)
}

check_number <- function(x, min = -Inf, max = Inf, null = FALSE, hint = NULL,
                         arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  range <- if (is.finite(min) && is.finite(max)) {
    sprintf(" between %g and %g", min, max)
  } else if (is.finite(min)) {
    sprintf(" of at least %g", min)
  }
  ok <- function() is.numeric(x) && length(x) == 1L && is.finite(x) && x >= min && x <= max
  checked(
    x, ok(), paste0("one finite number", range), as.numeric(x), hint, null, arg, call
  )
}

check_flag <- function(x, arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  checked(x, isTRUE(x) || isFALSE(x), "`TRUE` or `FALSE`", arg = arg, call = call)
}

check_string <- function(x, null = FALSE, hint = NULL,
                         arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  checked(
    x, is_text(x) && nzchar(x), "one non-empty string", hint = hint, null = null, arg = arg,
    call = call
  )
}

check_choice <- function(x, choices, hint = NULL,
                         arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  checked(
    x, identical(x, choices) || (is_text(x) && x %in% choices),
    paste("one of", toString(encodeString(choices, quote = "\""))), x[[1]], hint, arg = arg,
    call = call
  )
}

check_function <- function(x, null = FALSE, hint = NULL,
                           arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  # handles that can be called, such as modules, are no functions of the user's
  checked(x, is_r_function(x), "a function", as_closure(x), hint, null, arg, call)
}

check_strings <- function(x, arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  checked(
    x, is.null(x) || is_texts(x), "strings or `NULL`", as.character(x), arg = arg, call = call
  )
}

# The path of a file to write, whose folder is there.
check_path <- function(x, arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  path <- path.expand(check_string(x, arg = arg, call = call))
  checked(
    x, dir.exists(dirname(path)), "a path in a folder that exists", path,
    paste0("Make it with `dir.create(\"", dirname(path), "\")`."), arg = arg, call = call
  )
}
