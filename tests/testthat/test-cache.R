local_cache <- function(env = parent.frame()) {
  root <- withr::local_tempdir(.local_envir = env)
  withr::local_envvar(R_USER_CACHE_DIR = root, .local_envir = env)
  for (name in c("a", "b")) {
    folder <- file.path(cache_dir(), "escnn-1.0.11-numpy1", "joblib", "f", name)
    dir.create(folder, recursive = TRUE)
    writeBin(raw(1500), file.path(folder, "output.pkl"))
  }
  root
}

test_that("the cache is seen and cleared, without Python", {
  root <- local_cache()
  found <- escnn_cache()
  expect_s3_class(found, "escnn_cache")
  expect_identical(found[c("number", "size")], list(number = 2L, size = 3000))
  expect_snapshot(print(found), transform = function(x) gsub(root, "<cache>", x, fixed = TRUE))
  writeLines("stays", file.path(cache_dir(), "other.txt"))
  before <- escnn_cache(clear = TRUE)
  expect_identical(before$number, 2L)
  expect_identical(escnn_cache()$number, 0L)
  expect_true(file.exists(file.path(cache_dir(), "other.txt")))
})

test_that("a cache that isn't there is empty", {
  withr::local_envvar(R_USER_CACHE_DIR = withr::local_tempdir())
  expect_identical(escnn_cache()[c("number", "size")], list(number = 0L, size = 0))
  expect_identical(escnn_cache(clear = TRUE)$number, 0L)
  expect_false(dir.exists(cache_dir()))
})

test_that("its limit is an option, and arguments are checked", {
  withr::local_options(escnn.cache_size = 5e6)
  expect_identical(escnn_cache()$limit, 5e6)
  withr::local_options(escnn.cache_size = "much")
  expect_error(escnn_cache(), class = "escnn_error_argument")
  expect_error(escnn_cache(clear = "yes"), class = "escnn_error_argument")
})
