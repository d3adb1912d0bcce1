# A few worker processes that share a queue of cases. One that hangs, or dies, is
# ended and another takes its place.

# seconds of processor time for a case, and how long it may take on a busy machine
case_seconds <- 15
wall_factor <- 4

start_worker <- function(setting) {
  folder <- tempfile("worker", setting$folder)
  dir.create(folder)
  limit <- sprintf("ulimit -t 3600 -v %d; exec \"$@\"", setting$memory_gb * 1024^2)
  command <- c(
    file.path(R.home("bin"), "Rscript"), file.path(setting$here, "worker.R"), folder, setting$root
  )
  process <- escnn:::start_process(
    "bash", c("-c", limit, "bash", command), stdin = "|", stdout = "|",
    stderr = file.path(folder, "stderr"), env = c("current", worker_environment(setting)),
    cleanup_tree = TRUE
  )
  worker <- list2env(list(
    process = process, id = 0L, cpu = cpu_seconds(process), wall = Sys.time(), folder = folder,
    ready = FALSE
  ))
  worker
}

# Nothing is downloaded, and all that is written goes to the campaign's folder.
worker_environment <- function(setting) {
  c(
    WORKON_HOME = file.path(setting$folder, "envs"), PIP_NO_INDEX = "1",
    R_USER_CACHE_DIR = file.path(setting$folder, "cache"), OMP_NUM_THREADS = "1",
    OMP_WAIT_POLICY = "passive", ESCNN_PYTHON = setting$python
  )
}

# Processor time of a process and of those that it has waited for, in seconds.
cpu_seconds <- function(process) {
  times <- tryCatch(process$get_cpu_times(), error = function(e) NULL)
  if (is.null(times)) 0 else sum(times[c("user", "system")], na.rm = TRUE)
}

# Sends the cases (rows of a data frame) to `n` workers until all are done or
# time is up; gives them with their outcomes.
run_cases <- function(cases, setting, deadline, n = 2) {
  cases$outcome <- cases$message <- NA_character_
  queue <- seq_len(nrow(cases))
  workers <- lapply(seq_len(n), function(i) start_worker(setting))
  on.exit(for (worker in workers) end_worker(worker))
  done <- function(id, outcome, message) {
    cases$outcome[id] <<- outcome
    cases$message[id] <<- message
  }
  repeat {
    for (i in seq_along(workers)) {
      worker <- workers[[i]]
      trouble <- read_answers(worker, done)
      if (!is.null(trouble)) {
        if (worker$id > 0) done(worker$id, trouble, last_words(worker))
        end_worker(worker)
        workers[[i]] <- worker <- start_worker(setting)
      }
      if (worker$ready && worker$id == 0 && length(queue) && Sys.time() < deadline) {
        send_case(worker, queue[[1]], cases)
        queue <- queue[-1]
      }
    }
    idle <- all(vapply(workers, function(w) w$id == 0, NA))
    if (idle && (!length(queue) || Sys.time() >= deadline)) break
    processx::poll(lapply(workers, function(w) w$process), 200)
  }
  cases[!is.na(cases$outcome), ]
}

send_case <- function(worker, id, cases) {
  case <- as.list(cases[id, c("name", "argument", "mutation", "argument2", "mutation2")])
  line <- jsonlite::toJSON(c(list(id = id), case), auto_unbox = TRUE)
  worker$process$write_input(paste0(line, "\n"))
  worker$id <- id
  # the calls as they are may find nothing in the cache
  worker$limit <- case_seconds * if (case$mutation == "none") 10 else 1
  worker$cpu <- cpu_seconds(worker$process)
  worker$wall <- Sys.time()
}

# Takes what a worker has said; tells if it hangs or is gone.
read_answers <- function(worker, done) {
  lines <- worker$process$read_output_lines()
  for (line in sub("^@case ", "", grep("^@case ", lines, value = TRUE))) {
    answer <- jsonlite::parse_json(line)
    if (answer$id > 0) done(answer$id, answer$outcome, answer$message)
    worker$ready <- TRUE
    worker$id <- 0L
    worker$wall <- Sys.time()
  }
  if (!worker$process$is_alive()) {
    return("death")
  }
  wall <- as.numeric(Sys.time() - worker$wall, units = "secs")
  if (worker$ready && worker$id == 0) {
    return(NULL)
  }
  limit <- if (worker$ready) worker$limit else 120
  # waiting for nothing is a hang as well as working for ever
  slow <- cpu_seconds(worker$process) - worker$cpu > limit || wall > wall_factor * limit
  if (slow) "hang"
}

last_words <- function(worker) {
  file <- file.path(worker$folder, "stderr")
  words <- if (file.exists(file)) readLines(file, warn = FALSE) else ""
  words <- utils::tail(words[nzchar(words)], 1)
  substr(paste(words, collapse = " "), 1, 200)
}

end_worker <- function(worker) {
  worker$process$kill_tree()
  unlink(worker$folder, recursive = TRUE)
}
