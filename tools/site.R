# Builds the site of the documentation in docs/, without a network, and checks that each
# link within it leads somewhere, and that each picture has a text.
options(pkgdown.internet = FALSE, escnn.download = FALSE)
out <- "docs"
library(escnn)

# What the plots of examples show: pkgdown leaves their texts out.
example_texts <- character()
note_alt_text <- escnn:::note_alt_text
utils::assignInNamespace("note_alt_text", function(text) {
  example_texts <<- c(example_texts, text)
  note_alt_text(text)
}, "escnn")

pkgdown::build_site(preview = FALSE, devel = FALSE, new_process = FALSE, install = FALSE)

unlink(file.path(out, "pull_request_template.html"))

quoted <- function(text) {
  gsub("\"", "&quot;", gsub("<", "&lt;", gsub("&", "&amp;", text, fixed = TRUE), fixed = TRUE),
       fixed = TRUE)
}
# In the order in which examples ran, which is that of their names.
described <- function(text) {
  empty <- "<img src=\"[^\"]+-[0-9]+[.]png\" alt=\"\""
  for (at in seq_along(gregexpr(empty, text)[[1]])) {
    if (!grepl(empty, text) || !length(example_texts)) break
    alt <- paste0("alt=\"", quoted(example_texts[[1]]), "\"")
    image <- regmatches(text, regexpr(empty, text))
    regmatches(text, regexpr(empty, text)) <- sub("alt=\"\"", alt, image, fixed = TRUE)
    example_texts <<- example_texts[-1]
  }
  text
}

# The explorer stands where a page has a comment that asks for it.
explore(escnn_example(), file = file.path(out, "explore.html"), title = "Turn a digit")
frame <- function(root) {
  paste0(
    '<iframe class="explorer" loading="lazy" title="A trained network that turns along with ',
    'its picture: turn a digit and see" src="', root, 'explore.html"></iframe>\n',
    '<p><a href="', root, 'explore.html">Open it as a page of its own.</a></p>'
  )
}
repository <- read.dcf("DESCRIPTION", "URL")[[1]]
pages <- list.files(out, "[.]html$", recursive = TRUE)
for (page in pages) {
  path <- file.path(out, page)
  text <- paste(readLines(path, encoding = "UTF-8", warn = FALSE), collapse = "\n")
  root <- strrep("../", lengths(regmatches(page, gregexpr("/", page))))
  changed <- sub("<!-- explorer -->", frame(root), text, fixed = TRUE)
  # pkgdown makes a page of each file of text but this one, which has a page already
  changed <- gsub('href="NEWS.html"', 'href="news/index.html"', changed, fixed = TRUE)
  # what is a file in the repository is a page of the site
  changed <- gsub('href="vignettes/(articles/)?([^"]*)[.]Rmd"', 'href="articles/\\2.html"', changed)
  # what is no page is shown by the repository
  changed <- gsub(
    'href="(bench/[^"]*)[.]html"', paste0('href="', repository, '/blob/HEAD/\\1.md"'), changed
  )
  # there is no logo; and a caption is what its picture shows
  changed <- gsub('<img src="" class="logo" alt="">', "", changed, fixed = TRUE)
  changed <- gsub(
    'alt="">(<p class="caption")>([^<]*)</p>', 'alt="\\2">\\1 aria-hidden="true">\\2</p>', changed
  )
  if (startsWith(page, "reference/")) changed <- described(changed)
  if (changed != text) writeLines(changed, path, useBytes = TRUE)
}

if (length(example_texts)) stop("Examples drew more pictures than their pages show.")

# What the search looks through, as a script, because a page on a disk can't fetch data.
entries <- jsonlite::read_json(file.path(out, "search.json"))
# the functions of a page are those that the index of functions names
links <- xml2::xml_find_all(
  xml2::read_html(file.path(out, "reference", "index.html")), "//main//dt//a"
)
function_names <- split(
  xml2::xml_text(links), file.path("reference", xml2::xml_attr(links, "href"))
)
index <- lapply(Filter(\(entry) length(entry$path) > 0, entries), function(entry) {
  field <- function(name) if (length(entry[[name]])) toString(unlist(entry[[name]])) else ""
  path <- sub("^/", "", field("path"))
  page <- sub("#.*", "", path)
  title <- field("title")
  where <- c(field("dir"), field("previous_headings"), field("what"))
  list(
    page = page, path = if (nzchar(field("id"))) paste0(page, "#", field("id")) else page,
    title = title, where = paste(where[nzchar(where) & where != title], collapse = " > "),
    code = tolower(paste(function_names[[page]], collapse = " ")),
    head = tolower(paste(title, field("what"))), text = tolower(substr(field("text"), 1, 1500))
  )
})
writeLines(
  paste0("window.siteIndex = ", jsonlite::toJSON(index, auto_unbox = TRUE), ";"),
  file.path(out, "search.js"), useBytes = TRUE
)
unlink(file.path(out, "search.json"))

# Files and places that links name.
attributes_of <- function(text, name) {
  values <- regmatches(text, gregexpr(paste0("(?<=[ \n]", name, '=")[^"]*'), text, perl = TRUE))
  gsub("&amp;", "&", unlist(values), fixed = TRUE)
}
pages <- list.files(out, "[.]html$", recursive = TRUE)
texts <- lapply(file.path(out, pages), function(path) {
  paste(readLines(path, encoding = "UTF-8", warn = FALSE), collapse = "\n")
})
names(texts) <- pages
places <- lapply(texts, attributes_of, "id")
broken <- unlist(lapply(setdiff(pages, "404.html"), function(page) {
  links <- c(attributes_of(texts[[page]], "href"), attributes_of(texts[[page]], "src"))
  links <- unique(links[nzchar(links) & !grepl("^([a-z]+:|//)", links)])
  file <- sub("[#?].*", "", links)
  target <- ifelse(nzchar(file), file.path(dirname(page), file), page)
  for (i in 1:6) target <- sub("(^|/)[^/.]+/[.][.]/", "\\1", gsub("(^|/)[.]/", "\\1", target))
  place <- ifelse(grepl("#", links), utils::URLdecode(sub("^[^#]*#", "", links)), "")
  there <- file.exists(file.path(out, target)) & !startsWith(target, "../")
  known <- mapply(function(target, place) {
    !nzchar(place) || !target %in% pages || place %in% places[[target]]
  }, target, place)
  if (any(!there | !known)) paste0(page, ": ", links[!there | !known])
}))
elsewhere <- unique(unlist(lapply(texts, attributes_of, "src")))
elsewhere <- grep("^(https?:)?//", elsewhere, value = TRUE)
silent <- unlist(lapply(pages, function(page) {
  images <- regmatches(texts[[page]], gregexpr("<img [^>]*>", texts[[page]]))[[1]]
  images <- images[!grepl('alt="[^"]', images)]
  if (length(images)) paste0(page, ": no text for ", strtrim(images, 100))
}))
cat(
  length(pages), "pages in docs/,", length(broken), "broken links,", length(silent),
  "pictures without a text\n"
)
if (length(c(broken, elsewhere, silent))) {
  writeLines(c(broken, silent, if (length(elsewhere)) paste("loaded from elsewhere:", elsewhere)))
  quit(status = 1)
}
