test_that("whole doubles become integers, everything else is named", {
  expect_identical(check_whole(3), 3L)
  expect_identical(check_whole(3L), 3L)
  expect_null(check_whole(NULL, null = TRUE))
  size <- 3.5
  expect_snapshot(check_whole(size), error = TRUE)
  for (size in list(NA, "3", c(1, 2), Inf, NULL, TRUE, 3e10, list(1), NaN)) {
    expect_error(check_whole(size), class = "escnn_error_argument")
  }
  size <- 0
  expect_snapshot(check_whole(size, min = 1), error = TRUE)
  expect_snapshot(check_whole(size, min = 1, max = 5), error = TRUE)
})

test_that("numbers, flags, strings and choices are checked", {
  expect_identical(check_number(2L), 2)
  expect_identical(check_flag(TRUE), TRUE)
  expect_identical(check_string("a"), "a")
  expect_null(check_string(NULL, null = TRUE))
  expect_identical(check_choice("b", c("a", "b")), "b")
  expect_identical(check_choice(c("a", "b"), c("a", "b")), "a")
  value <- "x"
  expect_snapshot(check_number(value), error = TRUE)
  expect_snapshot(check_number(2, min = 0, max = 1), error = TRUE)
  expect_snapshot(check_flag(NA), error = TRUE)
  expect_snapshot(check_string(3), error = TRUE)
  expect_snapshot(check_choice(value, c("a", "b")), error = TRUE)
})

test_that("values are described in a few words, whatever they are", {
  expect_snapshot({
    for (x in list(
      NULL, 3.5, "a", TRUE, NA, 1:3, letters, array(0, c(2, 3)), mean, mtcars, list(1),
      factor(1:3), structure(factor(1:6), dim = c(2, 3)), Sys.Date(), Sys.time() + 1:2,
      as.POSIXlt(Sys.time()), as.difftime(1, units = "secs"), y ~ x, quote(a + b),
      structure(c(1, 2), class = "integer64"), structure(1, class = "integer64"),
      structure(1:2, class = "units"), c(a = 1), 1i, as.raw(1:2), new.env()
    )) {
      writeLines(describe(x))
    }
  })
})

test_that("errors carry the argument and the call", {
  f <- function(n) check_whole(n)
  error <- rlang::catch_cnd(f("a"))
  expect_s3_class(error, c("escnn_error_argument", "escnn_error"))
  expect_identical(error$arg, "n")
  expect_identical(error$call, quote(f("a")))
})

test_that("a data frame is described by its rows and columns, one or more", {
  expect_identical(describe(data.frame(a = 1)), "a data frame of 1 row and 1 column")
  expect_identical(describe(data.frame(a = 1:2)), "a data frame of 2 rows and 1 column")
  expect_identical(describe(data.frame()), "a data frame of 0 rows and 0 columns")
})

test_that("of a long string the start is shown", {
  expect_identical(describe(strrep("x", 63)), paste0("\"", strrep("x", 63), "\""))
  expect_identical(describe(strrep("x", 500)), paste0("\"", strrep("x", 60), "\"..."))
  expect_identical(describe(""), "\"\"")
  expect_identical(describe(NA_character_), "NA")
})

test_that("large bounds have all their digits", {
  expect_error(check_whole(0, min = 1, max = 1e6), "from 1 to 1,000,000")
  expect_error(check_whole(0, min = 1, max = 1e4), "from 1 to 10000,")
})
