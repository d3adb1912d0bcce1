# How many examples batch norms' statistics should be estimated from after an epoch
# (training/recalibration.py: _ENOUGH): the network of the front page on 2,000 digits, and a
# U-Net on tiles of pictures of nuclei, each with three seeds. Training never reads these
# statistics, so each network is trained once and then evaluated with those of four counts.
#   Rscript bench/renewal.R FOLDER
# where FOLDER has the files of MNIST and pictures of nuclei with masks.
library(escnn)

folder <- commandArgs(TRUE)[[1]]
options(escnn.data_dir = folder)

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
nuclei <- function(which) {
  files <- function(kind) {
    list.files(file.path(folder, "nuclei", kind), full.names = TRUE)[which]
  }
  pictures <- image_array(lapply(files("images"), png::readPNG))
  masks <- image_array(lapply(files("masks"), png::readPNG))
  classes <- structure(
    factor(masks[, 1, , ] > 0, c(FALSE, TRUE), c("ground", "nucleus")), dim = dim(masks)[-2]
  )
  maps <- lapply(seq_along(which), function(i) structure(classes[i, , ], dim = dim(classes)[-1]))
  dataset_tiles(pictures, 40, y = maps)
}
jobs <- list(
  "2,000 digits" = list(
    model = front_page, train = dataset_mnist("train")[1:2000],
    test = dataset_mnist("test")[1:4000], epochs = 4
  ),
  "tiles of nuclei" = list(
    model = function() net_unet(classes = 2, width = 2, depth = 1), train = nuclei(1:48),
    test = nuclei(49:64), epochs = 2
  )
)

rows <- list()
for (name in names(jobs)) {
  job <- jobs[[name]]
  count <- length(job$train)
  for (seed in 1:3) {
    set.seed(seed)
    fitted <- fit(
      job$model(), job$train, epochs = job$epochs, optimizer = optim_adam(lr = 0.01),
      seed = seed, verbose = FALSE
    )
    for (examples in unique(pmin(c(512, 1024, 2048, Inf), count))) {
      chosen <- withr::with_seed(seed, sort(sample(count, examples)))
      seconds <- system.time(
        renewed <- module_recalibrate(fitted, job$train[chosen], batch_size = 64)
      )[["elapsed"]]
      scores <- evaluate(renewed, job$test, metrics = "accuracy")
      rows[[length(rows) + 1L]] <- data.frame(
        data = name, seed = seed, examples = examples, loss = round(scores$loss, 4),
        accuracy = round(scores$accuracy, 4), seconds = round(seconds, 2),
        training = round(fitted$about$seconds)
      )
      print(rows[[length(rows)]], row.names = FALSE)
    }
  }
}
rows <- do.call(rbind, rows)
print(aggregate(cbind(loss, accuracy, seconds, training) ~ examples + data, rows, mean))
