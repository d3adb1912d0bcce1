# Pages where there is no viewer: in documents, notebooks and Shiny's apps they stand in a frame.

# One line of HTML, which all engines of Markdown leave as it is. The page is inside, so that it
# goes along wherever the HTML goes.
page_frame <- function(x) {
  text <- paste(readLines(x, encoding = "UTF-8", warn = FALSE), collapse = "&#10;")
  text <- gsub("\"", "&quot;", gsub("&(?!#10;)", "&amp;", text, perl = TRUE), fixed = TRUE)
  paste0(
    "<iframe title=\"", escape_html(attr(x, "title")), "\" width=\"100%\" height=\"1000\" ",
    "style=\"border: 1px solid #999\" srcdoc=\"", text, "\"></iframe>"
  )
}

# Whether a value is shown by what runs the code, so that nothing is opened: knitr, Jupyter's R
# kernel, or an app, whose users sit elsewhere.
is_embedded <- function() {
  isTRUE(getOption("knitr.in.progress")) || isTRUE(getOption("jupyter.in_kernel")) || in_app()
}

in_app <- function() {
  isNamespaceLoaded("shiny") && !is.null(shiny::getDefaultReactiveDomain())
}

#' @rawNamespace S3method(knitr::knit_print, escnn_page)
NULL

knit_print.escnn_page <- function(x, ...) { # nolint: object_name_linter.
  if (!knitr::is_html_output(excludes = "gfm")) {
    return(paste0("A page to explore: `", format_path(x), "`"))
  }
  knitr::asis_output(paste0("\n\n", page_frame(x), "\n\n"))
}

# For what is made of htmltools, such as Shiny's `renderUI()`, which takes text as it is
# unless it is asked for tags.
#' @rawNamespace S3method(htmltools::as.tags, escnn_page)
NULL

as.tags.escnn_page <- function(x, ...) htmltools::HTML(page_frame(x)) # nolint: object_name_linter.

# Jupyter's R kernel asks for each form in which a value can be shown.
#' @rawNamespace S3method(repr::repr_html, escnn_page)
NULL

repr_html.escnn_page <- function(obj, ...) page_frame(obj) # nolint: object_name_linter.
