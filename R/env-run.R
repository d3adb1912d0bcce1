# Running a program that takes a while: what it says is kept, and logged as it comes;
# what it is at is on the screen, and it dies with the R code that waits for it.

# `status(line)` turns a line of output into what to show, or NULL to keep what
# is shown; `extra(doing)` adds to it; `tick()` runs every now and then.
# With `supervise` the process is killed also when R itself is killed. Returns
# list(status, output); a program that doesn't start has no status.
run_logged <- function(command, args, env, label, quiet = FALSE, log = nullfile(),
                       status = function(line) NULL, extra = function(doing) NULL,
                       tick = function() NULL, supervise = FALSE) {
  process <- tryCatch(
    start_process(
      command, args, stdout = "|", stderr = "2>&1", env = env, cleanup_tree = TRUE,
      supervise = supervise
    ),
    error = conditionMessage
  )
  if (is.character(process)) {
    cat(process, file = log, sep = "\n", append = TRUE)
    return(list(status = NULL, output = process))
  }
  display <- step_display(label, quiet)
  on.exit({
    if (process$is_alive()) process$kill_tree()
    process$wait(2000)
    display$clear()
  })
  output <- character()
  doing <- NULL
  while (process$is_alive() || process$is_incomplete_output()) {
    process$poll_io(200)
    lines <- process$read_output_lines()
    cat(lines, file = log, sep = "\n", append = TRUE)
    output <- c(output, lines)
    for (line in lines) {
      doing <- status(line) %||% doing
    }
    display$update(c(doing, extra(doing)))
    tick()
  }
  list(status = process$get_exit_status(), output = output)
}

# One line that moves where the screen can do that; elsewhere (a log file, a
# notebook) a new line now and then, so that a long wait is never silent.
step_display <- function(label, quiet, every = 15) {
  start <- Sys.time()
  shown <- start
  frames <- cli::get_spinner()$frames
  count <- 0L
  bar <- NULL
  update <- function(doing) {
    now <- Sys.time()
    doing <- paste(doing, collapse = ", ")
    text <- paste0(label, " [", elapsed(start, now), "]", if (nzchar(doing)) paste0(" ", doing))
    if (cli::is_dynamic_tty()) {
      count <<- count + 1L
      text <- paste(frames[[count %% length(frames) + 1L]], text)
      text <- cli::ansi_strtrim(text, cli::console_width() - 1L)
      if (is.null(bar)) bar <<- cli::cli_status("{text}", msg_done = "", .auto_close = FALSE)
      cli::cli_status_update(bar, "{text}")
    } else if (as.numeric(now - shown, units = "secs") > every) {
      shown <<- now
      cli::cli_text("  {text}")
    }
  }
  list(
    update = if (quiet) function(doing) NULL else update,
    clear = function() if (!is.null(bar)) cli::cli_status_clear(bar, result = "clear")
  )
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

# What a line of pip's output says that it is doing, in a few words: the first
# pattern that fits, and what to make of it.
pip_words <- list(
  c("^Downloading (?:[^ ]*/)?([^-]+)-([^-]+)-[^ ]+ \\((.*)\\)$", "downloading \\1 \\2 (\\3)"),
  c("^Downloading (?:[^ ]*/)?([^-]+)-([^- ]+).*$", "downloading \\1 \\2"),
  c("^Using cached (?:[^ ]*/)?([^-]+)-([^-]+)-.*[.]whl.*$", "found in pip's cache: \\1 \\2"),
  c("^Processing (?:.*/)?([^-]+)-([^-]+)-.*[.]whl$", "reading \\1 \\2"),
  c("^Collecting ([^ ;]+?)(?:==([^ ;]+))?(?:[ ;].*)?$", "looking for \\1 \\2"),
  c("^Installing collected packages: (.*)$", "unpacking \\1")
)

pip_status <- function(line) {
  line <- trimws(line)
  words <- Find(function(words) grepl(words[[1]], line, perl = TRUE), pip_words)
  if (!is.null(words)) {
    text <- sub(words[[1]], words[[2]], line, perl = TRUE)
    first_few(strsplit(trimws(text), ", *")[[1]])
  }
}

# How much of the file that pip is downloading has arrived: pip itself doesn't
# tell when nobody watches, so its temporary folder is looked at.
downloaded <- function(doing, folder) {
  if (isTRUE(grepl("^downloading", doing))) {
    info <- file.info(Sys.glob(file.path(folder, "pip-unpack-*", "*.whl")), extra_cols = FALSE)
    newest <- info$size[which.max(info$mtime)]
    if (length(newest) && newest > 1e6) sprintf("%.0f MB here", newest / 1e6)
  }
}
