# callr: a training in another process, and models as arguments and results.
source("tools/front-ends/common.R")
needs("callr")
library(escnn)
libpath <- c(library_path(), .libPaths())
set.seed(1)
x <- array(rnorm(8 * 784), c(8, 1, 28, 28))
y <- factor(rep(c("a", "b"), 4))
model <- net_gcnn(classes = 2, width = 2, depth = 2)
work <- function(packed, x, y) {
  escnn::escnn_threads(1)
  fitted <- escnn::fit(escnn::escnn_unpack(packed), x, y, epochs = 2, seed = 1)
  list(packed = escnn::escnn_pack(fitted), loss = fitted$history$loss)
}
away <- callr::r_bg(work, list(escnn_pack(model), x, y), libpath = libpath)
here <- fit(model, x, y, epochs = 2, seed = 1)
away$wait(120000)
result <- away$get_result()
checked(
  "a training in the background gives the same losses",
  isTRUE(all.equal(result$loss, here$history$loss))
)
back <- escnn_unpack(result$packed)
checked("its result predicts here", isTRUE(all.equal(
  predict(back, x, type = "prob"), predict(here, x, type = "prob"), tolerance = 1e-5
)))
file <- tempfile(fileext = ".escnn")
escnn_save(here, file)
loaded <- callr::r(
  function(file, x) stats::predict(escnn::escnn_load(file), x), list(file, x), libpath = libpath
)
checked(
  "a saved model predicts there",
  identical(as.character(loaded), as.character(predict(here, x)))
)
said <- tryCatch(
  callr::r(function(model, x) stats::predict(model, x), list(model, x), libpath = libpath),
  error = function(e) {
    paste(conditionMessage(e), conditionMessage(if (is.null(e$parent)) e else e$parent))
  }
)
checked("a model that is handed over as it is says what to do", grepl("escnn_pack", said))
bundled <- if (requireNamespace("bundle", quietly = TRUE)) {
  packed <- bundle::bundle(here)
  callr::r(function(packed, x) stats::predict(bundle::unbundle(packed), x), list(packed, x),
    libpath = libpath)
}
if (!is.null(bundled)) checked("a bundle predicts there", identical(as.character(bundled),
  as.character(loaded)))
