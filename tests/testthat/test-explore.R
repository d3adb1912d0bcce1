small_page <- function(file = NULL, data = list(view = "none"), ...) {
  explore_page("A <title>", c("First.", "Try this & that."), character(), data, file, ...)
}

test_that("a page is one file without anything from elsewhere", {
  path <- withr::local_tempfile(fileext = ".html")
  page <- expect_invisible(small_page(path, list(view = "x", text = "</script><b>", n = pi)))
  expect_s3_class(page, "escnn_page")
  expect_identical(as.vector(unclass(page)), path)
  text <- paste(readLines(path), collapse = "\n")
  expect_match(text, "<title>A &lt;title&gt;</title>", fixed = TRUE)
  expect_match(text, "<p>Try this &amp; that.</p>", fixed = TRUE)
  expect_match(text, "<html lang=\"en\">", fixed = TRUE)
  expect_match(text, "default-src 'none'", fixed = TRUE)
  expect_no_match(text, "(src|href)=\"")
  # data can't end their element
  expect_match(text, "\\u003c\\/script>\\u003cb>", fixed = TRUE)
  expect_length(gregexpr("</script>", text)[[1]], 2)
  data <- jsonlite::fromJSON(sub("(?s).*id=\"data\">(.*?)</script>.*", "\\1", text, perl = TRUE))
  expect_identical(data$text, "</script><b>")
  expect_equal(data$n, pi, tolerance = 1e-14)
})

test_that("a page is written whole or not at all", {
  folder <- withr::local_tempdir()
  path <- file.path(folder, "page.html")
  small_page(path)
  expect_identical(list.files(folder), "page.html")
  # something that no file can take the place of
  taken <- file.path(folder, "taken.html")
  dir.create(file.path(taken, "inside"), recursive = TRUE)
  expect_error(small_page(taken), class = "escnn_error_not_written")
  expect_setequal(list.files(folder), c("page.html", "taken.html"))
  expect_error(small_page(file.path(folder, "no", "page.html")), class = "escnn_error_argument")
})

test_that("pages open in the viewer, or in the browser", {
  opened <- NULL
  withr::local_options(rlang_interactive = TRUE, viewer = function(url) opened <<- url)
  page <- small_page()
  expect_identical(opened, as.vector(unclass(page)))
  opened <- NULL
  small_page(withr::local_tempfile(fileext = ".html"))
  expect_null(opened)
  expect_output(print(page), "<page> A <title>: ", fixed = TRUE)
  expect_identical(opened, as.vector(unclass(page)))
  withr::local_options(viewer = NULL, browser = function(url) opened <<- paste("browser", url))
  small_page()
  expect_match(opened, "^browser ")
})

test_that("pages appear in documents", {
  skip_if_not_installed("knitr")
  withr::local_options(knitr.in.progress = TRUE)
  page <- expect_visible(small_page())
  html <- local({
    before <- knitr::opts_knit$get("rmarkdown.pandoc.to")
    knitr::opts_knit$set(rmarkdown.pandoc.to = "html")
    on.exit(knitr::opts_knit$set(rmarkdown.pandoc.to = before))
    as.character(knitr::knit_print(page))
  })
  expect_match(html, "<iframe title=\"A &lt;title&gt;\"", fixed = TRUE)
  line <- strsplit(trimws(html), "\n")[[1]]
  expect_length(line, 1)
  inner <- sub(".*srcdoc=\"(.*)\"></iframe>$", "\\1", line)
  expect_no_match(inner, "\"", fixed = TRUE)
  inner <- gsub("&quot;", "\"", gsub("&#10;", "\n", inner, fixed = TRUE), fixed = TRUE)
  expect_identical(gsub("&amp;", "&", inner, fixed = TRUE), paste(readLines(page), collapse = "\n"))
  knitr::opts_knit$set(rmarkdown.pandoc.to = "latex")
  withr::defer(knitr::opts_knit$set(rmarkdown.pandoc.to = NULL))
  expect_match(as.character(knitr::knit_print(page)), "A page to explore: `", fixed = TRUE)
})

test_that("what there is no page for is refused", {
  expect_error(explore(1), class = "escnn_error_argument")
  expect_error(explore(), class = "escnn_error_argument")
})

test_that("a file that can't be is refused as by the function that was called", {
  skip_without_escnn()
  error <- rlang::catch_cnd(explore(group_cyclic(3), file = 3), "escnn_error_argument")
  expect_match(as.character(error$call[[1]]), "^explore(.escnn_group)?$")
  expect_identical(error$arg, "file")
})
