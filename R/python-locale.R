# Text in the C locale, which batch jobs and containers often have. R knows of no letters there
# but ASCII's: names of files and classes are bytes to it, and reticulate would hand `<c3><bc>` to
# Python, which then reads and writes files of other names. Files and scripts are UTF-8 nearly
# everywhere, so that such bytes go to Python as UTF-8 and come back as they went.

ascii_locale <- function(known = l10n_info()) {
  # other sets of letters are named on Linux and macOS
  other <- !is.null(known$codeset) && !grepl("ASCII|ANSI_X3|^646$", known$codeset)
  !known$MBCS && !known$`Latin-1` && !known$`UTF-8` && !other
}

# Variables under which Python is to start: it asks then, and never again, how names of files are
# written. A system without this locale leaves Python as it was.
locale_env <- function() if (ascii_locale() && os_name() != "windows") c(LC_ALL = "C.UTF-8")

text_to_python <- function(x) {
  in_texts(x, function(text) {
    bytes <- Encoding(text) == "unknown" & validUTF8(text)
    Encoding(text[bytes]) <- "UTF-8"
    text
  })
}

text_from_python <- function(x) {
  in_texts(x, function(text) {
    Encoding(text) <- "unknown"
    text
  })
}

# Changes text, also names and what lists hold. Handles and other objects stay.
in_texts <- function(x, change) {
  # names of a handle would be asked of Python
  if (is.vector(x) && !is.null(names(x))) names(x) <- change(names(x))
  if (is.character(x)) {
    attributes <- attributes(x)
    x <- change(as.vector(x))
    attributes(x) <- attributes
  } else if (is.list(x) && !is.object(x)) {
    x[] <- lapply(x, in_texts, change)
  }
  x
}
