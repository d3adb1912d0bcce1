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
  jsonlite::fromJSON(node_output(file))
}

node_output <- function(...) {
  done <- run_process(
    "node", c(...), timeout = 180, error_on_status = FALSE, cleanup_tree = TRUE
  )
  if (done$status != 0) stop(done$stderr)
  done$stdout
}

run_node <- function(script, ...) {
  jsonlite::fromJSON(node_output(testthat::test_path(script), ...), simplifyVector = FALSE)
}

# What the engine in a page computes of each picture, stage by stage.
page_outputs <- function(page) run_node("page_engine.js", as.vector(page))

# How far an output is from what is expected (an array of one example), by the largest of that.
page_gap <- function(output, expected) {
  values <- aperm(array(expected, dim(expected)[-1]))
  found <- unlist(output$data)
  if (length(found) != length(values)) {
    return(Inf)
  }
  max(abs(found - as.vector(values))) / max(abs(values))
}

# What a person does in Chromium, in steps as page_browser.js has them.
browse_page <- function(page, ..., dark = FALSE, width = 1200, height = 900) {
  browser <- Sys.which(c("chromium", "chromium-browser", "google-chrome"))
  browser <- browser[nzchar(browser)]
  testthat::skip_if(length(browser) == 0L, "Chromium is not installed")
  skip_without_node()
  # the page is there, so another Python can write it
  skip_when_again("opens pages in a browser")
  steps <- withr::local_tempfile(fileext = ".json")
  writeLines(jsonlite::toJSON(
    list(steps = list(...), dark = dark, width = width, height = height), auto_unbox = TRUE
  ), steps)
  run_node("page_browser.js", browser[[1]], as.vector(page), steps)
}

# A picture without symmetry.
page_digit <- function(n = 1, size = 16, channels = 1) {
  x <- array(0, c(n, channels, size, size))
  for (i in seq_len(n)) {
    x[i, , 3:(size - 3), 5 + i] <- 1
    x[i, , 3, 5:(size - 4)] <- 0.5
  }
  x
}

page_net <- function(gspace = gspace_rot2d_on_r2(n = 8), seed = 1, ...) {
  withr::with_seed(seed, net_gcnn(classes = 3, gspace = gspace, width = 2, depth = 2, ...))
}
