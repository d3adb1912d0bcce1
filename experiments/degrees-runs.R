# What is run, one run, and all of them side by side.

plain <- function(names) data.frame(network = names, at = NA_integer_, to = NA_character_)
restrictions <- function(name, at, to = names(subgroups)) {
  expand.grid(network = name, at = at, to = to, stringsAsFactors = FALSE)
}

# Part by part, in the order in which they are run: the networks, which images
# they are trained on (`data`), how many, how often, in batches of how many, the
# limit of parameters, how many images they are tested on, the head, and the seeds.
plan_of <- function(networks, data, n, epochs, seeds, batch = 32, limit = 10000, tests = 2000,
                    head = "linear") {
  rows <- merge(networks, data.frame(n = n, epochs = epochs), by = NULL)
  rows <- merge(rows, data.frame(seed = seeds), by = NULL)
  cbind(data = data, rows, batch = batch, limit = limit, tests = tests, head = head)
}
plans <- list(
  all = \() rbind(
    plan_of(
      plain(c("C4", "conventional", "C8")), "upright", 60000, 1, seeds = 1, batch = 64,
      limit = 40000, tests = 10000
    ),
    plan_of(
      plain("C4"), "upright", 60000, 2, seeds = 1, batch = 64, limit = 103000, tests = 10000
    ),
    plan_of(
      plain("C4"), "upright", 60000, 4, seeds = 1, batch = 64, limit = 103000, tests = 10000,
      head = "largest"
    )
  ),
  # the largest groups take the most time, so there is one seed of them
  upright = \() rbind(
    plan_of(plain(names(networks)), "upright", 1000, 10, seeds = 1),
    plan_of(plain(setdiff(names(networks), c("O(2)", "D16"))), "upright", 1000, 10, seeds = 2:3)
  ),
  rotated = \() rbind(
    plan_of(plain(names(networks)), "rotated", 1000, 10, seeds = 1),
    plan_of(plain(setdiff(names(networks), c("O(2)", "D16"))), "rotated", 1000, 10, seeds = 2:3)
  ),
  # on turned digits, whose whole has no direction, and on upright ones
  restricted = \() rbind(
    plan_of(restrictions("D8", 1:5), "rotated", 1000, 10, seeds = 1),
    plan_of(restrictions("D8", c(1, 3, 5)), "upright", 1000, 10, seeds = 1),
    plan_of(restrictions("D16", c(1, 3, 5)), "rotated", 1000, 10, seeds = 1),
    plan_of(restrictions("D8", 5), "rotated", 1000, 10, seeds = 2:3),
    plan_of(restrictions("D8", 5), "upright", 1000, 10, seeds = 2:3)
  ),
  adrenal = \() plan_of(
    plain(names(volume_networks)), "volumes", 1188, 4, seeds = 1:3, batch = 20, tests = Inf
  ),
  # small numbers of images are gone through more often: as many steps as 1,000
  # images give, so that only the number of images differs
  curves = \() rbind(
    plan_of(plain(c("conventional", "C4", "C8")), "rotated", 100, 100, seeds = 1:3),
    plan_of(plain(c("conventional", "C4", "C8")), "rotated", 300, 33, seeds = 1:3),
    plan_of(plain(c("conventional", "C4", "C8")), "rotated", 3000, 3, seeds = 1:3)
  )
)

planned_runs <- function(parts, images, seeds = NULL, limit = NULL) {
  unknown <- setdiff(parts, names(plans))
  if (length(unknown)) stop("Parts are ", toString(names(plans)), ", not ", toString(unknown), ".")
  runs <- do.call(rbind, lapply(parts, \(part) cbind(part = part, plans[[part]]())))
  if (!is.null(seeds)) runs <- runs[runs$seed %in% seeds, ]
  if (!is.null(limit)) runs$limit <- limit
  runs$images <- ifelse(runs$data == "volumes", "adrenalmnist3d", images)
  # all networks with one seed before the next one
  runs <- runs[order(match(runs$part, parts), runs$seed), ]
  runs[!duplicated(run_key(runs)), ]
}

key_columns <- c(
  "images", "data", "network", "at", "to", "n", "epochs", "batch", "limit", "tests", "head",
  "seed"
)
run_key <- function(runs) {
  if (nrow(runs) == 0) character() else do.call(paste, c(unname(runs[key_columns]), sep = "|"))
}

