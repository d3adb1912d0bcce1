test_that("library(escnn) starts no Python, prints nothing and writes nothing", {
  skip_unless_installed()
  home <- withr::local_tempdir()
  result <- in_new_r(
    c(
      "library(escnn)",
      "if (reticulate::py_available()) cat('started')",
      "invisible(gspace_rot2d_on_r2)"
    ),
    env = c(HOME = home, R_USER_CACHE_DIR = home)
  )
  expect_identical(result$status, 0L)
  expect_identical(result$stdout, "")
  expect_identical(result$stderr, "")
  expect_length(list.files(home, all.files = TRUE, no.. = TRUE), 0)
})

test_that("raw imports work too once the package is loaded", {
  skip_unless_installed()
  skip_without_escnn()
  python <- reticulate::py_config()$python
  result <- in_new_r(
    c(
      "library(escnn)",
      "raw <- reticulate::import('escnn')",
      "print(raw$gspaces$rot3dOnR3()$fibergroup)",
      "cat(class(raw$gspaces$rot2dOnR2(4L))[1])"
    ),
    env = c(RETICULATE_PYTHON = python)
  )
  expect_match(result$stdout, "SO\\(3\\)")
  expect_match(result$stdout, "escnn_gspace")
})

test_that("no two files define the same name, of which the later would silently win", {
  sources <- list.files(test_path("..", "..", "R"), "[.]R$", full.names = TRUE)
  skip_if(length(sources) < 2, "No sources here.")
  defined <- unlist(lapply(sources, function(file) {
    assignments <- Filter(
      function(part) is.call(part) && identical(part[[1]], as.name("<-")), as.list(parse(file))
    )
    vapply(assignments, function(part) deparse(part[[2]])[[1]], "")
  }))
  expect_identical(defined[duplicated(defined)], character())
})
