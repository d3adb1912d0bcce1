# What networks are trained and tested on.

# Training examples and two tests: as they are, and turned at random, pictures
# by any angle and volumes by one of the cube's 24 rotations.
data_of <- function(run) {
  parts <- parts_of(run$images, run$data)
  set.seed(run$seed)
  train <- some_of(parts$train, run$n)
  # the same test for all seeds
  set.seed(0)
  test <- some_of(parts$test, run$tests)
  values <- as.array(test)
  turned <- if (length(dim(values)) == 5) {
    rotate_volumes(values, rotation = "octahedral", seed = 0)
  } else {
    rotate_images(values, stats::runif(length(test), 0, 360))
  }
  labels <- dataset_labels(test)
  if (length(dim(values)) == 5) {
    # blocks of 2 x 2 x 2 voxels averaged, for speed
    train <- dataset_arrays(coarser(as.array(train)), dataset_labels(train))
    values <- coarser(values)
    turned <- coarser(turned)
    test <- dataset_arrays(values, labels)
  }
  list(train = train, tests = list(upright = test, turned = dataset_arrays(turned, labels)))
}

some_of <- function(data, n) {
  if (n >= length(data)) data else data[sort(sample(length(data), n))]
}

# `images` is "mnist", "fashion", the name of a set of MedMNIST, or a folder of
# pictures by class (or of two such folders, "train" and "test").
parts_of <- function(images, data) {
  if (images == "mnist" && data == "rotated") {
    train <- dataset_mnist_rot("train", original = FALSE)
    return(list(train = train, test = dataset_mnist("test")))
  }
  parts <- if (images == "mnist") {
    list(train = dataset_mnist("train"), test = dataset_mnist("test"))
  } else if (images == "fashion") {
    list(train = dataset_fashion_mnist("train"), test = dataset_fashion_mnist("test"))
  } else if (dir.exists(images)) {
    folder_parts(images)
  } else {
    list(train = dataset_medmnist(images, "train"), test = dataset_medmnist(images, "test"))
  }
  if (data == "rotated") parts$train <- turned_set(parts$train)
  parts
}

folder_parts <- function(folder) {
  halves <- file.path(folder, c("train", "test"))
  if (all(dir.exists(halves))) {
    return(list(train = pictures(halves[[1]]), test = pictures(halves[[2]])))
  }
  parts <- dataset_split(pictures(folder), validation = 0.25, seed = 0)
  list(train = parts$train, test = parts$validation)
}

# 28 pixels a side, as MNIST has.
pictures <- function(folder) dataset_images(folder, size = 28)

turned_set <- function(data) {
  set.seed(0)
  angles <- stats::runif(length(data), 0, 360)
  dataset_arrays(rotate_images(as.array(data), angles), dataset_labels(data))
}

coarser <- function(x) {
  odd <- function(n) seq(1, n - 1, by = 2)
  size <- dim(x)[3:5]
  total <- 0
  for (d in 0:1) for (h in 0:1) for (w in 0:1) {
    total <- total +
      x[, , odd(size[[1]]) + d, odd(size[[2]]) + h, odd(size[[3]]) + w, drop = FALSE]
  }
  total / 8
}
