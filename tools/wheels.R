# Fails when a pin has no wheel for a system that this package is said to work on, where pip would
# want a compiler; of CentOS 7, which gets no more repairs, it only tells. Asks the
# package index by uv, and downloads nothing.
#   Rscript tools/wheels.R [path of uv]
uv <- c(commandArgs(TRUE), Sys.which("uv"))[[1]]
if (!nzchar(uv)) stop("uv is not installed: pip install uv", call. = FALSE)
# the oldest of each kind, by uv's names
platforms <- c(
  "CentOS 7, glibc 2.17" = "x86_64-manylinux2014",
  "Alma 8, glibc 2.28" = "x86_64-manylinux_2_28",
  "ARM Linux, glibc 2.28" = "aarch64-manylinux_2_28",
  "Apple silicon" = "aarch64-apple-darwin",
  "Windows" = "x86_64-pc-windows-msvc"
)
# PyTorch of today wants macOS 14
Sys.setenv(MACOSX_DEPLOYMENT_TARGET = "14.0")
lists <- yaml::read_yaml("inst/python-env.yml")

ask <- function(lines, platform, python) {
  file <- tempfile(fileext = ".in")
  writeLines(lines, file)
  said <- suppressWarnings(system2(uv, c(
    "pip", "compile", "--no-deps", "--only-binary", ":all:", "--python-platform", platform,
    "--python-version", python, "--no-python-downloads", "--quiet", "--no-header", shQuote(file)
  ), stdout = TRUE, stderr = TRUE))
  is.null(attr(said, "status"))
}

lacking <- character()
for (name in c("default", "current")) {
  list <- lists[[name]]
  for (system in names(platforms)) {
    for (python in list$python) {
      check <- function(lines) ask(lines, platforms[[system]], python)
      bad <- if (!check(list$requirements)) Filter(Negate(check), list$requirements)
      cat(sprintf(
        "%-8s Python %-5s %-22s %s\n", name, python, system,
        if (length(bad)) paste("no wheels:", toString(bad)) else "all wheels"
      ))
      if (!startsWith(system, "CentOS 7")) lacking <- c(lacking, bad)
    }
  }
}
if (length(lacking)) quit(status = 1)
