# Which learning rate to start from: three small data sets, Adam with one cycle, four rates.
# Run as
#   Rscript bench/learning-rates.R FOLDER
# where FOLDER has the files of MNIST, AdrenalMNIST3D and pictures of nuclei with masks.

library(escnn)

folder <- commandArgs(TRUE)[[1]]
options(escnn.data_dir = folder)

# Volumes of half as many voxels along each axis, each the mean of eight.
halved <- function(data) {
  x <- as.array(data)
  size <- dim(x) %/% c(1, 1, 2, 2, 2)
  parts <- expand.grid(0:1, 0:1, 0:1)
  means <- Reduce(`+`, lapply(seq_len(nrow(parts)), function(i) {
    at <- lapply(1:3, function(axis) 2 * seq_len(size[[axis + 2]]) - parts[i, axis])
    x[, , at[[1]], at[[2]], at[[3]], drop = FALSE]
  })) / 8
  dataset_arrays(means, dataset_labels(data))
}

jobs <- list(
  "1,000 digits" = function() {
    list(
      model = function() net_gcnn(classes = 10, gspace_rot2d_on_r2(n = 4), width = 4),
      train = dataset_mnist("train")[1:1000], test = dataset_mnist("test")[1:2000],
      epochs = 12, metric = "accuracy"
    )
  },
  "600 adrenal glands" = function() {
    list(
      model = function() net_octahedral(classes = 2, width = 2, depth = 3),
      train = halved(dataset_medmnist("AdrenalMNIST3D", "train")[1:600]),
      test = halved(dataset_medmnist("AdrenalMNIST3D", "test")), epochs = 12, metric = "auc"
    )
  },
  "48 pictures of nuclei" = function() {
    pictures <- dataset_images(
      file.path(folder, "nuclei", "images"), masks = file.path(folder, "nuclei", "masks"),
      size = 64
    )
    list(
      model = function() net_unet(classes = 2, width = 4), train = pictures[1:48],
      test = pictures[49:64], epochs = 10, metric = "iou"
    )
  }
)

rows <- list()
for (name in names(jobs)) {
  job <- jobs[[name]]()
  for (lr in c(0.001, 0.003, 0.01, 0.03)) {
    set.seed(1)
    fitted <- fit(
      job$model(), job$train, epochs = job$epochs, batch_size = 32, optimizer = optim_adam(lr = lr),
      lr_schedule = schedule_one_cycle(), seed = 1, verbose = FALSE
    )
    value <- evaluate(fitted, job$test, metrics = job$metric)[[job$metric]]
    row <- data.frame(
      data = name, lr = lr, epochs = job$epochs, metric = job$metric, value = round(value, 3),
      seconds = round(fitted$about$seconds)
    )
    print(row, row.names = FALSE)
    rows[[length(rows) + 1L]] <- row
  }
}
print(do.call(rbind, rows), row.names = FALSE)
