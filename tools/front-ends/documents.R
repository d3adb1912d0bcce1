# knitr and R Markdown, and Quarto where it is.
source("tools/front-ends/common.R")
needs("knitr", "rmarkdown", "ggplot2")
if (!rmarkdown::pandoc_available()) not_run("needs pandoc")
folder <- tempfile("documents-")
dir.create(folder)
body <- c(
  "```{r}", "library(escnn)", "set.seed(1)", "model <- net_gcnn(classes = 2, width = 2, depth = 2)",
  "model", "```", "", "```{r picture}", "plot(group_dihedral(3))", "```", "",
  "```{r page, echo = FALSE}", "explore(model, array(runif(784), c(1, 1, 28, 28)))", "```", "",
  "```{r, error = TRUE}", "nn_r2_conv(model$in_type, 'regular', kernel_size = 2.5)", "```", "",
  "```{r}",
    "fitted <- fit(model, array(rnorm(6272), c(8, 1, 28, 28)), factor(rep(c('a', 'b'), 4)))",
  "fitted", "```"
)
look <- function(html) {
  text <- paste(readLines(html, encoding = "UTF-8"), collapse = "\n")
  checked("a model is printed", grepl("R2Conv", text))
  checked("a plot has its alt text", grepl("<img [^>]*alt=\"[^\"]{20}", text))
  checked("a page of explore() is in the document", grepl("<iframe title=", text))
  checked("an error says what is wrong", grepl("whole number", text))
  checked("a training leaves no progress behind", !grepl("Epoch 1 of", text))
}
path <- file.path(folder, "try.Rmd")
writeLines(c("---", "title: Try", "output: html_document", "---", "", body), path)
look(rmarkdown::render(path, quiet = TRUE, envir = new.env()))
if (!nzchar(Sys.which("quarto"))) not_run("Quarto: needs the program quarto")
version("quarto ", processx::run("quarto", "--version")$stdout)
path <- file.path(folder, "other.qmd")
writeLines(c("---", "title: Try", "format: html", "engine: knitr", "embed-resources: true", "---",
  "", body), path)
processx::run("quarto", c("render", path), env = c("current", R_LIBS = r_libs()))
look(file.path(folder, "other.html"))
