test_that("a run with another Python has the files that it can make a difference to", {
  files <- dir(test_path(), "^test-.*[.]R$", full.names = TRUE)
  kept <- files_for_python(files)
  name <- function(file) gsub("^test-|[.]R$", "", basename(file))
  expect_true(all(grepl(filter_of(kept), name(kept))))
  left_out <- setdiff(files, kept)
  expect_true(all(c("test-cache.R", "test-plot-fit-text.R") %in% basename(left_out)))
  expect_false(any(grepl(filter_of(kept), name(left_out))))
  family <- function(file) sub("-.*", "", name(file))
  # no family is listed that isn't there, and none that computes with PyTorch
  expect_identical(setdiff(drawn_said_or_algebra, family(files)), character())
  computing <- c(
    "export", "field", "fit", "module", "net", "nn", "predict", "python", "save", "tensor"
  )
  expect_identical(setdiff(computing, family(kept)), character())
  # what needs Python says so, by a helper whose name begins as it should
  helpers <- dir(test_path(), "^helper-.*[.]R$", full.names = TRUE)
  code <- unlist(lapply(helpers, function(file) as.list(parse(file, keep.source = FALSE))))
  asks <- Filter(function(line) "skip_without_escnn" %in% all.names(line), code)
  expect_match(vapply(asks, function(line) as.character(line[[2]]), ""), "^skip_without_")
  # and no one who is left out for not asking calls it in other words
  silent <- left_out[!family(left_out) %in% drawn_said_or_algebra]
  expect_length(
    grep("py_(invoke|draw|running)|import_", unlist(lapply(silent, readLines)), value = TRUE), 0
  )
})

test_that("what another run does is skipped only where it says so", {
  withr::local_envvar(ESCNN_TEST_AGAIN = NA)
  expect_null(skip_when_again("has it"))
  withr::local_envvar(ESCNN_TEST_AGAIN = "true")
  expect_condition(skip_when_again("has it"), "another run of the tests has it", class = "skip")
})

test_that("two parts of a run have all files, each once", {
  files <- dir(test_path(), "^test-.*[.]R$")
  names <- gsub("^test-|[.]R$", "", files)
  in_part <- function(part, again = "") {
    withr::local_envvar(
      ESCNN_TEST_PART = part, ESCNN_TEST_AGAIN = again, ESCNN_TEST_NO_PYTHON = NA
    )
    filter <- filter_of_run(test_path(files))
    if (is.null(filter)) names else grep(filter, names, value = TRUE)
  }
  expect_setequal(c(in_part("python"), in_part("rest")), names)
  expect_length(intersect(in_part("python"), in_part("rest")), 0)
  expect_identical(in_part(""), names)
  expect_identical(in_part("", "true"), in_part("python"))
})
