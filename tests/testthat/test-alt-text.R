test_that("plots and what they are drawn from have texts", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  tensor <- geometric_tensor(random_array(1, 1, 3, 3), field_type(c4(), "trivial"))
  expect_match(alt_text(plot(tensor)), "^Feature maps: 1 channel, of type C4: 1 trivial")
  expect_identical(alt_text(tensor), alt_text(plot(tensor)))
  expect_match(alt_text(tensor, title = "Mine"), "^Mine: ")
  own <- plot(tensor) + ggplot2::labs(alt = "What I say.")
  expect_identical(alt_text(own), "What I say.")
})

test_that("what is no plot is refused", {
  skip_if_not_installed("ggplot2")
  expect_snapshot(alt_text(1:3), error = TRUE)
  expect_snapshot(alt_text(data.frame(a = 1)), error = TRUE)
  other <- ggplot2::ggplot(data.frame(a = 1), ggplot2::aes(a)) + ggplot2::geom_bar()
  expect_type(alt_text(other), "character")
})

test_that("knitr takes the texts by itself, one for each plot, and leaves those of chunks", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  skip_if_not_installed("knitr")
  folder <- withr::local_tempdir()
  withr::local_dir(folder)
  writeLines(c(
    "```{r setup}", "library(escnn)",
    "t <- geometric_tensor(array(1:9, c(1, 1, 3, 3)),",
    "                      field_type(gspace_rot2d_on_r2(n = 4), 'trivial'))",
    "plot(t, title = 'in the first chunk')", "```", "",
    "```{r}", "for (i in 1:2) print(plot(t, title = paste('picture', i)))", "```", "",
    "```{r, fig.alt = 'Said by hand.'}", "plot(t, title = 'not this')", "```", "",
    "```{r}", "plot(1)", "```"
  ), "page.Rmd")
  for (round in 1:2) {
    knitr::knit("page.Rmd", quiet = TRUE, envir = new.env())
    page <- paste(grep("figure/", readLines("page.md"), value = TRUE), collapse = "\n")
    expect_match(page, "in the first chunk: 1 channel, of type")
    expect_match(page, "picture 1: 1 channel.*picture 2: 1 channel")
    expect_match(page, "Said by hand")
    expect_no_match(page, "not this")
    expect_identical(lengths(regmatches(page, gregexpr("1 channel, of type", page))), 3L)
  }
  # chunks of one name, in two documents
  writeLines(c("```{r setup}", "plot(t)", "```"), "other.Rmd")
  t <- geometric_tensor(array(1:9, c(1, 1, 3, 3)), field_type(c4(), "trivial"))
  for (round in 1:2) {
    knitr::knit("other.Rmd", quiet = TRUE, envir = list2env(list(t = t)))
    expect_match(readLines("other.md"), "1 channel, of type", all = FALSE)
  }
})
