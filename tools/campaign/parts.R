# The parts of the campaign. Each gives a data frame of cases: name, argument,
# mutation, outcome and message.

no_cases <- data.frame(
  name = character(), argument = character(), mutation = character(), outcome = character(),
  message = character()
)

part_calls <- function(setting, seconds) {
  cases <- call_cases(valid_calls, setting$seed)
  # the calls as they are come first, and fill the cache for the others
  first <- data.frame(
    name = names(valid_calls), argument = "", mutation = "none", argument2 = "", mutation2 = ""
  )
  cases <- rbind(first, cases[cases$mutation != "none", ])
  if (!is.na(setting$count)) cases <- utils::head(cases, nrow(first) + setting$count)
  done <- run_cases(cases, setting, Sys.time() + seconds, setting$workers)
  refused <- done$mutation == "none" & !done$outcome %in% c("value", "hang")
  done$outcome[refused & !done$name %in% always_refused] <- "invalid call"
  second <- nzchar(done$argument2)
  done$mutation[second] <- sprintf(
    "%s, %s: %s", done$mutation[second], done$argument2[second], done$mutation2[second]
  )
  done
}

# A script that prints a case a line; what it has printed when time is up counts.
part_script <- function(command, arguments, setting, seconds) {
  output <- tempfile("output", setting$folder)
  process <- escnn:::start_process(
    command, arguments, stdout = output, stderr = paste0(output, "-err"), wd = setting$root,
    env = c("current", worker_environment(setting)), cleanup_tree = TRUE
  )
  process$wait(1000 * seconds)
  late <- process$is_alive()
  process$kill_tree()
  lines <- readLines(output, warn = FALSE)
  status <- if (late) NA else process$get_exit_status()
  list(lines = lines, status = status, said = readLines(paste0(output, "-err"), warn = FALSE))
}

cases_of <- function(result, what) {
  lines <- sub("^@case ", "", grep("^(@case )?\\{", result$lines, value = TRUE))
  rows <- lapply(lines, function(line) {
    case <- jsonlite::parse_json(line)
    data.frame(
      name = case$name %||% case$kind %||% what, argument = case$argument %||% "",
      mutation = case$mutation %||% "", outcome = case$outcome %||% "?",
      message = case$message %||% ""
    )
  })
  cases <- do.call(rbind, c(list(no_cases), rows))
  # a script that broke off is a defect of its own
  if (isTRUE(result$status != 0) && !nrow(cases[cases$outcome %in% defects, ])) {
    cases[nrow(cases) + 1L, ] <- list(
      what, "", "the whole part", "death", paste(utils::tail(result$said, 3), collapse = " ")
    )
  }
  cases
}

part_r <- function(file) {
  function(setting, seconds) {
    script <- file.path(setting$here, file)
    if (!file.exists(script)) {
      return(no_cases)
    }
    rscript <- file.path(R.home("bin"), "Rscript")
    # a little more, for starting and for the last case
    result <- part_script(
      rscript, c(script, setting$root, setting$seed, seconds), setting, seconds + 120
    )
    cases_of(result, sub("[.]R$", "", file))
  }
}

# Trainings that are killed and resumed, as `bench/kill.R` does it.
part_kills <- function(setting, seconds) {
  times <- max(1, seconds %/% 15)
  if (!is.na(setting$count)) times <- min(times, setting$count)
  result <- part_script(
    file.path(R.home("bin"), "Rscript"), c(file.path("bench", "kill.R"), times, setting$seed),
    setting, 3 * seconds + 120
  )
  kills <- grep("^killed", result$lines, value = TRUE)
  end <- grepl("bit-identical in the end: TRUE", result$lines)
  outcome <- if (is.na(result$status)) "not finished" else "differs"
  if (any(end)) outcome <- "same to the bit"
  data.frame(
    name = rep("fit() with callback_checkpoint()", length(kills)),
    argument = rep("", length(kills)),
    mutation = sub("^killed ([0-9]+) of [0-9]+ ", "", kills), outcome = rep(outcome, length(kills)),
    message = rep("", length(kills))
  )
}

# Damaged files: those that Python reads, and R's own.
part_files <- function(setting, seconds) {
  programs <- c(files.py = setting$python, files.R = file.path(R.home("bin"), "Rscript"))
  # Python's cases have limits of their own, in a process each
  limits <- c("", sprintf("ulimit -v %d; ", setting$memory_gb * 1024^2))
  count <- if (is.na(setting$count)) max(20, seconds) else setting$count
  end <- Sys.time() + seconds
  do.call(rbind, lapply(seq_along(programs), function(i) {
    left <- as.numeric(end - Sys.time(), units = "secs") / (length(programs) - i + 1)
    arguments <- c(
      programs[[i]], file.path(setting$here, names(programs)[[i]]),
      paste0(c("--seed=", "--count="), c(setting$seed, count))
    )
    shell <- c("-c", paste0(limits[[i]], "exec \"$@\""), "bash", arguments)
    result <- part_script("bash", shell, setting, max(20, left))
    cases_of(result, "files")
  }))
}

parts <- list(
  calls = list(title = "mutated calls", share = 0.55, run = part_calls),
  text = list(title = "text as code", share = 0.12, run = part_r("text.R")),
  kills = list(title = "kills in training", share = 0.08, run = part_kills),
  files = list(title = "damaged files", share = 0.1, run = part_files),
  memory = list(title = "memory over repetitions", share = 0.1, run = part_r("memory.R"))
)

`%||%` <- function(x, y) if (is.null(x)) y else x