finished_runs <- function(results) {
  path <- file.path(results, "degrees.csv")
  if (file.exists(path)) utils::read.csv(path) else data.frame()
}

# One run in this process; the row that it gives goes to `job$out`.
run_one <- function(job) {
  torch$set_num_threads(1L)
  options(escnn.data_dir = job$data)
  run <- job$run
  data <- data_of(run)
  classes <- nlevels(dataset_labels(data$train))
  set.seed(run$seed)
  model <- if (run$data == "volumes") {
    volume_networks[[run$network]](run$limit, classes)
  } else {
    network(
      run$network, run$limit, classes, channels = dim(data$train)[[2]],
      size = dim(data$train)[[3]], restrict_at = run$at, restrict_to = run$to, head = run$head
    )
  }
  started <- processor_time()
  fitted <- fit(
    model, data$train, epochs = run$epochs, batch_size = run$batch,
    optimizer = optim_adam(lr = 0.005), lr_schedule = schedule_one_cycle(), seed = run$seed
  )
  seconds <- processor_time() - started
  # accuracy counts what is frequent; with two classes the area under the ROC curve doesn't
  metrics <- c("accuracy", if (classes == 2) "auc")
  scores <- lapply(data$tests, \(test) evaluate(fitted, test, metrics = metrics))
  auc <- lapply(scores, \(score) if (classes == 2) score$auc else NA)
  row <- cbind(
    run[c("part", key_columns)],
    parameters = generics::glance(fitted)$parameters,
    accuracy_upright = scores$upright$accuracy, accuracy_turned = scores$turned$accuracy,
    auc_upright = auc$upright, auc_turned = auc$turned,
    seconds = round(seconds, 1), peak_mb = peak_memory()
  )
  saveRDS(row, job$out)
}

# Seconds of the processor, which other work on the machine doesn't lengthen as
# it does those of the clock; there is one thread.
processor_time <- function() sum(proc.time()[c("user.self", "sys.self")])

# The most memory that this process has had, in MB, where the system tells.
peak_memory <- function() {
  status <- tryCatch(readLines("/proc/self/status"), error = function(e) character())
  line <- grep("^VmHWM", status, value = TRUE)
  if (length(line)) round(as.numeric(gsub("[^0-9]", "", line)) / 1024) else NA
}

# Each run is a process of its own; as soon as one ends, the next one starts.
run_all <- function(todo, script, results, processes) {
  begun <- Sys.time()
  waiting <- split(todo, seq_len(nrow(todo)))
  running <- list()
  succeeded <- 0
  while (length(waiting) || length(running)) {
    while (length(waiting) && length(running) < processes) {
      running <- c(running, list(start_run(waiting[[1]], script)))
      waiting <- waiting[-1]
    }
    Sys.sleep(0.2)
    ended <- !vapply(running, \(job) job$process$is_alive(), NA)
    for (job in running[ended]) {
      row <- if (file.exists(job$out)) readRDS(job$out)
      if (is.null(row)) cat("failed:", run_key(job$run), readLines(job$log), sep = "\n")
      succeeded <- succeeded + !is.null(row)
      keep_rows(row, results)
      cat(
        format(round(difftime(Sys.time(), begun, units = "mins"), 1)), ": ",
        length(waiting) + length(running) - sum(ended), " runs left\n", sep = ""
      )
    }
    running <- running[!ended]
  }
  if (nrow(todo) > 0 && succeeded == 0) stop("No run of these succeeded.")
}

start_run <- function(run, script) {
  job <- list(run = run, data = getOption("escnn.data_dir"), out = tempfile(fileext = ".rds"))
  file <- tempfile(fileext = ".rds")
  saveRDS(job, file)
  job$log <- tempfile(fileext = ".log")
  job$process <- processx::process$new(
    file.path(R.home("bin"), "Rscript"), c(script, paste0("--run=", file)),
    env = c("current", OMP_NUM_THREADS = "1"), stdout = NULL, stderr = job$log, cleanup = TRUE
  )
  job
}

# Beside it, then renamed: a stop in the middle loses nothing.
keep_rows <- function(rows, results) {
  if (is.null(rows)) {
    return(invisible())
  }
  path <- file.path(results, "degrees.csv")
  all <- rbind(finished_runs(results), rows)
  utils::write.csv(all, paste0(path, ".new"), row.names = FALSE)
  file.rename(paste0(path, ".new"), path)
}
