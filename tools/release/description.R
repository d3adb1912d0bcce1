# What CRAN's policy says of DESCRIPTION, NEWS and the licence, and can be read off them.

description_problems <- function(about) {
  text <- function(field) trimws(gsub("[[:space:]]+", " ", about[field]))
  wanted <- c(
    "Package", "Title", "Version", "Authors@R", "Description", "License", "URL", "BugReports",
    "Encoding", "Language"
  )
  title <- text("Title")
  description <- text("Description")
  people <- eval(str2expression(about[["Authors@R"]]))
  maintainers <- Filter(function(person) "cre" %in% person$role, people)
  c(
    sprintf("%s is missing", setdiff(wanted, names(about))),
    if (!grepl("^[0-9]+\\.[0-9]+\\.[0-9]+$", text("Version"))) "a release has three numbers",
    if (!identical(title, tools::toTitleCase(title))) "Title is not in title case",
    if (grepl("\\.$", title)) "Title ends with a full stop",
    if (nchar(title) > 65) "Title has more than 65 characters",
    if (grepl(sprintf("^(This package|%s|In R)\\b", text("Package")), description, TRUE)) {
      "Description begins with the name of the package"
    },
    if (!grepl("\\.$", description)) "Description is no whole sentence",
    if (length(maintainers) != 1) "there must be one maintainer (cre)",
    if (!any(vapply(people, function(person) "cph" %in% person$role, NA))) {
      "nobody holds the copyright (cph)"
    },
    if ("Remotes" %in% names(about)) "Remotes is for development versions",
    if (grepl("[^ -~]", paste(about, collapse = "")) && is.na(about["Encoding"])) {
      "text that is not ASCII needs an Encoding"
    }
  )
}

news_problems <- function(about) {
  first <- grep("^# ", readLines("NEWS.md", encoding = "UTF-8"), value = TRUE)[1]
  wanted <- paste("# escnn", about[["Version"]])
  if (!identical(first, wanted)) sprintf("it begins with \"%s\"", first)
}

# The file that DESCRIPTION names, in the form that R asks for.
licence_problems <- function(about) {
  if (!identical(about[["License"]], "MIT + file LICENSE")) {
    return("not MIT + file LICENSE")
  }
  fields <- read.dcf("LICENSE")
  c(
    if (!identical(sort(colnames(fields)), c("COPYRIGHT HOLDER", "YEAR"))) {
      "LICENSE must have YEAR and COPYRIGHT HOLDER, and no more"
    },
    if (!file.exists("LICENSE.md")) "LICENSE.md, with the whole text, is missing"
  )
}

address_problems <- function() {
  said <- suppressWarnings(
    system2(file.path(R.home("bin"), "Rscript"), c("tools/address.R", "--check"), stdout = TRUE)
  )
  if (!is.null(attr(said, "status"))) said
}
