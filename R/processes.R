# Other programs, started here. Those below a process are found by a mark in their
# environment when it is killed, and processx draws it with R's random generator: after
# `set.seed()`, two processes of one second have the same mark, and who kills one kills
# the other, even that of another session. So R's generator is another one meanwhile,
# which also leaves the user's random numbers as they were.

start_process <- function(...) {
  # arguments are computed before
  list(...)
  with_clock_seed(processx::process$new(...))
}

run_process <- function(...) {
  list(...)
  with_clock_seed(processx::run(...))
}

# Runs code with a random state that comes from the clock and the process's own number,
# as R's does in a new session.
with_clock_seed <- function(code) {
  before <- random_state()
  on.exit(set_random_state(before))
  if (!is.null(before)) rm(".Random.seed", envir = globalenv())
  force(code)
}
