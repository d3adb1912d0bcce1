# What is said while a training runs: to people who watch, a bar for batches and a
# line for each epoch; in a script nothing for ten seconds, then a line now and then.

patience <- 10

# Functions of a batch's and of an epoch's state, and of the end; `batch` is `NULL`
# where nothing is said, and is called at most every `pause` seconds.
training_progress <- function(epochs, verbose, call = rlang::caller_env()) {
  verbose <- if (!is.null(verbose)) check_flag(verbose, call = call)
  mode <- if (isTRUE(verbose)) "watched" else if (isFALSE(verbose)) "silent" else audience()
  switch(mode,
    watched = watched_progress(epochs),
    script = script_progress(epochs),
    list(epoch = function(...) NULL, done = function() NULL, pause = 1)
  )
}

audience <- function() {
  if (isTRUE(getOption("knitr.in.progress")) || identical(Sys.getenv("TESTTHAT"), "true")) {
    return("silent")
  }
  if (rlang::is_interactive()) "watched" else "script"
}

# Where lines can't be replaced, as in notebooks and editors, batches are told of now and then.
watched_progress <- function(epochs, replaced = cli::is_dynamic_tty()) {
  env <- new.env()
  env$text <- ""
  clock <- training_clock(epochs)
  last_word <- clock$now()
  batch <- function(state) {
    if (!replaced && clock$now() - last_word < patience) {
      return(invisible())
    }
    last_word <<- clock$now()
    share <- if (is.null(state$of)) "" else paste0(" of ", state$of)
    left <- clock$left(state)
    env$text <- paste0(
      "Epoch ", state$epoch, " of ", epochs, ", batch ", state$batch, share,
      ", loss ", signif(state$loss, 4), if (!is.null(left)) paste0(", ", left, " left")
    )
    if (!replaced) {
      cli::cli_text("{env$text}")
    } else if (is.null(env$bar)) {
      env$bar <- cli::cli_progress_message("{text}", .envir = env)
    } else {
      cli::cli_progress_update(id = env$bar, .envir = env)
    }
  }
  hide <- function() {
    if (!is.null(env$bar)) cli::cli_progress_done(id = env$bar, .envir = env)
    env$bar <- NULL
  }
  epoch <- function(record) {
    hide()
    clock$finished(record)
    last_word <<- clock$now()
    say_epoch(record, epochs)
  }
  list(batch = batch, epoch = epoch, done = hide, pause = if (replaced) 0.1 else 1)
}

script_progress <- function(epochs) {
  clock <- training_clock(epochs)
  # the first word comes after ten seconds, and each other one ten seconds later
  last_word <- clock$now()
  announced <- FALSE
  batch <- function(state) {
    expected <- clock$epoch(state)
    if (announced || clock$now() < patience || is.null(expected) || expected < 60) {
      return(invisible())
    }
    announced <<- TRUE
    last_word <<- clock$now()
    cli::cli_text(
      "An epoch will take {about(expected)}{if (epochs > 1) paste0(', all ', epochs, ' of them ',
      about(expected * epochs))}."
    )
  }
  epoch <- function(record) {
    clock$finished(record)
    if (clock$now() - last_word < patience && (clock$now() < patience || record$epoch < epochs)) {
      return(invisible())
    }
    last_word <<- clock$now()
    say_epoch(record, epochs, clock$left(list(epoch = record$epoch + 1, batch = 0)))
  }
  list(batch = batch, epoch = epoch, done = function() NULL, pause = 1)
}

say_epoch <- function(record, epochs, left = NULL) {
  numbers <- record[setdiff(names(record), c("epoch", "lr", "seconds"))]
  shown <- paste(names(numbers), vapply(numbers, format, "", digits = 4))
  cli::cli_text(
    "Epoch {record$epoch} of {epochs} ({format(record$seconds, digits = 2)} s): {shown}",
    if (!is.null(left) && record$epoch < epochs) "; {left} left"
  )
}

# Seconds since the start, of an epoch by how far it is, and until the end.
training_clock <- function(epochs) {
  seconds <- function() as.numeric(Sys.time()) - begun
  begun <- as.numeric(Sys.time())
  epoch_begun <- 0
  lasts <- NULL
  epoch <- function(state) {
    if (is.null(state$of) || state$batch < 1L) {
      return(lasts)
    }
    (seconds() - epoch_begun) / state$batch * state$of
  }
  left <- function(state) {
    whole <- lasts %||% epoch(state)
    if (is.null(whole) || seconds() < patience) {
      return(NULL)
    }
    about(max(whole * (epochs - state$epoch + 1) - (seconds() - epoch_begun), 1))
  }
  finished <- function(record) {
    lasts <<- seconds() - epoch_begun
    epoch_begun <<- seconds()
  }
  list(now = seconds, epoch = epoch, left = left, finished = finished)
}

about <- function(seconds) {
  units <- c(second = 1, minute = 60, hour = 3600, day = 86400)
  unit <- max(which(seconds >= units * c(1, 1.5, 1.5, 2)), 1L)
  number <- max(round(seconds / units[[unit]]), 1)
  paste0("about ", number, " ", names(units)[[unit]], if (number != 1) "s")
}
