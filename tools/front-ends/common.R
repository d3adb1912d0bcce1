# What all scripts of this folder begin with. Each tries one front end and says so in lines:
# "version: ...", "checked: ...", or "not run: ..." where it isn't here.

version <- function(...) cat("version: ", ..., "\n", sep = "")

checked <- function(what, ok = TRUE) {
  if (!isTRUE(ok)) stop("failed: ", what, call. = FALSE)
  cat("checked: ", what, "\n", sep = "")
}

not_run <- function(reason) {
  cat("not run: ", reason, "\n", sep = "")
  quit(status = 0)
}

needs <- function(...) {
  lacking <- Filter(function(name) !requireNamespace(name, quietly = TRUE), c(...))
  if (length(lacking)) not_run(paste("needs the R packages", toString(lacking)))
  if (!escnn::escnn_available()) not_run("needs Python's escnn")
  for (name in c(...)) version(name, " ", as.character(utils::packageVersion(name)))
}

# Where the package is, for processes that this one starts.
library_path <- function() dirname(getNamespaceInfo("escnn", "path"))

rscript <- file.path(R.home("bin"), "Rscript")

# R code in a process of its own; list(status, stdout, stderr), or an error with what it said.
in_r <- function(code, env = character(), command = rscript, arguments = character(), ...) {
  script <- tempfile(fileext = ".R")
  writeLines(code, script, useBytes = TRUE)
  env <- c(env, R_LIBS = r_libs())
  done <- processx::run(
    command, c(arguments, script), env = c("current", env[!duplicated(names(env))]),
    error_on_status = FALSE, timeout = 240, cleanup_tree = TRUE, ...
  )
  if (done$status != 0) stop("R failed:\n", done$stdout, done$stderr, call. = FALSE)
  done
}

r_libs <- function() paste(c(library_path(), .libPaths()), collapse = .Platform$path.sep)
