# The default number of threads ("ours") against one ("plain"), alone and beside
# a program that keeps one processor busy: nothing may be slower than one thread.
# A small network, and one whose convolutions are large enough for several.

here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))))
source(file.path(dirname(here), "harness.R"))

# as users have it: the bench's own number of threads is a wish, too
Sys.unsetenv(c("OMP_NUM_THREADS", "MKL_NUM_THREADS"))
suppressMessages(library(escnn))
options(escnn.threads = NULL)

examples <- if (bench_options$quick) 256L else 1000L
set.seed(1)
y <- factor(rep(0:9, length.out = examples))
x <- array(stats::rnorm(examples * 28 * 28), c(examples, 1, 28, 28))
c8 <- gspace_rot2d_on_r2(8)
networks <- list(
  "net_gcnn(), C8, 6 fields" = net_gcnn(10, c8, width = 6),
  "two large convolutions" = field_type(c8, "trivial") |>
    nn_r2_conv(c(regular = 16), kernel_size = 5, padding = 2) |>
    nn_inner_batch_norm() |>
    nn_relu() |>
    nn_r2_conv(c(regular = 16), kernel_size = 5, padding = 2) |>
    nn_group_pooling() |>
    nn_to_vector(10)
)

epoch <- function(network, threads) {
  old <- escnn_threads(threads)
  on.exit(escnn_threads(old))
  structure(fit(network, x, y, epochs = 1)$history$seconds, class = "measure")
}

beside <- function(code) {
  spinning <- processx::process$new(
    file.path(R.home("bin"), "Rscript"), c("-e", "repeat {}"), cleanup = TRUE
  )
  on.exit(spinning$kill())
  force(code)
}

for (name in names(networks)) {
  network <- networks[[name]]
  invisible(epoch(network, "auto"))
  run <- function(where) {
    bench_case(
      "busy", paste(name, where, sep = ", "), once = TRUE,
      ours = \() epoch(network, "auto"), plain = \() epoch(network, 1),
      rounds = if (bench_options$quick) 5L
    )
  }
  run("alone")
  beside(run("beside a busy program"))
}
