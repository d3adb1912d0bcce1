# The trained networks that come with the package, see ?escnn_example.
#
#   Rscript experiments/example-digits.R [--data=FOLDER] [--results=inst/extdata/example]
#
# Trains two networks of the same layers and about as many parameters on the
# 60,000 upright digits of MNIST: one that knows turns by 45 degrees, and a
# conventional one. Measures both on the 10,000 test digits, turned by steps of
# 15 degrees, and keeps the first two test digits of each class. One thread and
# one seed, so that the same machine gives the same weights; about ten minutes a
# network. MNIST is downloaded unless it is in FOLDER, see ?dataset_mnist.

library(escnn)

script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[[1]])
words <- commandArgs(trailingOnly = TRUE)
option <- function(name, default) {
  value <- grep(paste0("^--", name, "="), words, value = TRUE)
  if (length(value)) sub("^[^=]*=", "", value[[1]]) else default
}
if (!is.na(option("data", NA))) options(escnn.data_dir = option("data", NA))
results <- option("results", file.path(dirname(script), "..", "inst", "extdata", "example"))
dir.create(results, recursive = TRUE, showWarnings = FALSE)
escnn_threads(1)

# The fields after each of the three convolutions are all that differs.
network <- function(gspace, convolution, fields) {
  halved <- function(x) {
    nn_pointwise_avg_pool_antialiased(x, sigma = 0.66, stride = 2, centre = TRUE)
  }
  field_type(gspace, "trivial") |>
    convolution(fields[[1]], kernel_size = 7, padding = 3) |>
    nn_inner_batch_norm() |>
    nn_relu() |>
    halved() |>
    convolution(fields[[2]], kernel_size = 5, padding = 2) |>
    nn_inner_batch_norm() |>
    nn_relu() |>
    halved() |>
    convolution(fields[[3]], kernel_size = 5) |>
    nn_inner_batch_norm() |>
    nn_relu() |>
    nn_to_vector(classes = 10)
}

train <- dataset_mnist("train")
test <- dataset_mnist("test")

trained <- function(name, gspace, convolution, fields) {
  set.seed(1)
  model <- network(gspace, convolution, fields)
  fitted <- fit(
    model, train, epochs = 6, batch_size = 64, optimizer = optim_adam(lr = 0.02),
    lr_schedule = schedule_one_cycle()
  )
  print(fitted)
  escnn_save(fitted, file.path(results, paste0(name, ".escnn")))
  measured <- evaluate(fitted, test, metrics = "accuracy", angles = seq(0, 345, by = 15))
  data.frame(network = name, angle = measured$angle, accuracy = measured$accuracy)
}

accuracy <- rbind(
  trained(
    "equivariant", gspace_rot2d_on_r2(n = 8), nn_r2_conv,
    list(c(regular = 2), c(regular = 4), c(trivial = 16))
  ),
  trained(
    "conventional", gspace_trivial_on_r2(), nn_plain_conv,
    list(c(trivial = 4), c(trivial = 6), c(trivial = 5))
  )
)
print(accuracy)
utils::write.csv(accuracy, file.path(results, "accuracy.csv"), row.names = FALSE, quote = FALSE)

labels <- as.character(dataset_labels(test))
chosen <- sort(vapply(unique(labels), function(digit) which(labels == digit)[1:2], 1:2))
images <- round(255 * as.array(test[chosen]))
digits <- list(images = array(as.raw(images), dim(images)), labels = labels[chosen])
saveRDS(digits, file.path(results, "digits.rds"), version = 2, compress = "xz")
