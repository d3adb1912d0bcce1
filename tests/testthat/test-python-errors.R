test_that("what fails in Python is raised once, classed, with its traceback", {
  skip_without_escnn()
  error <- rlang::catch_cnd(py_invoke("escnn.nn.FieldType", 3L, list()))
  expect_s3_class(error, "escnn_python_error")
  expect_s3_class(error, "escnn_error")
  expect_match(error$traceback, "Traceback")
  expect_type(error$python_type, "character")
  expect_no_match_lines <- function(text) expect_false(grepl("Traceback", text))
  expect_no_match_lines(conditionMessage(error))
  expect_snapshot(py_invoke("math.sqrt", -1), error = TRUE)
})

test_that("a bare assertion shows the condition that was not met", {
  skip_without_escnn()
  expect_snapshot(
    py_invoke("escnn.group.cyclic_group", 2.5, .doing = "The group cannot be made"),
    error = TRUE
  )
})

test_that("names that Python doesn't have are errors too", {
  skip_without_escnn()
  expect_error(py_invoke("escnn.nn.NoSuchLayer"), class = "escnn_python_error")
  expect_error(py_invoke("no_such_module.f"), class = "escnn_python_error")
})

test_that("warnings of Python become R's, once", {
  skip_without_escnn()
  text <- paste("only once", as.numeric(Sys.time()))
  expect_warning(py_invoke("warnings.warn", text), "only once", class = "escnn_warning_python")
  expect_silent(py_invoke("warnings.warn", text))
})
