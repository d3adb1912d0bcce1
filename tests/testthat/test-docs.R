# What each page of the manual has to tell.
sections_of <- function(page) {
  tags <- vapply(page, attr, "", "Rd_tag")
  titles <- vapply(page[tags == "\\section"], function(s) paste(unlist(s[[1]]), collapse = ""), "")
  c(sub("\\", "", tags, fixed = TRUE), titles)
}

aliases_of <- function(page) {
  tags <- vapply(page, attr, "", "Rd_tag")
  vapply(page[tags == "\\alias"], function(a) paste(unlist(a), collapse = ""), "")
}

test_that("every page says what comes back, what goes wrong, where it is from, and shows it", {
  skip_unless_installed()
  pages <- tools::Rd_db("escnn")
  skip_if(length(pages) == 0, "installed without its manual")
  # the package itself, what other packages document, and modules rather than functions
  pages <- pages[setdiff(names(pages), c("escnn-package.Rd", "reexports.Rd", "handles.Rd"))]
  from_python <- sub("[(].*", "", escnn_names()$r)
  lacking <- lapply(pages, function(page) {
    wanted <- c("title", "description", "value", "Errors", "seealso", "examples")
    has_name <- any(aliases_of(page) %in% from_python)
    setdiff(c(wanted, if (has_name) "source"), sections_of(page))
  })
  expect_identical(Filter(length, lacking), stats::setNames(list(), character()))
})
