letters_data <- function(n = 30) {
  y <- factor(rep(c("a", "b", "c"), length.out = n))
  dataset_arrays(random_array(n, 1, 4, 4), y, name = "abc")
}

test_that("each example is held out once, and each class in proportion", {
  skip_without_escnn()
  data <- letters_data(31)
  folds <- dataset_folds(data, v = 4, seed = 1)
  expect_identical(sort(unlist(folds$held)), 1:31)
  expect_identical(folds$id, paste0("Fold", 1:4))
  for (k in 1:4) {
    expect_identical(as.array(folds$assessment[[k]]), as.array(data[folds$held[[k]]]))
    expect_identical(length(folds$analysis[[k]]), 31L - length(folds$held[[k]]))
    expect_true(all(table(dataset_labels(folds$assessment[[k]])) %in% 2:3))
  }
  expect_lte(diff(range(lengths(folds$held))), 1)
  expect_snapshot(print(folds))
  expect_s3_class(folds[1:2, ], "escnn_folds")
  expect_output(print(folds[c("id", "held")]), "Fold1")
})

test_that("folds depend on the seed alone, or on R's generator", {
  skip_without_escnn()
  data <- letters_data()
  held <- function(...) dataset_folds(data, v = 3, ...)$held
  expect_identical(held(seed = 1), held(seed = 1))
  expect_false(identical(held(seed = 1), held(seed = 2)))
  set.seed(1)
  before <- runif(1)
  set.seed(1)
  held(seed = 5)
  expect_identical(runif(1), before)
  expect_identical(withr::with_seed(3, held()), withr::with_seed(3, held()))
})

test_that("groups are never on both sides, and strata may be numbers", {
  skip_without_escnn()
  data <- letters_data()
  patient <- rep(1:10, c(1, 2, 3, 4, 5, 1, 2, 3, 4, 5))
  folds <- dataset_folds(data, v = 3, group = patient, seed = 1)
  for (rows in folds$held) {
    expect_length(intersect(patient[rows], patient[-rows]), 0)
  }
  expect_true(all(lengths(folds$held) >= 8))
  age <- seq_len(30) * 1.5
  folds <- dataset_folds(data, v = 2, strata = age, seed = 1)
  expect_lte(abs(mean(age[folds$held[[1]]]) - mean(age)), 3)
  expect_warning(
    dataset_folds(data, v = 2, group = rep(c("x", "y"), each = 15)[order(rep(1:3, 10))], seed = 1),
    NA
  )
  expect_warning(
    dataset_folds(dataset_arrays(random_array(4, 1, 3, 3), factor(c("a", "b", "b", "b"))), v = 2,
                  group = c("x", "y", "y", "x"), seed = 1),
    "no examples of \"a\" to learn from", class = "escnn_warning_empty_class"
  )
})

test_that("what can't be cut into folds is refused", {
  skip_without_escnn()
  data <- letters_data(6)
  expect_snapshot(error = TRUE, {
    dataset_folds(data, v = 7)
    dataset_folds(data, v = 1)
    dataset_folds(data, v = 3, group = c(1, 1, 1, 2, 2, 2))
    dataset_folds(data, v = 2, group = 1:3)
    dataset_folds(data, v = 2, strata = c(1, NA, 1, 1, 1, 1))
    dataset_folds(data, v = 2, strata = 1:6, group = 1:6)
    dataset_folds(1:10)
  })
  expect_error(dataset_folds(revive(data)), class = "escnn_error_dead_pointer")
})

test_that("a data set is a data frame of positions and targets, as packages for resampling take", {
  skip_without_escnn()
  data <- letters_data(9)
  rows <- as.data.frame(data)
  expect_identical(rows, data.frame(index = 1:9, y = dataset_labels(data)))
  expect_identical(as.data.frame(data[4:5])$index, 1:2)
  labels <- cbind(big = c(TRUE, FALSE), red = TRUE)
  expect_named(as.data.frame(dataset_arrays(random_array(2, 1, 3, 3), labels)),
               c("index", "y_big", "y_red"))
  numbers <- as.data.frame(dataset_arrays(random_array(2, 1, 3, 3), matrix(1:4 / 2, 2)))
  expect_named(numbers, c("index", "y_1", "y_2"))
  map <- structure(factor(rep(1:2, 9)), dim = c(2L, 3L, 3L))
  expect_named(as.data.frame(dataset_arrays(random_array(2, 1, 3, 3), map)), "index")
  # an rsplit has data, the rows of analysis, and none of assessment
  split <- structure(list(data = rows, in_id = c(1L, 4L, 9L), out_id = NA), class = "rsplit")
  analysis <- split$data[split$in_id, , drop = FALSE]
  expect_identical(as.array(data[analysis$index]), as.array(data)[c(1, 4, 9), , , , drop = FALSE])
})

test_that("rsample's folds pick examples", {
  skip_without_escnn()
  skip_if_not_installed("rsample")
  data <- letters_data()
  splits <- rsample::vfold_cv(as.data.frame(data), v = 3, strata = "y")
  held <- lapply(splits$splits, function(split) rsample::assessment(split)$index)
  expect_identical(sort(unlist(held)), 1:30)
  expect_identical(
    dataset_labels(data[held[[1]]]), rsample::assessment(splits$splits[[1]])$y
  )
})

test_that("parts of one image are in one fold", {
  skip_without_escnn()
  images <- lapply(1:6, function(k) matrix(k, 8, 8))
  tiles <- dataset_tiles(images, size = 4)
  expect_message(folds <- dataset_folds(tiles, 3, seed = 1), class = "escnn_message_images")
  from <- lapply(folds$held, function(rows) unique((rows - 1) %/% 4))
  expect_identical(lengths(from), c(2L, 2L, 2L))
  expect_setequal(unlist(from), 0:5)
  expect_silent(dataset_folds(tiles, 3, seed = 1, group = FALSE))
  expect_silent(dataset_folds(tiles, 7, seed = 1))
})
