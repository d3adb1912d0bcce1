#' Pages that let you see and touch equivariance
#'
#' `explore()` writes one HTML file about an object, which opens in any browser
#' without a network connection.
#'
#' In RStudio the page is shown in the viewer, elsewhere in the browser. In a
#' document that knitr or Quarto makes, and in a notebook of Jupyter, the page
#' appears there; in a Shiny app it does by `renderUI(htmltools::as.tags(explore(x)))`.
#' Everything can be done by keyboard; what happens is also said in words, which screen readers
#' speak, and numbers are in tables.
#'
#' @param x What to explore. There are methods for
#'   [fitted models and modules][explore_network], and for
#'   [groups, gspaces, representations, field types and bases of kernels][explore_symmetry].
#' @param ... For methods, which all have `file`: the path of the HTML file to write.
#'   `NULL` writes a temporary file and, in an interactive session, opens it.
#' @returns The path of the file, of class `escnn_page`, invisibly.
#' @section Errors: `escnn_error_argument` when there is no page for `x`;
#'   `escnn_error_not_written` when the file can't be written; an older file
#'   stays.
#' @source Of this package.
#' @family explorers
#' @examplesIf escnn_available()
#' model <- net_gcnn(classes = 2, width = 2, depth = 2)
#' page <- explore(model, array(runif(784), c(1, 1, 28, 28)))
#' file.exists(page)
#' @export
explore <- function(x, ...) {
  if (missing(x)) {
    check_dots(...)
    abort_missing("x", environment())
  }
  UseMethod("explore")
}

#' @export
explore.default <- function(x, ...) {
  abort_arg("x", x, "something that there is a page for, such as a fitted model or a module")
}

# One file that holds everything: `scripts` and what they need are files of inst/explore,
# `data` plain values with the name of the `view` that shows them, `intro` paragraphs of text.
explore_page <- function(title, intro, scripts, data, file = NULL, call = rlang::caller_env()) {
  path <- check_path(file %||% tempfile("explore-", fileext = ".html"), arg = "file", call = call)
  write_page(page_text(title, intro, scripts, data), path, call)
  page <- structure(path, class = "escnn_page", title = title)
  if (is_embedded()) {
    return(page)
  }
  if (is.null(file) && rlang::is_interactive()) open_page(page)
  invisible(page)
}

page_text <- function(title, intro, scripts, data) {
  scripts <- vapply(c("page.js", scripts), page_part, "")
  # no text of the data may end the element that it is in
  json <- gsub("<", "\\u003c", jsonlite::toJSON(
    data, auto_unbox = TRUE, digits = NA, null = "null", json_verbatim = TRUE
  ), fixed = TRUE)
  paste0(
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n",
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ",
    "style-src 'unsafe-inline'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; img-src data:\">\n",
    "<title>", escape_html(title), "</title>\n<style>\n", page_part("page.css"), "</style>\n",
    "</head>\n<body>\n<main>\n<h1>", escape_html(title), "</h1>\n",
    paste0("<p>", escape_html(intro), "</p>\n", collapse = ""),
    "<noscript><p>This page needs JavaScript, which is switched off.</p></noscript>\n",
    "</main>\n<script type=\"application/json\" id=\"data\">", json, "</script>\n",
    paste0("<script>\n", scripts, "</script>\n", collapse = ""), "</body>\n</html>\n"
  )
}

page_part <- function(name) {
  path <- system.file("explore", name, package = "escnn", mustWork = TRUE)
  paste0(paste(readLines(path, encoding = "UTF-8"), collapse = "\n"), "\n")
}

escape_html <- function(text) {
  text <- gsub("&", "&amp;", enc2utf8(text), fixed = TRUE)
  text <- gsub("<", "&lt;", text, fixed = TRUE)
  gsub("\"", "&quot;", gsub(">", "&gt;", text, fixed = TRUE), fixed = TRUE)
}

# Written whole or not at all.
write_page <- function(text, path, call) {
  partial <- tempfile("page-", dirname(path), ".part")
  on.exit(unlink(partial))
  written <- tryCatch(
    suppressWarnings({
      writeBin(charToRaw(enc2utf8(text)), partial)
      file.rename(partial, path)
    }),
    error = function(e) FALSE
  )
  if (!isTRUE(written)) {
    cli::cli_abort(
      c(
        "The page can't be written to {.path {path}}.",
        i = "Does the folder exist, and may you write to it?"
      ),
      class = error_class("not_written"), call = call
    )
  }
}

open_page <- function(page) {
  viewer <- getOption("viewer")
  if (is.function(viewer)) viewer(unclass(page)[[1]]) else utils::browseURL(unclass(page)[[1]])
}

#' @export
print.escnn_page <- function(x, ...) {
  cat("<page> ", attr(x, "title"), ": ", format_path(x), "\n", sep = "")
  if (rlang::is_interactive() && !is_embedded()) open_page(x)
  invisible(x)
}

format_path <- function(x) as.vector(unclass(x))
