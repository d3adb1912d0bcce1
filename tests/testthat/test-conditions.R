test_that("the classes of conditions are listed, and are those that are thrown", {
  table <- escnn_conditions()
  expect_named(table, c("class", "python", "meaning"))
  expect_identical(
    table$python[table$class == "escnn_error_insufficient_irreps"], "InsufficientIrrepsException"
  )
  expect_true(all(escnn_exceptions %in% table$class))
  expect_error(group_cyclic(2.5), class = "escnn_error_argument")
})

test_that("every class that is thrown is in the table, and every one in the table is thrown", {
  namespace <- asNamespace("escnn")
  functions <- Filter(is.function, mget(ls(namespace, all.names = TRUE), envir = namespace))
  code <- paste(unlist(lapply(functions, deparse)), collapse = " ")
  kinds <- function(of) {
    calls <- regmatches(code, gregexpr(paste0("\\b", of, "_class\\([^)]*\\)"), code))[[1]]
    named <- unlist(regmatches(calls, gregexpr("\"\\w+\"", calls)))
    paste0("escnn_", of, "_", gsub("\"", "", named))
  }
  # raised in Python, by its `BadArgument.kind`, or thrown with a class more
  python <- paste0("escnn_error_", c("missing_values", "not_exported", "not_written", "python"))
  warned <- paste0("escnn_warning_", c("advice", "neighbours", "training_mode"))
  passed_on <- c(python, escnn_exceptions, warned)
  thrown <- unique(c(kinds("error"), kinds("warning"), passed_on))
  expect_setequal(thrown, escnn_conditions()$class)
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

test_that("packages that are not installed have one class, of R's and of Python's", {
  error <- rlang::catch_cnd(check_package("nosuchpackage", "images", NULL), "error")
  expect_s3_class(error, c("escnn_error_missing_package", "escnn_error_package"))
  expect_snapshot(conditionMessage(error))
})
