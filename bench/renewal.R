# How many examples batch norms' statistics should be estimated from after an epoch
# (training/recalibration.py: _ENOUGH): the network of the front page on 2,000 digits, and glands
# in 3D, each trained with four counts and three seeds.
#   Rscript bench/renewal.R FOLDER
# where FOLDER has the files of MNIST and AdrenalMNIST3D.
library(escnn)

options(escnn.data_dir = commandArgs(TRUE)[[1]])

front_page <- function() {
  field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
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
}
jobs <- list(
  "2,000 digits" = list(
    model = front_page, train = dataset_mnist("train")[1:2000], test = dataset_mnist("test")[1:4000],
    epochs = 4
  ),
  "1,188 glands" = list(
    model = function() net_octahedral(classes = 2, width = 1),
    train = dataset_medmnist("AdrenalMNIST3D", "train"),
    test = dataset_medmnist("AdrenalMNIST3D", "test"), epochs = 2
  )
)

renewal <- reticulate::import("escnn_r.training.recalibration", convert = FALSE)
rows <- list()
for (name in names(jobs)) {
  job <- jobs[[name]]
  for (seed in 1:3) {
    for (enough in c(512, 1024, 2048, 1e9)) {
      reticulate::py_set_attr(renewal, "_ENOUGH", as.integer(enough))
      set.seed(seed)
      fitted <- fit(
        job$model(), job$train, epochs = job$epochs, optimizer = optim_adam(lr = 0.01),
        seed = seed, verbose = FALSE
      )
      scores <- evaluate(fitted, job$test, metrics = c("accuracy", "auc"))
      rows[[length(rows) + 1L]] <- data.frame(
        data = name, seed = seed, examples = if (enough < 1e9) enough else length(job$train),
        loss = round(scores$loss, 4), accuracy = round(scores$accuracy, 4),
        auc = round(scores$auc, 4), seconds = round(fitted$about$seconds, 1)
      )
      print(rows[[length(rows)]], row.names = FALSE)
    }
  }
}
rows <- do.call(rbind, rows)
print(aggregate(cbind(loss, accuracy, auc, seconds) ~ examples + data, rows, mean))
