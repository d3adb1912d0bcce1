framed_page <- function() {
  file <- withr::local_tempfile(fileext = ".html", .local_envir = parent.frame())
  explore_page("A \"page\"", "First.", character(), list(view = "none"), file)
}

test_that("a frame has the page inside, in one line", {
  page <- framed_page()
  frame <- page_frame(page)
  expect_match(frame, "^<iframe title=\"A &quot;page&quot;\" .* srcdoc=\"<!DOCTYPE html>")
  expect_no_match(frame, "\n", fixed = TRUE)
})

test_that("notebooks and documents show a page, and nothing else opens it", {
  opened <- NULL
  withr::local_options(rlang_interactive = TRUE, viewer = function(url) opened <<- url)
  withr::with_options(list(jupyter.in_kernel = TRUE), {
    page <- expect_visible(explore_page("A", "B", character(), list(view = "none")))
    expect_output(print(page), "<page> A")
  })
  withr::with_options(list(knitr.in.progress = TRUE), {
    expect_visible(explore_page("A", "B", character(), list(view = "none")))
  })
  expect_null(opened)
  expect_invisible(explore_page("A", "B", character(), list(view = "none")))
  expect_match(opened, "html$")
})

test_that("Jupyter's kernel and htmltools get the frame", {
  skip_if_not_installed("repr")
  skip_if_not_installed("htmltools")
  page <- framed_page()
  expect_identical(repr::repr_html(page), page_frame(page))
  expect_identical(as.character(htmltools::as.tags(page)), page_frame(page))
})

test_that("a page of an app opens nowhere else", {
  skip_if_not_installed("shiny")
  skip_if_not_installed("htmltools")
  opened <- NULL
  withr::local_options(rlang_interactive = TRUE, viewer = function(url) opened <<- url)
  server <- function(input, output, session) {
    output$page <- shiny::renderUI(htmltools::as.tags(
      explore_page("A", "B", character(), list(view = "none"))
    ))
  }
  shiny::testServer(server, expect_match(output$page$html, "<iframe title=\"A\"", fixed = TRUE))
  expect_null(opened)
})
