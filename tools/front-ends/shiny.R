# Shiny: the app in app.R, first its server by itself, then served to two browsers at once.
source("tools/front-ends/common.R")
needs("shiny", "htmltools", "png", "ggplot2")
app <- normalizePath("tools/front-ends/app.R")
opened <- NULL
# as in RStudio, where a page would open in the viewer of whoever serves the app
options(rlang_interactive = TRUE, viewer = function(url) opened <<- url)
suppressMessages(shiny::testServer(source(app, local = TRUE)$value, {
  session$setInputs(angle = 0)
  first <- output$answer
  checked("the server predicts", grepl("^It is a [0-9], turned by 0$", first))
  session$setInputs(angle = 90)
  checked(
    "and the turned picture as the same digit",
    identical(output$answer, sub("0$", "90", first))
  )
  checked(
    "a plot has alt text",
    nchar(output$probabilities$alt) > 20 && !grepl("^Plot object", output$probabilities$alt)
  )
  checked("a page of explore() is in the app", grepl("<iframe title=", output$page$html))
}))
checked("and opens nowhere else", is.null(opened))

browser <- Sys.which(c("chromium", "chromium-browser", "google-chrome"))
browser <- browser[nzchar(browser)]
if (!length(browser) || !nzchar(Sys.which("node"))) not_run("two browsers: needs Chromium and node")
port <- 3000 + Sys.getpid() %% 5000
log <- tempfile()
code <- sprintf("shiny::runApp(shiny::shinyAppFile(%s), port = %d, launch.browser = FALSE)",
  deparse(app), port)
served <- processx::process$new(
  rscript, c("-e", code), stdout = log, stderr = "2>&1", cleanup_tree = TRUE,
  env = c("current", R_LIBS = r_libs())
)
invisible(reg.finalizer(globalenv(), function(e) served$kill_tree(), onexit = TRUE))
until <- Sys.time() + 60
while (!any(grepl("Listening", readLines(log))) && Sys.time() < until) Sys.sleep(0.2)

digit <- tempfile(fileext = ".png")
png::writePNG(escnn::escnn_example()$images[2, 1, , ], digit)
bytes <- jsonlite::base64_enc(readBin(digit, "raw", 1e6))
answer <- "document.getElementById('answer').textContent"
# what `expression` gives once it is what `test` asks for, or after a minute
once <- function(test, expression = answer) {
  sprintf("(async () => {
  for (let i = 0; i < 240; i++) {
    const value = %s;
    if (value && (%s)) break;
    await new Promise((done) => { setTimeout(done, 250); });
  }
  return %s;
})()", expression, test, expression)
}
upload <- sprintf("(() => {
  const bytes = Uint8Array.from(atob('%s'), (c) => c.charCodeAt(0)), all = new DataTransfer();
  all.items.add(new File([bytes], 'Bild \u00fc \u672c.png', { type: 'image/png' }));
  const input = document.getElementById('picture');
  input.files = all.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
})()", gsub("\n", "", bytes))
visit <- function(steps) {
  file <- tempfile(fileext = ".json")
  writeLines(enc2utf8(jsonlite::toJSON(list(steps = steps), auto_unbox = TRUE)), file,
    useBytes = TRUE)
  processx::process$new(
    "node", c("tests/testthat/page_browser.js", browser[[1]], sprintf("http://127.0.0.1:%d", port),
      file),
    stdout = "|", stderr = "|", cleanup_tree = TRUE
  )
}
turn <- "Shiny.setInputValue('angle', 90); true"
first <- once("/^It is a/.test(value)")
visits <- list(
  visit(list(list(value = first), list(value = turn), list(value = once("/by 90$/.test(value)")))),
  visit(list(
    list(value = first), list(value = upload), list(value = once("!/a 7,/.test(value)")),
    list(value = once("true", "document.querySelector('#probabilities img')?.alt")),
    list(value = once("true", "document.querySelector('#page iframe')?.srcdoc.length"))
  ))
)
answers <- lapply(visits, function(process) {
  process$wait(120000)
  jsonlite::fromJSON(paste(process$read_all_output_lines(), collapse = ""), simplifyVector = FALSE)
})
said <- readLines(log)
if (any(grepl("Error", said))) stop(paste(said, collapse = "\n"))
values <- lapply(answers, `[[`, "values")
checked(
  "two browsers are served at once",
  all(vapply(values, function(v) grepl("^It is a", v[[1]]), NA))
)
checked("one turns its picture", grepl("turned by 90$", values[[1]][[3]]))
checked("the other uploads one, and stays unturned", values[[2]][[3]] == "It is a 2, turned by 0")
checked("its plot has alt text", nchar(values[[2]][[4]]) > 20)
checked("its page of explore() is there", values[[2]][[5]] > 1e4)
