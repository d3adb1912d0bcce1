test_that("the handles are modules that wait", {
  expect_s3_class(escnn::escnn, "python.builtin.module")
  expect_s3_class(escnn::torch, "python.builtin.module")
})

test_that("handles reach everything that Python has", {
  skip_without_escnn()
  expect_s3_class(escnn$gspaces$rot2dOnR2(4L), "escnn_gspace")
  expect_equal(torch$ones(2L)$sum()$item(), 2)
  elements <- iterate(escnn$group$cyclic_group(3L)$testing_elements())
  expect_identical(format(elements[[3]]), "2[2pi/3]")
  expect_s3_class(tuple(1L, 2L), "python.builtin.tuple")
})

test_that("a handle that failed to load tries again, hooks and all", {
  loads <- 0
  proxy <- rlang::env(module = "nix")
  hooks <- list(before_load = function() loads <<- loads + 1, on_error = stop, on_load = NULL)
  rearm(proxy, hooks)
  expect_identical(get("before_load", proxy), hooks$before_load)
  expect_identical(get("on_error", proxy), hooks$on_error)
})

test_that("modules that were kept are loaded again", {
  skip_without_escnn()
  layers <- revive(escnn$nn)
  expect_true(is_dead(layers))
  expect_s3_class(layers$FieldType(c4(), list(repr_trivial(c4()))), "escnn_field_type")
  expect_equal(revive(torch)$ones(2L)$sum()$item(), 2)
  expect_equal(revive(torch$nn$functional)[["relu"]](torch$ones(1L))$item(), 1)
  # what is no module has no name to be found by
  expect_error(iterate(revive(torch$ones(2L))), "a Python object from another R session")
})

test_that("tuples refuse what Python cannot take", {
  skip_without_escnn()
  expect_identical(reticulate::py_to_r(tuple(1L, 2L)), list(1L, 2L))
  expect_identical(reticulate::py_to_r(tuple(list(1L, 2L))), list(1L, 2L))
  expect_error(tuple(1, revive(c4())), class = "escnn_error_dead_pointer")
  expect_error(tuple(list(1, list(quote(a)))), "`...` must be", class = "escnn_error_argument")
  expect_error(tuple(quote(stop("ran"))), class = "escnn_error_argument")
})

test_that("without an environment the handles say what to do, every time", {
  skip_unless_installed()
  empty <- withr::local_tempdir()
  result <- in_new_r(
    c(
      "library(escnn)",
      "say <- function(e) cat(class(e)[1], conditionMessage(e), '\\n')",
      "for (i in 1:2) tryCatch(escnn$nn, error = say)",
      "tryCatch(gspace_rot2d_on_r2(n = 4), error = say)"
    ),
    env = c(
      WORKON_HOME = empty, RETICULATE_PYTHON = "", ESCNN_PYTHON = "", HOME = empty,
      RETICULATE_USE_MANAGED_VENV = "no",
      RETICULATE_VIRTUALENV_ROOT = empty
    )
  )
  said <- strsplit(result$stdout, "\n")[[1]]
  expect_length(grep("escnn_error_no_python", said), 3)
  expect_match(result$stdout, "install_escnn")
})
