# The note on what reticulate and uv have provided, by which a later session starts at once.

# What an earlier session was given: list(python, torch, requirements), torch being the
# builds of PyTorch that it took. NULL where that is in uv's cache no longer.
provided_before <- function() {
  note <- read_json_file(provided_note())
  same <- identical(unlist(note$requirements), unlist(provided_requirements(), use.names = FALSE))
  if (same && !is.null(note) && file.exists(note$python)) note
}

provided_python <- function() provided_before()$python

# A note that can't be written costs a later session an announcement, and no more.
remember_provided <- function(python) {
  requirements <- unlist(provided_requirements(), use.names = FALSE)
  try(suppressWarnings({
    dir.create(cache_dir(), FALSE, TRUE)
    torch <- Sys.getenv("UV_TORCH_BACKEND")
    write_json_file(
      list(python = python, torch = torch, requirements = requirements), provided_note()
    )
  }), silent = TRUE)
  invisible(python)
}

provided_note <- function() file.path(cache_dir(), "provided-python.json")
