# A problem that is learnt in no time: bright and dark noise, and a network for it.
bright_and_dark <- function(n = 40) {
  y <- factor(rep(c("dark", "light"), length.out = n))
  x <- random_array(n, 1, 9, 9) + ifelse(y == "light", 1, 0)
  list(x = x, y = y)
}

small_network <- function(out = 2) {
  field_type(c4(), "trivial") |>
    nn_r2_conv(c(regular = 2), kernel_size = 3) |>
    nn_inner_batch_norm() |>
    nn_relu() |>
    nn_r2_conv(c(regular = out), kernel_size = 7) |>
    nn_group_pooling()
}

# Wall-clock times differ from run to run.
steady <- function(lines) {
  sub("[0-9.]+ (s|min) on", "<time> on", lines)
}

has_tensorboard <- function() py_invoke("escnn_r.training.tensorboard_available")
