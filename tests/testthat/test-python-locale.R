test_that("bytes of UTF-8 are marked on their way to Python, and unmarked on their way back", {
  bytes <- function(x) {
    Encoding(x) <- "unknown"
    x
  }
  umlaut <- bytes("b\u00e4r")
  there <- text_to_python(list(umlaut, a = list(x = c(umlaut, "bear"), 1:3), NULL, sum))
  expect_identical(Encoding(there[[1]]), "UTF-8")
  expect_identical(Encoding(there$a$x), c("UTF-8", "unknown"))
  expect_identical(there$a[[2]], 1:3)
  expect_identical(there[[4]], sum)
  back <- text_from_python(there)
  expect_identical(Encoding(back$a$x), c("unknown", "unknown"))
  named <- stats::setNames(1:2, c(umlaut, "b"))
  expect_identical(Encoding(names(text_to_python(named))), c("UTF-8", "unknown"))
  # what is no UTF-8 stays
  expect_identical(Encoding(text_to_python("\xe4")), "unknown")
  matrix <- matrix(c(umlaut, "b"), 1)
  expect_identical(dim(text_to_python(matrix)), c(1L, 2L))
})

test_that("only locales without letters need it", {
  none <- list(MBCS = FALSE, `UTF-8` = FALSE, `Latin-1` = FALSE)
  locale <- function(...) utils::modifyList(none, list(...))
  expect_true(ascii_locale(locale()))
  expect_false(ascii_locale(locale(`UTF-8` = TRUE, MBCS = TRUE)))
  expect_false(ascii_locale(locale(`Latin-1` = TRUE)))
  expect_true(ascii_locale(locale(codeset = "ANSI_X3.4-1968")))
  expect_false(ascii_locale(locale(codeset = "ISO-8859-15")))
})

test_that("classes of a kept model are known in the C locale, too", {
  skip_without_escnn()
  skip_unless_installed()
  skip_on_os("windows")
  file <- withr::local_tempfile(fileext = ".escnn")
  ran <- in_new_r(c(
    "library(escnn)", "x <- array(runif(8 * 81), c(8, 1, 9, 9))",
    "y <- factor(rep(c('K\\u00e4fer', 'Hund'), 4))",
    "model <- net_gcnn(classes = 2, width = 2, depth = 2)",
    "fitted <- fit(model, x, y, epochs = 1)", sprintf("escnn_save(fitted, '%s')", file),
    sprintf("again <- escnn_load('%s')", file),
    "bytes <- as.character(y)", "Encoding(bytes) <- 'unknown'",
    "scores <- lapply(list(y, bytes), function(truth) evaluate(again, x, truth))",
    "cat(identical(scores[[1]], scores[[2]]), nrow(scores[[1]]))"
  ), env = c(LC_ALL = "C"))
  expect_identical(ran$stdout, "TRUE 1")
})

test_that("files have their names in the C locale, too", {
  skip_without_escnn()
  skip_unless_installed()
  skip_on_os("windows")
  folder <- withr::local_tempdir()
  found <- in_new_r(c(
    sprintf("setwd('%s')", folder), "library(escnn)",
    "path <- rawToChar(as.raw(c(0x62, 0xc3, 0xa4)))",
    "dir.create(path)", "model <- net_gcnn(classes = 2, width = 2, depth = 2)",
    "file <- file.path(path, paste0(path, '.escnn'))", "escnn_save(model, file)",
    "stopifnot(file.exists(file), list.files(path) == basename(file))",
    "back <- escnn_load(file)", "cat(class(back)[1])"
  ), env = c(LC_ALL = "C"))
  expect_match(found$stdout, "escnn_module")
})
