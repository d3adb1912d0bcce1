# Numbers on their way between R and Python, against reticulate's and numpy's own.

library(escnn)
here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))))
source(file.path(dirname(here), "harness.R"))

shapes <- list(c(12000L, 1L, 28L, 28L), c(100L, 64L, 28L, 28L), c(16L, 32L, 24L, 24L, 24L))
if (bench_options$quick) shapes <- shapes[1]
torch$set_num_threads(bench_threads)
reticulate::py_run_string("
import time
import numpy as np

def cast(array):
    begun = time.perf_counter()
    result = np.asarray(array, np.float32, order='C')
    return time.perf_counter() - begun
")
main <- reticulate::import_main(convert = FALSE)

for (shape in shapes) {
  space <- if (length(shape) == 5) gspace_octa_on_r3() else gspace_rot2d_on_r2(n = 4)
  type <- field_type(space, trivial = shape[[2]])
  numbers <- array(stats::runif(prod(shape)), shape)
  bytes <- array(as.raw(numbers * 255), shape)
  tensor <- geometric_tensor(numbers, type)
  size <- paste(shape, collapse = " x ")
  read <- as.array(tensor)
  stopifnot(identical(read, tensor$tensor$numpy()))
  bench_case(
    "convert", paste("as.array(), against $numpy():", size),
    ours = \() as.array(tensor), plain = \() tensor$tensor$numpy()
  )
  bench_case(
    "convert", paste("array to tensor, against numpy's cast:", size),
    ours = \() geometric_tensor(numbers, type),
    plain = \() structure(reticulate::py_to_r(main$cast(numbers)), class = "measure")
  )
  bench_case(
    "convert", paste("bytes to tensor, against numpy's cast of doubles:", size),
    ours = \() geometric_tensor(bytes, type),
    plain = \() structure(reticulate::py_to_r(main$cast(numbers)), class = "measure")
  )
}

# Peak memory of a process each, beyond the array or tensor that is there: what
# either way makes, in units of what it gives.
peak_of <- function(code) {
  script <- tempfile(fileext = ".R")
  on.exit(unlink(script))
  writeLines(c(
    "suppressMessages(library(escnn)); torch$set_num_threads(1L)",
    "held <- function(what) as.numeric(gsub('[^0-9]', '', grep(what, readLines('/proc/self/status'),
       value = TRUE))) / 1024",
    "type <- field_type(gspace_rot2d_on_r2(n = 4), 'trivial')",
    "small <- as.array(geometric_tensor(array(0, c(1, 1, 3, 3)), type))",
    "numbers <- array(0.5, c(48000L, 1L, 28L, 28L))",
    "drawn <- torch$rand(48000L, 1L, 28L, 28L); invisible(gc())",
    "before <- held('VmRSS')", code, "cat('\\n', held('VmHWM') - before, '\\n')"
  ), script)
  said <- system2(file.path(R.home("bin"), "Rscript"), script, stdout = TRUE, stderr = FALSE)
  structure(max(1, as.numeric(utils::tail(said, 1))), class = "measure")
}
bench_case(
  "convert", "as.array(), against $numpy(): 301 MB of R's numbers", measure = "peak MB",
  ours = \() peak_of("result <- escnn:::tensor_to_array(drawn)"),
  plain = \() peak_of("result <- drawn$numpy()"), rounds = 1L, once = TRUE
)
bench_case(
  "convert", "array to tensor, against numpy's cast: 151 MB of floats", measure = "peak MB",
  ours = \() peak_of("result <- geometric_tensor(numbers, type)"),
  plain = \() peak_of(paste(
    "result <- reticulate::import('torch', convert = FALSE)$from_numpy(",
    "reticulate::import('numpy', convert = FALSE)$array(numbers, dtype = 'float32', order = 'C'))"
  )), rounds = 1L, once = TRUE
)
