# The network of README's front page, and all that README says of it: accuracy,
# time, equivariance. Run it from the project's folder; the variable
# ESCNN_DATA_DIR may name a folder that has MNIST, which is else downloaded.
#   Rscript bench/front-page.R
library(escnn)

folder <- Sys.getenv("ESCNN_DATA_DIR")
if (nzchar(folder)) options(escnn.data_dir = folder)
train <- dataset_mnist("train")
test <- dataset_mnist("test")

set.seed(1)
begun <- Sys.time()
model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
  nn_r2_conv(c(regular = 4), kernel_size = 5) |>
  nn_inner_batch_norm() |>
  nn_relu() |>
  nn_pointwise_avg_pool(kernel_size = 2) |>
  nn_r2_conv(c(regular = 8), kernel_size = 3) |>
  nn_inner_batch_norm() |>
  nn_relu() |>
  nn_pointwise_avg_pool(kernel_size = 2) |>
  nn_r2_conv(c(regular = 16), kernel_size = 5) |>
  nn_inner_batch_norm() |>
  nn_relu() |>
  nn_group_pooling() |>
  nn_to_vector(classes = 10)
fitted <- fit(model, train, epochs = 2, optimizer = optim_adam(lr = 0.01))
seconds <- as.numeric(difftime(Sys.time(), begun, units = "secs"))

print(model, input = c(1, 28, 28))
print(fitted)
print(evaluate(fitted, test, metrics = "accuracy", angles = c(0, 90)))
print(check_equivariance(model, as.array(test[1:4])))
cat(sprintf("%.0f seconds for 2 epochs, %d threads\n", seconds, escnn_threads()$threads))
