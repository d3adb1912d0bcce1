# Progress of work in steps that aren't batches of a training: a bar for people who watch, in a
# script a line every ten seconds, and nothing of what is soon over.

# `step(done)` tells how many of `total` steps are done (`NULL`: nobody knows how many there are),
# `done()` ends it.
step_progress <- function(what, total = NULL) {
  switch(audience(),
    # a bar that can't be replaced would be a line for each step
    watched = if (cli::is_dynamic_tty()) watched_steps(what, total) else script_steps(what, total),
    script = script_steps(what, total),
    list(step = function(done) force(done), done = function() NULL)
  )
}

watched_steps <- function(what, total) {
  env <- new.env()
  id <- if (is.null(total)) {
    cli::cli_progress_bar(
      format = "{what}: {cli::pb_current}", total = NA, .envir = env, .auto_close = FALSE
    )
  } else {
    cli::cli_progress_bar(
      format = "{what} {cli::pb_bar} {cli::pb_percent}, {cli::pb_eta} left", total = total,
      .envir = env, .auto_close = FALSE
    )
  }
  list(
    step = function(done) cli::cli_progress_update(set = done, id = id, .envir = env),
    done = function() cli::cli_progress_done(id = id, .envir = env)
  )
}

script_steps <- function(what, total, now = function() as.numeric(Sys.time())) {
  begun <- said <- now()
  steps <- 0
  step <- function(done) {
    steps <<- done
    if (now() - said < patience) {
      return(invisible())
    }
    said <<- now()
    if (is.null(total)) {
      cli::cli_text("{what}: {big(done)}")
    } else if (done < total) {
      left <- about((now() - begun) / done * (total - done))
      cli::cli_text("{what}: {big(done)} of {big(total)}, {left} left")
    }
  }
  finished <- function() {
    # nothing of work that failed
    if (now() - begun >= patience && steps >= (total %||% 0)) {
      cli::cli_text("{what}: all {big(steps)} in {format_seconds(now() - begun)}")
    }
  }
  list(step = step, done = finished)
}
