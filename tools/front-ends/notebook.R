# Jupyter's R kernel, by nbconvert: what stands in the notebook afterwards.
source("tools/front-ends/common.R")
needs("IRkernel", "repr")
jupyter <- Sys.getenv("ESCNN_JUPYTER", Sys.which("jupyter"))
if (!nzchar(jupyter)) not_run("needs jupyter with nbconvert (a path in ESCNN_JUPYTER)")
folder <- tempfile("notebook-")
kernel <- file.path(folder, "kernels", "ir")
dir.create(kernel, recursive = TRUE)
jsonlite::write_json(list(
  argv = c(file.path(R.home("bin"), "R"), "--slave", "-e", "IRkernel::main()", "--args",
           "{connection_file}"),
  display_name = "R", language = "R"
), file.path(kernel, "kernel.json"), auto_unbox = TRUE)
cells <- c(
  setup = "library(escnn)\nset.seed(1)\nmodel <- net_gcnn(classes = 2, width = 2, depth = 2)",
  layer = "model",
  plot = "plot(group_dihedral(3))",
  page = "explore(model, array(runif(784), c(1, 1, 28, 28)))",
  assigned = "page <- explore(model, array(runif(784), c(1, 1, 28, 28)))",
  error = "nn_r2_conv(model$in_type, \"regular\", kernel_size = 2.5)",
  fit = paste(
    "fitted <- fit(model, array(rnorm(6272), c(8, 1, 28, 28)), gl(2, 4), epochs = 2)",
    "fitted", sep = "\n"
  ),
  seen = "fit(model, array(rnorm(6272), c(8, 1, 28, 28)), gl(2, 4), verbose = TRUE)",
  report = "escnn_sitrep()",
  long = "fitted <- fit(model, array(rnorm(50176), c(64, 1, 28, 28)), gl(2, 32), epochs = 1e5)",
  after = "cat(class(fitted)[[1]], nrow(fitted$history))"
)
notebook <- list(
  nbformat = 4L, nbformat_minor = 5L,
  metadata = list(kernelspec = list(name = "ir", display_name = "R", language = "R")),
  cells = unname(Map(function(id, code) {
    list(
      cell_type = "code", id = id, source = code, execution_count = NULL, outputs = list(),
      metadata = structure(list(), names = character())
    )
  }, names(cells), cells))
)
path <- file.path(folder, "try.ipynb")
jsonlite::write_json(notebook, path, auto_unbox = TRUE, null = "null")
convert <- function(from, ...) {
  done <- processx::run(
    jupyter, c("nbconvert", ..., from), wd = folder, error_on_status = FALSE, timeout = 280,
    env = c("current", JUPYTER_PATH = folder, R_LIBS = r_libs()), cleanup_tree = TRUE
  )
  if (done$status != 0) stop(done$stderr)
}
# what takes longer is interrupted, as by the button
convert(
  "try.ipynb", "--execute", "--allow-errors", "--to", "notebook", "--output", "done.ipynb",
  "--ExecutePreprocessor.timeout=40", "--ExecutePreprocessor.interrupt_on_timeout=True"
)
done <- jsonlite::read_json(file.path(folder, "done.ipynb"))
outputs <- lapply(done$cells, `[[`, "outputs")
names(outputs) <- names(cells)
data_of <- function(cell, mime) {
  unlist(lapply(outputs[[cell]], function(output) {
    paste(unlist(output$data[[mime]]), collapse = "")
  }))
}
streams <- function(cell) {
  paste(unlist(lapply(outputs[[cell]], `[[`, "text")), collapse = "")
}
if (nzchar(Sys.getenv("ESCNN_SHOW"))) utils::str(outputs, vec.len = 1, nchar.max = 300)
if (nzchar(Sys.getenv("ESCNN_KEEP"))) file.copy(file.path(folder, "done.ipynb"),
  Sys.getenv("ESCNN_KEEP"), TRUE)

checked(
  "a model is printed as a table",
  grepl("R2Conv", paste(data_of("layer", "text/plain"), streams("layer")))
)
checked(
  "a plot is a picture, once",
  length(outputs$plot) == 1 && any(nzchar(data_of("plot", "image/png")))
)
checked(
  "with alt text",
  grepl("^<img alt=\"[^\"]{20}", paste(data_of("plot", "text/html"), collapse = ""))
)
html <- data_of("page", "text/html")
checked(
  "a page of explore() is in the notebook",
  grepl("^<iframe title=", paste(html, collapse = ""))
)
checked("a page that is assigned is not", length(outputs$assigned) == 0)
failed <- outputs$error[[1]]
checked("an error says what is wrong", grepl("whole number", paste(failed$evalue, collapse = "")))
checked("a short training says nothing", !any(grepl("Epoch", streams("fit"))))
checked("verbose = TRUE shows its epochs", grepl("Epoch", streams("seen")))
checked(
  "the report is readable text",
  grepl("Everything works", paste(streams("report"), data_of("report", "text/plain")))
)
checked(
  "an interrupt ends a training, and keeps what it has reached",
  grepl("escnn_fit [0-9]", streams("after"))
)
escapes <- paste(unlist(outputs[setdiff(names(outputs), "page")]), collapse = "")
checked("no escape codes of terminals", !grepl("\033[[][0-9;]*[A-HJ-K]", escapes))
