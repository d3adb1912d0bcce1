# Where the package lives, who maintains it and its version stand in DESCRIPTION; this writes
# them to the other files that say so. With --check it only lists those that say otherwise.
about <- read.dcf("DESCRIPTION", keep.white = "Authors@R")[1, ]
maintainer <- Filter(
  function(person) "cre" %in% person$role, eval(str2expression(about[["Authors@R"]]))
)

# A line of codemeta.json with this key, from its beginning.
field <- function(key, value) {
  c(sprintf("(?m)^(  \"%s\": )\".*\"", key), sprintf("\\1\"%s\"", value))
}
person <- sprintf(
  "\\1\n    {\"@type\": \"%s\", \"name\": \"%s\", \"email\": \"%s\"}",
  if (length(maintainer$given) > 1 || grepl("^The ",
    maintainer$given)) "Organization" else "Person",
  paste(c(maintainer$given, maintainer$family), collapse = " "), maintainer$email
)
derived <- list(
  "README.md" = list(
    c("install_github\\(\"[^\"]*\"\\)", sprintf(
      "install_github(\"%s\")", sub("^https://[^/]*/", "", about[["URL"]])
    ))
  ),
  "codemeta.json" = list(
    field("version", about[["Version"]]),
    field("codeRepository", about[["URL"]]),
    field("issueTracker", about[["BugReports"]]),
    c("(  \"(?:author|maintainer)\": \\[)\n    \\{.*\\}", person)
  )
)

other <- character()
for (path in names(derived)) {
  before <- after <- paste(readLines(path, encoding = "UTF-8"), collapse = "\n")
  for (rule in derived[[path]]) {
    if (!grepl(rule[[1]], after, perl = TRUE)) stop(path, " has no place for ", rule[[2]])
    after <- gsub(rule[[1]], rule[[2]], after, perl = TRUE)
  }
  if (identical(before, after)) next
  other <- c(other, path)
  if (!"--check" %in% commandArgs(TRUE)) writeLines(enc2utf8(after), path, useBytes = TRUE)
}
if (length(other) && "--check" %in% commandArgs(TRUE)) {
  cat("not as in DESCRIPTION: ", toString(other), " (Rscript tools/address.R writes them)\n",
    sep = "")
  quit(status = 1)
}
cat(if (length(other)) paste("written:", toString(other)) else "all as in DESCRIPTION", "\n",
  sep = "")
