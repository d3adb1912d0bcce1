# Pages outside of a browser, and in one.

skip_without_node <- function() {
  testthat::skip_if(!nzchar(Sys.which("node")), "node is not installed")
}

run_node <- function(script, ...) {
  done <- processx::run(
    "node", c(testthat::test_path(script), ...), error_on_status = FALSE, timeout = 180
  )
  if (done$status != 0) stop(done$stderr)
  jsonlite::fromJSON(done$stdout, simplifyVector = FALSE)
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

# What a person does in Chromium, see page_browser.js.
browse_page <- function(page, ..., dark = FALSE, width = 1200L) {
  browser <- Sys.which(c("chromium", "chromium-browser", "google-chrome"))
  browser <- browser[nzchar(browser)]
  testthat::skip_if(length(browser) == 0L, "Chromium is not installed")
  skip_without_node()
  steps <- withr::local_tempfile(fileext = ".json")
  writeLines(jsonlite::toJSON(
    list(steps = list(...), dark = dark, width = width), auto_unbox = TRUE
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
