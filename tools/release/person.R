# What no program can do: sentences, in the order in which to do it.
to_do <- function(about) {
  maintainer <- about[["Authors@R"]]
  site <- grep("^url: *~", readLines("_pkgdown.yml"), value = TRUE)
  c(
    if (grepl("OWNER", about[["URL"]], fixed = TRUE)) paste(
      "Write the public address into DESCRIPTION (URL, BugReports), in place of OWNER, then run",
      "`Rscript tools/address.R`."
    ),
    if (grepl("\\.example\"", maintainer)) paste(
      "Write a maintainer into DESCRIPTION (Authors@R): a person whose mail is read. CRAN takes",
      "no groups. Then run `Rscript tools/address.R`."
    ),
    if (length(site)) {
      "Write the address of the site into _pkgdown.yml (url), if there is to be one."
    },
    sprintf("See `make check` pass, and the workflows on the three systems, at version %s.",
      about[["Version"]]),
    paste(
      "For r-universe: in a repository OWNER.r-universe.dev put a packages.json with the package's",
      "name and address; it builds by itself from then on."
    ),
    "For CRAN: see that the name is free there, send the tarball to win-builder, then submit it.",
    sprintf("Tag what was released: `git tag -a v%1$s -m \"escnn %1$s\"`, and push the tag.",
      about[["Version"]]),
    paste(
      "Afterwards raise Version in DESCRIPTION (to 0.1.0.9000, say), begin NEWS.md with",
      "\"# escnn (development version)\", and run `Rscript tools/address.R`."
    )
  )
}
