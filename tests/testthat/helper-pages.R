# Pages of explore(): what they hold, what their scripts compute, and how they behave in a browser.

page_data <- function(path) {
  text <- paste(readLines(path, encoding = "UTF-8"), collapse = "\n")
  json <- sub("(?s).*<script[^>]* id=\"data\">(.*?)</script>.*", "\\1", text, perl = TRUE)
  jsonlite::fromJSON(json, simplifyVector = FALSE)
}

local_page <- function(x, ..., env = parent.frame()) {
  file <- withr::local_tempfile(fileext = ".html", .local_envir = env)
  escnn::explore(x, ..., file = file)
  file
}

skip_without_node <- function() {
  testthat::skip_on_cran()
  testthat::skip_if(!nzchar(Sys.which("node")), "node is not there to run a page's scripts")
}

# Runs JavaScript with the scripts and the data of a page; `code` gives `result`, a value.
in_node <- function(page, code) {
  skip_without_node()
  scripts <- c("moves.js", "kernel-maths.js")
  paths <- vapply(scripts, function(s) system.file("explore", s, package = "escnn"), "")
  file <- withr::local_tempfile(fileext = ".js")
  writeLines(c(
    sprintf("global.Moves = require('%s');", paths[[1]]),
    sprintf("const KernelMaths = require('%s');", paths[[2]]),
    sprintf("const page = require('fs').readFileSync('%s', 'utf8');", page),
    "const data = JSON.parse(page.match(/id=\"data\">([^]*?)<.script>/)[1]);",
    "const group = Moves.group(data.frame, data.moves);",
    code,
    "console.log(JSON.stringify(result));"
  ), file)
  done <- processx::run("node", file, timeout = 60, error_on_status = FALSE)
  if (done$status != 0) stop(done$stderr)
  jsonlite::fromJSON(done$stdout)
}

# Opens a page in Chromium and does `steps`: a key ("Enter", or several), or `js` to evaluate.
# Gives what the evaluations gave, and the errors of the page.
in_browser <- function(page, steps, width = 1200, height = 900, scheme = "light", picture = NULL) {
  skip_without_node()
  testthat::skip_if(!nzchar(Sys.which("chromium")), "chromium is not there to open a page")
  profile <- withr::local_tempdir()
  plan <- list(
    page = normalizePath(page), profile = profile, width = width, height = height,
    scheme = scheme, picture = picture, steps = steps
  )
  file <- withr::local_tempfile(fileext = ".json")
  writeLines(jsonlite::toJSON(plan, auto_unbox = TRUE, null = "null"), file)
  done <- processx::run(
    "node", c(testthat::test_path("drive-page.js"), file), timeout = 90, error_on_status = FALSE,
    cleanup_tree = TRUE
  )
  if (done$status != 0) stop(done$stderr)
  jsonlite::fromJSON(done$stdout, simplifyVector = FALSE)
}
