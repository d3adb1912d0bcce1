# The network of README's front page: trains it, and prints what README says of
# its accuracy and time. Run it from the project's folder, with MNIST where
# `options(escnn.data_dir =)` or the variable ESCNN_DATA_DIR says:
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
print(fitted$history)
score <- evaluate(fitted, test, metrics = "accuracy")
turned <- evaluate(fitted, rotate_images(test, 90), metrics = "accuracy")
errors <- check_equivariance(model, as.array(test[1:4]))
cat(sprintf("%.0f seconds, %d threads\n", seconds, escnn_threads()$threads))
cat(sprintf("accuracy: %.2f %%, on digits turned by 90 degrees: %.2f %%\n",
            100 * score$accuracy, 100 * turned$accuracy))
print(errors)
