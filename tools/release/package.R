# What CRAN checks of the sources and of the package that is built from them.

# Addresses in documentation and DESCRIPTION, without asking whether they answer.
url_problems <- function() {
  addresses <- tools:::url_db_from_package_sources(".", add = FALSE)
  # files of the sources, which the README leads to
  addresses <- addresses[!file.exists(addresses$URL), ]
  bad <- !grepl("^https?://[A-Za-z0-9.-]+\\.[a-z]{2,}(:[0-9]+)?(/[^ <>\"{}]*)?$", addresses$URL)
  plain <- grepl("^http://", addresses$URL) & !grepl("^http://(localhost|127\\.)", addresses$URL)
  parent <- function(rows) {
    sprintf("%s (%s)", addresses$URL[rows], vapply(addresses$Parent[rows], `[[`, "", 1))
  }
  c(
    if (any(bad)) paste("not an address:", parent(bad)),
    if (any(plain)) paste("not https:", parent(plain))
  )
}

ascii_problems <- function() {
  files <- list.files("R", "[.]R$", full.names = TRUE)
  lines <- lapply(files, function(file) grep("[^ -~\t]", readLines(file, warn = FALSE)))
  first <- vapply(lines, function(at) if (length(at)) at[[1]] else NA_integer_, 0L)
  sprintf("%s, line %d", files, first)[!is.na(first)]
}

# list(problems, note): words that nobody knows, except those of inst/WORDLIST.
spelling <- function() {
  if (!requireNamespace("spelling", quietly = TRUE)) {
    return(list(NA, "the package spelling is not installed"))
  }
  unknown <- spelling::spell_check_package(".")
  where <- vapply(unknown$found, function(at) at[[1]], "")
  list(sprintf("%s (%s)", unknown$word, where), NULL)
}

# Runs R, with what it says in a log; list(ok, log).
run_r <- function(arguments, folder, name, env = character()) {
  # they may ask for the working folder
  force(arguments)
  log <- file.path(folder, paste0(name, ".log"))
  home <- setwd(folder)
  on.exit(setwd(home))
  status <- system2(file.path(R.home("bin"), "R"), c("CMD", arguments), log, log, env = env)
  list(ok = identical(status, 0L), log = log)
}

ends <- function(log, n = 5) c(utils::tail(readLines(log, warn = FALSE), n), paste("see", log))

# With Python, where it is: what vignettes show is in the package.
build <- function(folder) {
  done <- run_r(c("build", shQuote(getwd())), folder, "build")
  path <- list.files(folder, "[.]tar[.]gz$", full.names = TRUE)
  list(path = path, problems = if (!done$ok || !length(path)) ends(done$log))
}

# list(problems, size): in a library of its own, in MB.
install <- function(tarball, folder) {
  library <- file.path(folder, "library")
  dir.create(library)
  done <- run_r(c("INSTALL", paste0("--library=", shQuote(library)), shQuote(tarball)), folder,
    "install")
  files <- list.files(library, recursive = TRUE, all.files = TRUE, full.names = TRUE)
  list(problems = if (!done$ok) ends(done$log), size = sum(file.size(files)) / 2^20)
}

# As on CRAN's machines: without Python and a network, and only the tests that run there.
# list(problems, slow, minutes).
check <- function(tarball, folder) {
  empty <- file.path(folder, "no-python")
  dir.create(empty)
  env <- c(
    "_R_CHECK_CRAN_INCOMING_=true", "_R_CHECK_CRAN_INCOMING_REMOTE_=false",
    "_R_CHECK_FORCE_SUGGESTS_=false", "_R_CHECK_SYSTEM_CLOCK_=0",
    "_R_CHECK_PACKAGE_DEPENDS_IGNORE_MISSING_ENHANCES_=true", "NOT_CRAN=false",
    paste0("WORKON_HOME=", shQuote(empty)), "RETICULATE_PYTHON=", "ESCNN_PYTHON=",
    "RETICULATE_USE_MANAGED_VENV=no", "ESCNN_TEST_NO_PYTHON=true"
  )
  begun <- Sys.time()
  run_r(c("check", "--as-cran", "--no-manual", shQuote(tarball)), folder, "check", env)
  minutes <- as.numeric(difftime(Sys.time(), begun, units = "mins"))
  checked <- file.path(folder, "escnn.Rcheck")
  lines <- readLines(file.path(checked, "00check.log"), warn = FALSE)
  list(problems = check_problems(lines), slow = slow_examples(checked), minutes = minutes)
}

# The parts of a log that are neither OK nor what a new package is always told.
check_problems <- function(lines) {
  begins <- grep("^\\* ", lines)
  parts <- Map(function(from, to) lines[from:to], begins, c(begins[-1] - 1, length(lines)))
  bad <- Filter(function(part) grepl("(NOTE|WARNING|ERROR)$", part[[1]]), parts)
  expected <- "CRAN incoming feasibility|^$|^Maintainer:|^New submission$"
  bad <- Filter(function(part) !all(grepl(expected, part)), bad)
  trimws(unlist(bad))
}

slow_examples <- function(checked) {
  file <- file.path(checked, "escnn-Ex.timings")
  if (!file.exists(file)) {
    return(character())
  }
  times <- utils::read.delim(file)
  slow <- times[times$elapsed > 5, ]
  sprintf("%s: %.1f seconds", slow$name, slow$elapsed)
}
