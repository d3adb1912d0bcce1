# The first R library that can be written to; else the user's own, made now.
writable <- .libPaths()[file.access(.libPaths(), 2) == 0]
if (length(writable)) {
  cat(writable[[1]])
} else {
  mine <- path.expand(Sys.getenv("R_LIBS_USER"))
  dir.create(mine, recursive = TRUE, showWarnings = FALSE)
  cat(mine)
}
