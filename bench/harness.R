# The same as python/harness.py for cases that need R: a file of cases sources
# this and calls bench_case() with the name of its family, the name of the case,
# and a function for each side, `ours` and `plain`.
#
# A side is a function, timed round by round in turn with the other; if it
# returns a number of class "measure", that is the measure instead of the time.
# With `once`, nothing is warmed up or repeated within a round.

bench_options <- local({
  words <- commandArgs(trailingOnly = TRUE)
  value <- function(name) {
    word <- grep(paste0("^--", name, "="), words, value = TRUE)
    if (length(word)) sub("^[^=]*=", "", word[[1]])
  }
  list(
    quick = "--quick" %in% words, heavy = "--heavy" %in% words, out = value("out"),
    rounds = as.integer(value("rounds")), match = value("match")
  )
})

bench_threads <- as.integer(Sys.getenv("BENCH_THREADS", "1"))

bench_case <- function(family, name, ours, plain, measure = "seconds", axis = "", value = "",
                       heavy = FALSE, rounds = NULL, once = FALSE) {
  options <- bench_options
  if ((heavy && !options$heavy) || !grepl(options$match %||% "", name, fixed = TRUE)) {
    return(invisible())
  }
  rounds <- c(rounds, options$rounds, if (options$quick) 3L else 11L)[[1]]
  repeats <- if (once) c(1, 1) else lapply(list(ours, plain), bench_repeats)
  gc()
  times <- vapply(seq_len(rounds), function(i) {
    # each goes first in turn, so that a slow moment falls on both
    both <- c(0, 0)
    for (which in if (i %% 2) 1:2 else 2:1) {
      side <- list(ours, plain)[[which]]
      both[[which]] <- mean(vapply(seq_len(repeats[[which]]), function(j) bench_once(side), 0))
    }
    both
  }, c(0, 0))
  speedup <- times[2, ] / times[1, ]
  row <- data.frame(
    family = family, name = name, measure = measure, axis = axis, value = value,
    ours = stats::median(times[1, ]), plain = stats::median(times[2, ]),
    speedup = stats::median(speedup), q25 = stats::quantile(speedup, 0.25),
    q75 = stats::quantile(speedup, 0.75), rounds = rounds, threads = bench_threads,
    torch = bench_torch()
  )
  cat(sprintf(
    "%-10s %-50s %-8s ours %-9.4g plain %-9.4g x%.3g (%.3g to %.3g)\n", family, name, measure,
    row$ours, row$plain, row$speedup, row$q25, row$q75
  ))
  if (!is.null(options$out)) {
    utils::write.table(
      row, options$out, append = file.exists(options$out), sep = ",", row.names = FALSE,
      col.names = !file.exists(options$out), qmethod = "double"
    )
  }
  invisible(row)
}

bench_once <- function(side) {
  first <- Sys.time()
  result <- side()
  spent <- as.numeric(difftime(Sys.time(), first, units = "secs"))
  if (inherits(result, "measure")) as.numeric(result) else spent
}

bench_repeats <- function(side, shortest = 0.02) {
  spent <- min(vapply(1:3, function(i) bench_once(side), 0))
  max(1, min(1000, floor(shortest / max(spent, 1e-7))))
}

# without starting Python in this process
bench_torch <- local({
  known <- NULL
  function() {
    if (is.null(known)) {
      known <<- system2(bench_python(), c("-c", shQuote(paste(
        "from importlib.metadata import version;", "print(version('torch'))"
      ))), stdout = TRUE)
    }
    known
  }
})

bench_python <- function() {
  named <- Sys.getenv("ESCNN_PYTHON", "")
  if (nzchar(named)) named else reticulate::virtualenv_python("r-escnn")
}

`%||%` <- function(x, y) if (is.null(x)) y else x
