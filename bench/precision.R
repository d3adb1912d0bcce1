# What bf16 does to the time and the accuracy of fit(), beside float32, from R:
#
#   Rscript bench/precision.R [--images=2000] [--tested=5000] [--epochs=3] [--seeds=3]
#
# Needs a processor that computes in bf16 (AVX-512 BF16 or AMX) and a PyTorch that
# uses it there ("current" pins); says so where either is missing. MNIST is read from
# options(escnn.data_dir =) or ESCNN_DATA_DIR. Both precisions run in turn.

suppressMessages(library(escnn))
data_dir <- Sys.getenv("ESCNN_DATA_DIR")
if (nzchar(data_dir)) options(escnn.data_dir = data_dir)
typed <- commandArgs(TRUE)
number <- function(name, default) {
  value <- sub(paste0("--", name, "="), "", grep(paste0("--", name, "="), typed, value = TRUE))
  if (length(value)) as.integer(value) else default
}
images <- number("images", 2000L)
tested <- number("tested", 5000L)
epochs <- number("epochs", 3L)
seeds <- seq_len(number("seeds", 3L))

c8 <- gspace_rot2d_on_r2(8)
networks <- list(
  "net_gcnn(10)" = function() net_gcnn(10),
  "net_gcnn(10, C8, width = 6)" = function() net_gcnn(10, c8, width = 6),
  "two large convolutions of C8" = function() {
    field_type(c8, "trivial") |>
      nn_r2_conv(c(regular = 16), kernel_size = 5, padding = 2) |>
      nn_inner_batch_norm() |>
      nn_relu() |>
      nn_r2_conv(c(regular = 16), kernel_size = 5, padding = 2) |>
      nn_inner_batch_norm() |>
      nn_relu() |>
      nn_group_pooling() |>
      nn_to_vector(10)
  }
)
train <- dataset_mnist("train")[seq_len(images)]
test <- dataset_mnist("test")[seq_len(tested)]

run <- function(network, precision, seed) {
  set.seed(seed)
  fitted <- fit(
    network(), train, epochs = epochs, precision = precision, optimizer = optim_adam(lr = 0.005)
  )
  c(
    seconds = stats::median(fitted$history$seconds),
    accuracy = evaluate(fitted, test, metrics = "accuracy")$accuracy
  )
}

cat(
  images, "digits of MNIST,", epochs, "epochs, tested on", tested, "of the test half, seeds",
  toString(seeds), "\nPyTorch", as.character(torch$`__version__`), "\n"
)
for (name in names(networks)) {
  rows <- tryCatch(
    lapply(seeds, function(seed) {
      lapply(c("float32", "bf16"), function(each) run(networks[[name]], each, seed))
    }),
    escnn_error = identity
  )
  if (inherits(rows, "condition")) {
    cat(name, ": bf16 could not be run: ", conditionMessage(rows), "\n", sep = "")
    next
  }
  value <- function(which, what) vapply(rows, \(r) r[[which]][[what]], numeric(1))
  ratio <- value(1, "seconds") / value(2, "seconds")
  percent <- function(x) sprintf("%.2f", 100 * x)
  cat(sprintf(
    "%-30s %.2f times faster (%s)\n  accuracy, float32: %s, mean %s\n  accuracy, bf16:    %s, mean %s\n",
    name, stats::median(ratio), toString(sprintf("%.2f", ratio)),
    toString(percent(value(1, "accuracy"))), percent(mean(value(1, "accuracy"))),
    toString(percent(value(2, "accuracy"))), percent(mean(value(2, "accuracy")))
  ))
}
