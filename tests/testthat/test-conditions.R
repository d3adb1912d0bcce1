test_that("the classes of conditions are listed, and are those that are thrown", {
  table <- escnn_conditions()
  expect_named(table, c("class", "python", "meaning"))
  expect_identical(
    table$python[table$class == "escnn_error_insufficient_irreps"], "InsufficientIrrepsException"
  )
  expect_true(all(escnn_exceptions %in% table$class))
  expect_error(group_cyclic(2.5), class = "escnn_error_argument")
})

# Throws one of escnn's exceptions through the bridge.
raise_in_python <- function(name, ...) {
  exception <- py_invoke(paste0("escnn.group.", name), ...)
  future <- py_invoke("concurrent.futures.Future")
  py_invoke(future$set_exception, exception)
  py_invoke(future$result)
}

test_that("escnn's own exceptions have classes and a remedy", {
  skip_without_escnn()
  expect_snapshot(raise_in_python("InsufficientIrrepsException", group_cyclic(4)), error = TRUE)
  error <- rlang::catch_cnd(
    raise_in_python("UnderconstrainedCGSystem", group_cyclic(4), 1L, 1L, 1L, 1L), "error"
  )
  expect_s3_class(error, "escnn_error_underconstrained")
  expect_s3_class(error, "escnn_python_error")
  expect_match(conditionMessage(error), "call again")
  other <- rlang::catch_cnd(py_invoke("math.sqrt", -1), "error")
  expect_false(anyNA(class(other)))
})
