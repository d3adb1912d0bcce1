# What is run, one run, and all of them side by side.

restrictions <- function(name) {
  expand.grid(
    network = name, at = 1:5, to = names(subgroups), stringsAsFactors = FALSE
  )
}
plain <- function(names) data.frame(network = names, at = NA_integer_, to = NA_character_)

# Part, data, number of training images, epochs, networks.
plans <- list(
  upright = list(data = "upright", n = 1000, epochs = 10, networks = plain(names(networks))),
  rotated = list(data = "rotated", n = 1000, epochs = 10, networks = plain(names(networks))),
  restricted = list(
    data = "rotated", n = 1000, epochs = 10,
    networks = rbind(restrictions("D16"), restrictions("D8"))
  ),
  curves = list(
    data = "rotated", n = c(100, 300, 3000), epochs = 10,
    networks = plain(c("conventional", "C4", "C8", "C16", "SO(2)"))
  ),
  all = list(data = "upright", n = 60000, epochs = 2, networks = plain(c("C4", "C16", "conventional"))),
  adrenal = list(data = "adrenal", n = 1188, epochs = 6, networks = plain(names(volume_networks)))
)

# Small numbers of images are gone through more often: as many steps as 1,000
# images give, so that only the number of images differs.
planned_runs <- function(parts, seeds, parameters) {
  unknown <- setdiff(parts, names(plans))
  if (length(unknown)) stop("Parts are ", toString(names(plans)), ", not ", toString(unknown), ".")
  runs <- lapply(parts, function(part) {
    plan <- plans[[part]]
    found <- merge(plan$networks, data.frame(n = plan$n), by = NULL)
    found$epochs <- if (part == "curves") ceiling(plan$epochs * 1000 / found$n) else plan$epochs
    cbind(data = plan$data, found, part = part)
  })
  runs <- merge(do.call(rbind, runs), data.frame(seed = seeds), by = NULL)
  runs$limit <- parameters
  runs[!duplicated(run_key(runs)), ]
}

run_key <- function(runs) {
  columns <- c("data", "network", "at", "to", "n", "epochs", "seed", "limit")
  if (nrow(runs) == 0) character() else do.call(paste, c(unname(runs[columns]), sep = "|"))
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
  data <- data_of(run$data, run$n, run$seed)
  torch$manual_seed(as.integer(run$seed))
  model <- if (run$data == "adrenal") {
    volume_networks[[run$network]](run$limit)
  } else {
    network(run$network, run$limit, classes = 10, restrict_at = run$at, restrict_to = run$to)
  }
  started <- processor_time()
  fitted <- fit(
    model, data$train, epochs = run$epochs, batch_size = 32,
    optimizer = optim_adam(lr = 0.005), lr_schedule = schedule_one_cycle(), seed = run$seed
  )
  seconds <- processor_time() - started
  scores <- lapply(data$tests, function(test) evaluate(fitted, test, metrics = "accuracy")$accuracy)
  area <- lapply(data$tests, function(test) {
    if (run$data == "adrenal") evaluate(fitted, test, metrics = "auc")$auc else NA
  })
  row <- cbind(
    run[c("data", "network", "at", "to", "n", "epochs", "seed", "limit")],
    parameters = generics::glance(fitted)$parameters, accuracy_upright = scores$upright,
    accuracy_turned = scores$turned, auc_upright = area$upright,
    auc_turned = area$turned, seconds = round(seconds, 1), peak_mb = peak_memory()
  )
  saveRDS(row, job$out)
}

# Training examples and two tests, the first 5,000 digits of MNIST's test set or
# all volumes: as they are, and turned at random.
data_of <- function(name, n, seed) {
  if (name == "adrenal") {
    train <- dataset_medmnist("adrenalmnist3d", "train")
    test <- dataset_medmnist("adrenalmnist3d", "test")
    turned <- dataset_arrays(turn_cubes(as.array(test)), dataset_labels(test))
    return(list(train = train, tests = list(upright = test, turned = turned)))
  }
  set.seed(seed)
  train <- if (name == "rotated") {
    dataset_mnist_rot("train", original = FALSE)
  } else {
    dataset_mnist("train")
  }
  if (n < length(train)) train <- train[sort(sample(length(train), n))]
  test <- dataset_mnist("test")[1:5000]
  set.seed(0)
  angles <- stats::runif(length(test), 0, 360)
  turned <- dataset_arrays(rotate_images(as.array(test), angles), dataset_labels(test))
  list(train = train, tests = list(upright = test, turned = turned))
}

# Each volume turned by one of the cube's 24 rotations, exactly.
turn_cubes <- function(x) {
  set.seed(0)
  g <- gspace_octa_on_r3()
  elements <- group_elements(g)
  chosen <- sample(length(elements), dim(x)[[1]], replace = TRUE)
  type <- field_type(g, "trivial")
  for (k in unique(chosen)) {
    at <- which(chosen == k)
    part <- geometric_tensor(x[at, , , , , drop = FALSE], type)
    x[at, , , , ] <- as.array(transform(part, elements[[k]]))
  }
  x
}

# Seconds, which other work on the machine doesn't lengthen as it does the time
# on the clock; there is one thread.
processor_time <- function() sum(proc.time()[c("user.self", "sys.self")])

# The most memory that this process has had, in MB, where the system tells.
peak_memory <- function() {
  status <- tryCatch(readLines("/proc/self/status"), error = function(e) character())
  found <- grep("^VmHWM", status, value = TRUE)
  if (length(found)) round(as.numeric(gsub("[^0-9]", "", found)) / 1024) else NA
}

run_all <- function(todo, script, results, processes) {
  begun <- Sys.time()
  jobs <- split(todo, seq_len(nrow(todo)))
  while (length(jobs)) {
    batch <- jobs[seq_len(min(processes, length(jobs)))]
    jobs <- jobs[-seq_along(batch)]
    rows <- parallel::mclapply(batch, run_apart, script = script, mc.cores = processes)
    keep_rows(do.call(rbind, rows), results)
    if (all(lengths(rows) == 0)) stop("No run of these succeeded.")
    cat(
      format(round(difftime(Sys.time(), begun, units = "mins"), 1)), ": ",
      length(jobs), " runs left\n", sep = ""
    )
  }
}

run_apart <- function(run, script) {
  job <- list(
    run = run, data = getOption("escnn.data_dir"), out = tempfile(fileext = ".rds")
  )
  file <- tempfile(fileext = ".rds")
  saveRDS(job, file)
  status <- system2(
    file.path(R.home("bin"), "Rscript"), c(shQuote(script), paste0("--run=", shQuote(file))),
    env = "OMP_NUM_THREADS=1", stdout = FALSE
  )
  if (status != 0) {
    cat("failed:", run_key(run), "\n")
    return(NULL)
  }
  readRDS(job$out)
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
