# R in a terminal, and R as RStudio and editors run it: someone watches, but there is no terminal.
source("tools/front-ends/common.R")
source("tools/front-ends/terminal.R")
needs()
version("R ", as.character(getRversion()))
try_console(terminal(file.path(R.home("bin"), "R"), c("--no-save", "--quiet")), "> $")

lines <- c(
  "options(viewer = function(url) cat('VIEWER', url, '\\n'))",
  "library(escnn); stopifnot(interactive())", "set.seed(1)",
  "model <- net_gcnn(classes = 2, width = 2, depth = 2)",
  "x <- array(rnorm(8 * 784), c(8, 1, 28, 28))",
  "fitted <- fit(model, x, factor(rep(c('a', 'b'), 4)), epochs = 2)",
  "explore(fitted, x[1, , , , drop = FALSE])", "escnn_sitrep()", "cat('END\\n')"
)
input <- tempfile(fileext = ".R")
writeLines(lines, input)
watched <- function(...) {
  processx::run(
    file.path(R.home("bin"), "R"), c("--interactive", "--no-save", "--quiet", "--no-readline"),
    stdin = input, error_on_status = FALSE, timeout = 240, cleanup_tree = TRUE,
    env = c("current", R_LIBS = r_libs(), ...)
  )
}
studio <- watched(RSTUDIO = "1", RSTUDIO_CONSOLE_COLOR = "256", RSTUDIO_CONSOLE_WIDTH = "80")
said <- paste(studio$stdout, studio$stderr)
checked("RStudio's variables: all of it ran", grepl("END", said) && !grepl("Error", said))
checked("RStudio's variables: the page is in the viewer", grepl("VIEWER .*html", said))
checked("RStudio's variables: epochs are shown", grepl("Epoch 2 of 2", said))
editor <- watched(TERM = "dumb", EMACS = "t", INSIDE_EMACS = "28.2,comint", NO_COLOR = "1")
said <- paste(editor$stdout, editor$stderr)
checked("an editor's console: all of it ran", grepl("END", said) && !grepl("Error", said))
checked("an editor's console: no escape codes", !grepl("\033[", said, fixed = TRUE))
