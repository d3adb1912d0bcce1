test_that("prints of Python reach the console, but for those of escnn", {
  skip_unless_installed()
  skip_without_escnn()
  result <- in_new_r(
    c(
      "library(escnn)", "invisible(escnn:::py_invoke('builtins.print', 'hello'))",
      "escnn_nn <- reticulate::py_eval('{\"__name__\": \"escnn.nn\"}')",
      "invisible(escnn:::py_invoke('builtins.exec', 'print(\"escnn\")', escnn_nn))",
      "cat('end')"
    ),
    env = c(RETICULATE_PYTHON = reticulate::py_config()$python)
  )
  expect_identical(gsub("\r", "", result$stdout), "hello\nend")
})

test_that("values come back as plain R values where there are any", {
  skip_without_escnn()
  expect_identical(py_invoke("builtins.max", 1L, 3L), 3L)
  expect_null(py_invoke("builtins.dict.get", reticulate::dict(), "a"))
})
