# What needs Python is skipped without it, and says so.
skip_without_escnn <- function() {
  # looking for a Python that isn't there takes a second each time
  without <- nzchar(Sys.getenv("ESCNN_TEST_NO_PYTHON"))
  skip_if(
    without || !escnn_available(), "Python's escnn is not installed: run install_escnn()"
  )
}

# One line in a new R process that has the package, and only `env` besides.
in_new_r <- function(code, env = character()) {
  script <- withr::local_tempfile(fileext = ".R")
  # reticulate has set it for the Python that runs
  withr::local_envvar(VIRTUAL_ENV = NA)
  paths <- paste0(".libPaths(", paste(deparse(.libPaths()), collapse = ""), ")")
  writeLines(c(paths, code), script)
  run_process(
    file.path(R.home("bin"), "Rscript"), c("--vanilla", script),
    env = if (length(env)) c("current", env), error_on_status = FALSE
  )
}

# In tests of an installed package, sub-processes can load it; in load_all(), not.
skip_unless_installed <- function() {
  installed <- file.path(getNamespaceInfo("escnn", "path"), "Meta", "package.rds")
  skip_if_not(file.exists(installed), "a new process needs the installed package")
}

# An object as it comes back from a file: class and attributes, but a dead pointer.
revive <- function(x) {
  file <- withr::local_tempfile(fileext = ".rds")
  saveRDS(x, file)
  readRDS(file)
}

c4 <- function() gspace_rot2d_on_r2(n = 4)

random_array <- function(...) {
  withr::with_seed(1, array(rnorm(prod(...)), c(...)))
}
