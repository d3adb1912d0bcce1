# Running a program that takes a while: what it says goes to a log, what it is
# at is on the screen, and it dies with the R code that waits for it.

# `status(line)` turns a line of output into what to show, or NULL to keep what
# is shown; `extra(doing)` adds to it; `tick()` runs about once a second.
# With `supervise` the process is killed also when R itself is killed. Returns
# the exit status.
run_logged <- function(command, args, env, log, label, quiet = FALSE,
                       status = function(line) NULL, extra = function(doing) NULL,
                       tick = function() NULL, supervise = FALSE) {
  process <- processx::process$new(
    command, args,
    stdout = "|", stderr = "2>&1", env = env,
    cleanup_tree = TRUE, supervise = supervise
  )
  on.exit({
    if (process$is_alive()) process$kill_tree()
    process$wait(2000)
  })
  display <- step_display(label, quiet)
  on.exit(display$clear(), add = TRUE)
  doing <- NULL
  ticked <- Sys.time()
  repeat {
    process$poll_io(200)
    lines <- process$read_output_lines()
    cat(lines, file = log, sep = "\n", append = TRUE)
    for (line in lines) {
      doing <- status(line) %||% doing
    }
    display$update(c(doing, extra(doing)))
    if (as.numeric(Sys.time() - ticked, units = "secs") >= 1) {
      tick()
      ticked <- Sys.time()
    }
    if (!process$is_alive() && !process$is_incomplete_output()) {
      break
    }
  }
  process$get_exit_status()
}

# One line that moves where the screen can do that; elsewhere (a log file, a
# notebook) a new line now and then, so that a long wait is never silent.
step_display <- function(label, quiet, every = 15) {
  if (quiet) {
    return(list(update = function(doing) NULL, clear = function() NULL))
  }
  start <- Sys.time()
  moving <- cli::is_dynamic_tty()
  frames <- cli::get_spinner()$frames
  shown <- start
  count <- 0L
  bar <- NULL
  update <- function(doing) {
    now <- Sys.time()
    count <<- count + 1L
    doing <- paste(doing, collapse = ", ")
    text <- paste0(label, " [", elapsed(start, now), "]", if (nzchar(doing)) paste0(" ", doing))
    if (moving) {
      text <- cli::ansi_strtrim(
        paste(frames[[count %% length(frames) + 1L]], text), cli::console_width() - 1L
      )
      if (is.null(bar)) {
        bar <<- cli::cli_status("{text}", msg_done = "", .auto_close = FALSE)
      } else {
        cli::cli_status_update(bar, "{text}")
      }
    } else if (as.numeric(now - shown, units = "secs") > every) {
      shown <<- now
      cli::cli_text("  {text}")
    }
  }
  clear <- function() {
    if (!is.null(bar)) {
      cli::cli_status_clear(bar, result = "clear")
    }
  }
  list(update = update, clear = clear)
}

# "0.4s", "12s", "1m 5s"
elapsed <- function(start, now = Sys.time()) {
  seconds <- as.numeric(now - start, units = "secs")
  if (seconds < 10) {
    return(sprintf("%.1fs", seconds))
  }
  seconds <- round(seconds)
  if (seconds < 60) sprintf("%ds", seconds) else sprintf("%dm %ds", seconds %/% 60, seconds %% 60)
}

# What a line of pip's output says that it is doing, in a few words.
pip_status <- function(line) {
  line <- trimws(line)
  of_wheel <- function(file) {
    parts <- strsplit(basename(file), "-", fixed = TRUE)[[1]]
    paste(parts[seq_len(min(2, length(parts)))], collapse = " ")
  }
  if (grepl("^Downloading ", line)) {
    size <- sub("^.*\\(([^)]*)\\)$", "\\1", line)
    file <- sub("^Downloading ([^ ]+).*", "\\1", line)
    return(paste0("downloading ", of_wheel(file), if (size != line) paste0(" (", size, ")")))
  }
  if (grepl("^Using cached .*[.]whl", line)) {
    return(paste("found in pip's cache:", of_wheel(sub("^Using cached ([^ ]+).*", "\\1", line))))
  }
  if (grepl("^Processing .*[.]whl$", line)) {
    return(paste("reading", of_wheel(line)))
  }
  if (grepl("^Collecting ", line)) {
    return(paste("looking for", sub("==", " ", sub("^Collecting ([^ ;]+).*", "\\1", line))))
  }
  if (grepl("^Installing collected packages: ", line)) {
    packages <- strsplit(sub("^[^:]*: *", "", line), ", *")[[1]]
    return(paste("unpacking", first_few(packages)))
  }
  NULL
}

# How much of the file that pip is downloading has arrived: pip itself doesn't
# tell when nobody watches, so its temporary folder is looked at.
download_watcher <- function(tmp) {
  looked <- Sys.time() - 10
  text <- NULL
  function(doing) {
    if (!isTRUE(grepl("^downloading", doing))) {
      return(NULL)
    }
    if (as.numeric(Sys.time() - looked, units = "secs") < 0.5) {
      return(text)
    }
    looked <<- Sys.time()
    info <- file.info(Sys.glob(file.path(tmp, "pip-unpack-*", "*.whl")), extra_cols = FALSE)
    newest <- info$size[which.max(info$mtime)]
    text <<- if (length(newest) && newest > 1e6) sprintf("%.0f MB here", newest / 1e6)
    text
  }
}
