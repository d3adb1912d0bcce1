exported <- function() {
  theirs <- c(
    "escnn", "torch", "iterate", "tuple", "fit", "evaluate", "tidy", "glance", "augment"
  )
  # the last argument of a replacement is its value, so that none can follow
  names <- setdiff(getNamespaceExports("escnn"), theirs)
  names[!endsWith(names, "<-")]
}

test_that("every exported function tells an unknown argument", {
  # those that take whatever is in their `...`
  open <- c("field_type", "nn_sequential", "repr_direct_sum", "repr_irrep", "escnn_launch")
  quiet <- lapply(setdiff(exported(), open), function(f) {
    # how such messages look has snapshots of its own
    found <- with_plain_aborts(rlang::catch_cnd(do.call(f, list(no_such_argument = 1)), "error"))
    if (!inherits(found, "escnn_error_argument") || !identical(found$arg, "no_such_argument") ||
          !grepl("Unknown argument", conditionMessage(found))) {
      paste0(f, ": ", conditionMessage(found))
    }
  })
  expect_identical(as.character(unlist(quiet)), character())
})

test_that("every exported function tells one argument too many", {
  # methods of these have arguments that the generic has not
  open <- c("escnn_launch", "animate", "explore",
            grep("^nn_|^field_type$|^repr_", exported(), value = TRUE))
  f <- setdiff(exported(), open)
  quiet <- lapply(f, function(f) {
    wanted <- formals(getExportedValue("escnn", f))
    args <- c(lapply(wanted[names(wanted) != "..."], function(x) 1), list(1))
    found <- with_plain_aborts(rlang::catch_cnd(do.call(f, unname(args)), "error"))
    if (!grepl("too many", conditionMessage(found))) f
  })
  expect_identical(as.character(unlist(quiet)), character())
})

test_that("functions stay what they are, with a check in front", {
  f <- strict(function(x, y = 2) x + y)
  expect_identical(f(1), 3)
  expect_error(f(1, z = 2), class = "escnn_error_argument")
  g <- strict(function(x) {
    if (missing(x)) "none" else x
  })
  expect_identical(g(), "none")
  expect_identical(g(3), 3)
  method <- strict(function(x, n = 1, ...) n)
  expect_named(formals(method), c("x", "n", "..."))
  expect_error(method(1, m = 2), "Unknown argument `m`")
})

test_that("brackets tell one index too many", {
  skip_without_escnn()
  type <- field_type(c4(), "regular", "trivial")
  data <- dataset_arrays(random_array(2, 1, 2, 2))
  expect_error(type[1, 2], "one argument too many", class = "escnn_error_argument")
  expect_error(data[1, ], "one argument too many", class = "escnn_error_argument")
  expect_error(nn_relu(type)[[1, 2]], "one argument too many", class = "escnn_error_argument")
  expect_length(data[1], 1)
})

test_that("internal functions keep their signatures", {
  expect_false("..." %in% names(formals(check_whole)))
  expect_false("..." %in% names(formals(is_whole)))
})
