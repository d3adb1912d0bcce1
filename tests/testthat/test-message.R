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
    "cli_verbatim", "cli_progress_along", "cli_progress_done", "cli_status_clear",
    "console_width", "get_spinner", "is_dynamic_tty", "ansi_strtrim", "cli_format_method"
  )
  expect_identical(setdiff(from_cli, c(templated, plain)), character())
})

# In every text that comes from others: as a template it would make a file.
sly <- "{file.create('ran')}"

# Evaluates code in a folder of its own, whatever it ends in, and looks for the file.
expect_runs_nothing <- function(code) {
  withr::local_dir(withr::local_tempdir())
  try(suppressMessages(suppressWarnings(force(code))), silent = TRUE)
  expect_false(file.exists("ran"))
}

test_that("the checks show any text as it is", {
  expect_runs_nothing(abort_arg("x", sly, sly, sly))
  expect_error(abort_arg("x", 1, sly, sly), sly, fixed = TRUE, class = "escnn_error_argument")
  expect_runs_nothing(abort_missing(sly, NULL))
  expect_runs_nothing(check_dots("{file.create('ran')}" = 1, .known = sly))
  expect_runs_nothing(check_choice(sly, c(sly, "a")))
  expect_runs_nothing(check_path(file.path(sly, sly)))
  expect_runs_nothing(check_path(file.path(sly, "{stop('run')}", "x")))
  error <- list(
    type = "ValueError", message = sly, traceback = sly, condition = sly, where = sly,
    argument = list(argument = sly, allowed = sly, given = sly, hint = sly)
  )
  expect_runs_nothing(abort_python(error, sly, NULL))
  expect_runs_nothing(abort_python(error[-5], sly, NULL))
  expect_runs_nothing(abort_python(error[1:3], sly, NULL))
  expect_runs_nothing(warn_python(stats::setNames(list("python"), sly)))
})

test_that("levels, folders and the fields of files are never run", {
  skip_without_escnn()
  data <- bright_and_dark(12)
  fitted <- fit(small_network(), data$x, data$y, epochs = 1, batch_size = 4)
  levels(data$y) <- c("dark", sly)
  expect_error(evaluate(fitted, data$x, data$y), sly, fixed = TRUE)
  expect_runs_nothing(evaluate(fitted, data$x, data$y))
  expect_runs_nothing(fit(small_network(), data$x, data$y, validation = list(
    data$x, factor(rep(c("{file.create('ran')}", "{stop('run')}"), 6))
  ), epochs = 1))
  path <- file.path(sly, "model.escnn")
  expect_error(escnn_save(fitted, path), sly, fixed = TRUE)
  expect_runs_nothing(escnn_save(fitted, path))
  expect_runs_nothing(escnn_export(fitted, file.path(sly, "model.pt"), size = c(9, 9)))
  expect_runs_nothing(callback_checkpoint(file.path(sly, "state")))
  expect_runs_nothing(callback_csv(file.path(sly, "log.csv")))
  expect_runs_nothing(dataset_images(sly))
  expect_runs_nothing(escnn_load(sly))
})

# A model file of another person's, whose own module is called `name`.
rename_own_module <- function(from, to, name) {
  py_run <- reticulate::py_run_string(paste(
    "def rename(source, target, old, new):",
    "    import hashlib, json, zipfile",
    "    archive = zipfile.ZipFile(source)",
    "    parts = {each: archive.read(each) for each in archive.namelist()}",
    "    changed = parts['recipe.json'].decode().replace(json.dumps(old), json.dumps(new))",
    "    assert changed.encode() != parts['recipe.json']",
    "    parts['recipe.json'] = changed.encode()",
    "    about = json.loads(parts['about.json'])",
    "    about['sha256']['recipe.json'] = hashlib.sha256(parts['recipe.json']).hexdigest()",
    "    parts['about.json'] = json.dumps(about).encode()",
    "    with zipfile.ZipFile(target, 'w') as out:",
    "        for each, data in parts.items():",
    "            out.writestr(each, data)",
    sep = "\n"
  ), local = TRUE, convert = FALSE)
  py_run$rename(from, to, "Ordinary", name)
}

test_that("names in a model file are never run", {
  skip_without_escnn()
  nn_ordinary <- escnn_module("Ordinary", forward = function(x) x)
  whole <- withr::local_tempfile(fileext = ".escnn")
  other <- withr::local_tempfile(fileext = ".escnn")
  escnn_save(field_type(c4(), "trivial") |> nn_ordinary(), whole)
  rename_own_module(whole, other, sly)
  expect_error(escnn_load(other), sly, fixed = TRUE, class = "escnn_error")
  expect_runs_nothing(escnn_load(other))
  expect_runs_nothing(escnn_load(other, modules = stats::setNames(list(nn_ordinary), sly)))
})

test_that("a data set's own words are never run", {
  skip_without_escnn()
  folder <- withr::local_tempdir()
  path <- file.path(folder, "set")
  dataset_write(small_images(), path)
  about <- file.path(path, "about.json")
  for (field in names(jsonlite::read_json(about))) {
    original <- changed <- jsonlite::read_json(about)
    changed[[field]] <- sly
    jsonlite::write_json(changed, about, auto_unbox = TRUE)
    expect_runs_nothing(utils::capture.output(print(dataset_read(path))))
    jsonlite::write_json(original, about, auto_unbox = TRUE)
  }
})
