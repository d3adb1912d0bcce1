# One installation at a time, and what one that was killed has left behind.

take_lock <- function(job) {
  lock <- job$files$lock
  if (lock_is_live(lock)) {
    owner <- read_json_file(lock)
    cli::cli_abort(
      c(
        "Another process (number {owner$pid}) is installing {.path {job$files$path}}.",
        i = "Wait until it is done."
      ),
      class = error_class("installing"),
      call = job$call
    )
  }
  dir.create(dirname(lock), showWarnings = FALSE, recursive = TRUE)
  owner <- list(pid = Sys.getpid(), host = Sys.info()[["nodename"]])
  written <- tryCatch(suppressWarnings(write_json_file(owner, lock)), error = function(e) FALSE)
  if (!isTRUE(written)) {
    abort_step(job, paste0("The folder '", dirname(lock), "' can't be written to."))
  }
}

# Clears away what an installation that was killed has left.
recover <- function(job) {
  files <- job$files
  unlink(files$tmp, recursive = TRUE)
  left <- env_state(files$path)$status == "incomplete"
  previous <- dir.exists(files$previous)
  if (previous && (left || !dir.exists(files$path))) {
    restore_previous(files)
    say_step(job, "Put back the environment from before an interrupted installation")
  } else if (previous) {
    unlink(files$previous, recursive = TRUE)
  } else if (left) {
    unlink(files$path, recursive = TRUE)
    say_step(job, "Cleared away what an interrupted installation had left")
  }
}

restore_previous <- function(files) {
  unlink(files$path, recursive = TRUE)
  if (dir.exists(files$previous)) file.rename(files$previous, files$path)
}
