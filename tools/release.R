# Builds the source package, runs what can be run here of the checks that CRAN makes, and lists
# what is left for a person to do. Fails when a check does.
#   Rscript tools/release.R [--quick]     --quick leaves out R CMD check
source("tools/release/description.R")
source("tools/release/package.R")
source("tools/release/person.R")

quick <- "--quick" %in% commandArgs(TRUE)
folder <- normalizePath(file.path(".make"), mustWork = FALSE)
folder <- file.path(folder, "release")
unlink(folder, recursive = TRUE)
dir.create(folder, recursive = TRUE)
about <- read.dcf("DESCRIPTION", keep.white = "Authors@R")[1, ]

failed <- character()
# `problems` is what is wrong, as text; NULL where a check can't be run, with the reason in `note`
say <- function(what, problems = character(), note = NULL) {
  mark <- if (is.null(problems)) "--" else if (length(problems)) "NO" else "ok"
  cat(sprintf("%s  %s%s\n", mark, what, if (is.null(note)) "" else paste0(": ", note)))
  if (length(problems)) {
    cat(paste0("      ", problems, "\n"), sep = "")
    failed <<- c(failed, what)
  }
}

cat(sprintf("escnn %s\n\n", about[["Version"]]))
say("fields of DESCRIPTION", description_problems(about))
say("NEWS begins with this version", news_problems(about))
say("address, maintainer and version are the same everywhere", address_problems())
say("licence", licence_problems(about))
say("addresses are well formed", url_problems())
say("code is ASCII", ascii_problems())
do.call(say, c("spelling", spelling()))

tarball <- build(folder)
say("the source package can be built", tarball$problems)
if (length(tarball$path)) {
  size <- file.size(tarball$path) / 2^20
  say("tarball below 2 MB", if (size >= 2) "it is too large", sprintf("%.2f MB", size))
  installed <- install(tarball$path, folder)
  say("it can be installed", installed$problems)
  say(
    "installed below 5 MB", if (isTRUE(installed$size >= 5)) "it is too large",
    sprintf("%.2f MB", installed$size)
  )
  if (quick) {
    say("R CMD check --as-cran", NULL, "left out")
  } else {
    result <- check(tarball$path, folder)
    say("R CMD check --as-cran", result$problems, sprintf("%.0f minutes", result$minutes))
    say("examples take less than 5 seconds each", result$slow)
  }
}

left <- to_do(about)
cat("\nWhat a person must do\n", paste0("  ", seq_along(left), ". ", left, "\n"), sep = "")
if (length(tarball$path)) cat("\nThe package: ", tarball$path, "\n", sep = "")
if (length(failed)) {
  cat("\nNot ready: ", toString(failed), "\n", sep = "")
  quit(status = 1)
}
