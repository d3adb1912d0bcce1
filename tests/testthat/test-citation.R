test_that("the citation names this version and the two papers", {
  path <- system.file("CITATION", package = "escnn")
  cited <- utils::readCitationFile(path, utils::packageDescription("escnn"))
  expect_length(cited, 3)
  expect_match(cited[[1]]$title, "^escnn: ")
  expect_match(cited[[1]]$note, as.character(utils::packageVersion("escnn")), fixed = TRUE)
  expect_setequal(unlist(cited[2:3]$key), c("cesa2022program", "weiler2019general"))
  expect_match(paste(format(cited, style = "bibtex"), collapse = "\n"), "Leon Lang")
})
