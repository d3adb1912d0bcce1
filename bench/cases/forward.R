# One small forward from R, of which the way to Python and back is the larger part:
# what a wrapper does, against the same calls through raw handles.

library(escnn)
here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))))
source(file.path(dirname(here), "harness.R"))

torch$set_num_threads(bench_threads)
model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
  nn_r2_conv(c(regular = 2), kernel_size = 3) |>
  nn_relu()
module_train(model, FALSE)
x <- array(stats::rnorm(49), c(1L, 1L, 7L, 7L))
tensor <- geometric_tensor(x, model$in_type)
type <- model$in_type
numpy <- reticulate::import("numpy", convert = FALSE)

bench_case(
  "forward", "a small model on an array, against raw handles",
  ours = \() model(x),
  plain = \() {
    values <- torch$from_numpy(numpy$asarray(x, dtype = "float32", order = "C"))
    model$forward(escnn::escnn$nn$GeometricTensor(values, type))
  }
)
bench_case(
  "forward", "a small model on a tensor, against raw handles",
  ours = \() model(tensor), plain = \() model$forward(tensor)
)
