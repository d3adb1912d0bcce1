# The Python environment(s): for the demo one, for the checks ("dev") also the
# one with today's PyTorch, and what lint and pytest need.
options(rlang_backtrace_on_error = "none")
dev <- "dev" %in% commandArgs(TRUE)
extras <- if (dev) c("dev", "pointcloud", "onnx", "tensorboard")

cat("== The Python environment\n")
default <- tryCatch(
  escnn::install_escnn(extras = extras, ask = FALSE),
  escnn_error_no_suitable_python = function(e) {
    message(conditionMessage(e))
    NULL
  }
)
if (is.null(default)) {
  cat("== No Python 3.10 here: taking the list of current versions instead\n")
  escnn::install_escnn(pins = "current", extras = extras, ask = FALSE)
} else if (dev) {
  tryCatch(
    escnn::install_escnn("r-escnn-current", pins = "current", extras = extras, ask = FALSE),
    escnn_error_no_suitable_python = function(e) {
      message(conditionMessage(e))
      cat("== No Python for the current versions here: they are not checked\n")
    }
  )
}
