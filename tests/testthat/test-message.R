test_that("verbatim() keeps text from being a template", {
  text <- c("{stop('run')}", "a {.file b} } {", "{{x}}")
  error <- expect_error(cli::cli_abort(c("Top.", verbatim(text, "i"))))
  expect_identical(unname(error$body), text)
  expect_identical(names(verbatim(text, "i")), rep("i", 3))
  expect_identical(names(verbatim(c("a", "b"), c("x", "i"))), c("x", "i"))
  expect_length(verbatim(NULL, "i"), 0)
})

# The calls of cli that interpolate their text.
templated <- c(
  "cli_abort", "cli_warn", "cli_inform", "cli_text", "cli_bullets", "cli_alert",
  "cli_alert_info", "cli_alert_success", "cli_alert_warning", "cli_alert_danger", "cli_h1",
  "cli_h2", "cli_status", "cli_status_update", "cli_progress_bar", "cli_progress_message",
  "cli_progress_step", "cli_progress_update", "format_inline", "format_error",
  "format_message", "format_warning", "pluralize", "cli_li", "cli_ul", "cli_ol", "cli_dl"
)
# Arguments of theirs that are text; the first one without a name is as well.
texts <- c("message", "text", "msg", "msg_done", "msg_failed", "name", "status", "format")

# What of an expression may be anything but text written in the source: strings,
# and choices among strings, are templates; verbatim() makes text into one.
strays <- function(e) {
  if (is.character(e) || is.null(e) || rlang::is_missing(e)) {
    return(NULL)
  }
  if (!is.call(e)) {
    return(deparse(e))
  }
  switch(deparse(e[[1]])[[1]],
    verbatim = NULL,
    c = unlist(lapply(unname(as.list(e)[-1]), strays)),
    `if` = unlist(lapply(as.list(e)[-(1:2)], strays)),
    `{` = if (length(e) == 2L) strays(e[[2]]) else deparse(e),
    `(` = strays(e[[2]]),
    deparse(e)
  )
}

templates_in <- function(call) {
  args <- as.list(call)[-1]
  named <- names(args) %||% rep("", length(args))
  # updates start with the bar or a number
  updates <- endsWith(deparse(call[[1]])[[1]], "_update")
  unname(args[named %in% texts | seq_along(args) %in% which(named == "")[1 + updates]])
}

# All calls below an expression, functions of lists and environments included.
calls_below <- function(x) {
  if (is.function(x)) {
    x <- list(formals(x), body(x))
  }
  if (is.call(x)) {
    return(c(list(x), unlist(lapply(as.list(x), calls_below), recursive = FALSE)))
  }
  if (is.list(x) || is.pairlist(x)) {
    return(unlist(lapply(unname(as.list(x)), calls_below), recursive = FALSE))
  }
  NULL
}

strays_in <- function(x) {
  calls <- Filter(function(call) {
    head <- deparse(call[[1]])[[1]]
    startsWith(head, "cli::") && sub("^cli::", "", head) %in% templated
  }, calls_below(x))
  unlist(lapply(calls, function(call) unlist(lapply(templates_in(call), strays))))
}

test_that("no message is put together and then interpolated", {
  namespace <- asNamespace("escnn")
  everything <- mget(ls(namespace, all.names = TRUE), envir = namespace)
  everything <- Filter(function(x) is.function(x) || is_plain_list(x), everything)
  bad <- lapply(everything, strays_in)
  expect_identical(as.character(unlist(bad)), character())
  expect_gt(length(calls_below(everything)), 1e4)
})

test_that("the walk finds what is put together", {
  expect_identical(strays_in(quote(cli::cli_abort(c("a", i = hint)))), "hint")
  expect_identical(strays_in(quote(f(cli::cli_warn(paste0("a", b))))), "paste0(\"a\", b)")
  expect_identical(strays_in(function(x) cli::cli_text(sprintf("%s", x))), "sprintf(\"%s\", x)")
  expect_identical(strays_in(quote(cli::cli_abort(if (x) "a" else b))), "b")
  expect_null(strays_in(quote(cli::cli_abort(c("a {b}", verbatim(x, "i")), class = c("a", b)))))
})

test_that("all of the package's text goes through cli, whose calls the walk knows", {
  namespace <- asNamespace("escnn")
  functions <- Filter(is.function, mget(ls(namespace, all.names = TRUE), envir = namespace))
  heads <- vapply(calls_below(functions), function(call) deparse(call[[1]])[[1]], "")
  from_cli <- unique(sub("^cli::", "", heads[startsWith(heads, "cli::")]))
  plain <- c(
    "cli_verbatim", "cli_progress_done", "cli_status_clear", "console_width", "get_spinner",
    "is_dynamic_tty", "ansi_strtrim", "cli_format_method"
  )
  expect_identical(setdiff(from_cli, c(templated, plain)), character())
})
