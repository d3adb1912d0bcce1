# The experiments are scripts of the sources, which installed packages don't have.

experiment <- function() {
  folder <- test_path("..", "..", "experiments")
  skip_if_not(dir.exists(folder), "experiments/ is not here")
  code <- new.env(parent = asNamespace("escnn"))
  for (file in c("degrees-networks.R", "degrees-data.R", "degrees-runs.R")) {
    sys.source(file.path(folder, file), code)
  }
  code
}

test_that("the plan of the experiment has each run once, seed by seed", {
  code <- experiment()
  runs <- code$planned_runs(names(code$plans), "mnist")
  expect_identical(anyDuplicated(code$run_key(runs)), 0L)
  expect_setequal(runs$part, names(code$plans))
  expect_setequal(runs$to[runs$network == "D8" & runs$at %in% 5], names(code$subgroups))
  one <- code$planned_runs("upright", "fashion", seeds = 1, limit = 500)
  expect_setequal(one$network, names(code$networks))
  expect_true(all(one$seed == 1 & one$limit == 500 & one$images == "fashion"))
  expect_error(code$planned_runs("sideways", "mnist"), "sideways")
})

test_that("finished runs are not run again", {
  code <- experiment()
  results <- withr::local_tempdir()
  runs <- code$planned_runs("upright", "mnist")
  code$keep_rows(runs[1:2, ], results)
  code$keep_rows(runs[3, ], results)
  done <- code$run_key(runs) %in% code$run_key(code$finished_runs(results))
  expect_identical(which(done), 1:3)
  expect_identical(list.files(results), "degrees.csv")
})

test_that("networks use up their parameters", {
  skip_without_escnn()
  code <- experiment()
  count <- function(...) sum(parameters(code$network(..., classes = 3, size = 12))$count)
  for (name in c("conventional", "C4")) {
    found <- count(name, 4000)
    expect_lte(found, 4000)
    expect_gt(found, 3600)
  }
})

test_that("networks of the experiment are as equivariant as their groups promise", {
  skip_without_escnn()
  code <- experiment()
  x <- array(runif(144), c(1, 1, 12, 12))
  turned <- x[, , , 12:1, drop = FALSE]
  turned <- aperm(turned, c(1, 2, 4, 3))
  changed <- function(...) {
    model <- code$network(..., parameters = 3000, classes = 3, size = 12)
    model$eval()
    max(abs(as.matrix(model(x)) - as.matrix(model(turned))))
  }
  expect_lt(changed("C4"), 1e-4)
  expect_gt(changed("D8", restrict_at = 4, restrict_to = "nothing"), 1e-4)
  expect_gt(changed("conventional"), 1e-4)
})

test_that("the experiment runs on a folder of pictures", {
  skip_without_escnn()
  skip_if_not_installed("png")
  code <- experiment()
  folder <- withr::local_tempdir()
  set.seed(1)
  for (class in c("left", "right")) {
    dir.create(file.path(folder, class))
    for (i in 1:8) {
      picture <- matrix(runif(30 * 20, 0, 0.3), 30, 20)
      picture[, if (class == "left") 1:8 else 13:20] <- 1
      png::writePNG(picture, file.path(folder, class, paste0(i, ".png")))
    }
  }
  run <- code$planned_runs("upright", folder, seeds = 1, limit = 2000)
  run <- run[run$network == "C4", ]
  run$n <- 10
  run$epochs <- 1
  data <- code$data_of(run)
  expect_identical(dim(data$train), c(10L, 1L, 28L, 28L))
  expect_identical(dim(data$tests$turned), c(4L, 1L, 28L, 28L))
  expect_identical(dataset_labels(data$tests$turned), dataset_labels(data$tests$upright))
  out <- withr::local_tempfile()
  threads <- torch$get_num_threads()
  withr::defer(torch$set_num_threads(threads))
  withr::local_options(escnn.data_dir = NULL)
  code$run_one(list(run = run, data = NULL, out = out))
  row <- readRDS(out)
  expect_lte(row$parameters, 2000)
  expect_true(row$auc_turned >= 0 && row$auc_turned <= 1)
})
