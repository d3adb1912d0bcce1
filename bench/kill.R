# Kills a training with checkpoints at random moments and resumes it each time:
# the weights must be those of a training that nobody touched, to the bit.
#
#   Rscript bench/kill.R [times = 20] [seed = 1]
#
# prints each kill and how far training was, how many came within an epoch and
# how many while a file was written, and whether the end is bit-identical.

library(escnn)

`%||%` <- rlang::`%||%`

numbers <- as.integer(commandArgs(trailingOnly = TRUE))
times <- if (length(numbers) >= 1) numbers[[1]] else 20L
set.seed(if (length(numbers) >= 2) numbers[[2]] else 1L)

train <- function(checkpoint, done) {
  set.seed(7)
  n <- 200
  y <- factor(rep(c("dark", "light"), n / 2))
  x <- array(stats::rnorm(n * 81), c(n, 1, 9, 9)) + (y == "light")
  model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
    nn_r2_conv(c(regular = 2), kernel_size = 3) |>
    nn_inner_batch_norm() |>
    nn_relu() |>
    nn_pointwise_dropout(p = 0.2) |>
    nn_r2_conv(c(regular = 2), kernel_size = 7) |>
    nn_group_pooling()
  # the same initial weights in each process
  escnn_load_weights(model, lapply(escnn_weights(model), function(w) {
    array(sin(seq_along(w)) / 5 + 0.3, dim(w))
  }))
  slow <- function(record, model) {
    Sys.sleep(0.05)
    NULL
  }
  callbacks <- list(callback_best("valid_loss"), slow)
  if (!is.null(checkpoint)) {
    callbacks <- c(callbacks, list(callback_checkpoint(checkpoint, every = 1)))
  }
  fitted <- fit(
    model, x, y, epochs = 40, batch_size = 16, augment = "all", validation = 0.2,
    lr_schedule = schedule_one_cycle(), callbacks = callbacks,
    resume = if (!is.null(checkpoint)) TRUE
  )
  saveRDS(list(weights = escnn_weights(fitted), loss = fitted$history$loss), done)
}

if (nzchar(Sys.getenv("ESCNN_KILL_CHILD"))) {
  where <- Sys.getenv("ESCNN_KILL_CHILD")
  # Python starts before the clock does, however busy the machine is
  invisible(torch$`__version__`)
  writeLines(as.character(Sys.getpid()), file.path(where, "starting"))
  file.rename(file.path(where, "starting"), file.path(where, "started"))
  train(file.path(where, "checkpoint"), file.path(where, "done.rds"))
  quit("no")
}

where <- tempfile("kill")
dir.create(where)
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
child <- function(wait) {
  unlink(file.path(where, "started"))
  system2(
    file.path(R.home("bin"), "Rscript"), script, wait = wait, stdout = FALSE, stderr = FALSE,
    env = paste0("ESCNN_KILL_CHILD=", where)
  )
}
# how far the checkpoint is
progress <- function() {
  path <- file.path(where, "checkpoint")
  if (!file.exists(path)) {
    return(NULL)
  }
  archive <- reticulate::import("zipfile")$ZipFile(path)
  on.exit(archive$close())
  jsonlite::parse_json(archive$open("about.json")$read()$decode())$progress
}

invisible(torch$`__version__`)
long <- system.time(train(NULL, file.path(where, "straight.rds")))[["elapsed"]]

killed <- 0
within <- 0
writing <- 0
while (killed < times) {
  child(wait = FALSE)
  deadline <- Sys.time() + 300
  while (!file.exists(file.path(where, "started"))) {
    if (Sys.time() > deadline) stop("The training did not start.")
    Sys.sleep(0.01)
  }
  pid <- as.integer(readLines(file.path(where, "started")))
  # some fall before the first batch, most within an epoch
  Sys.sleep(stats::runif(1, 0, long / 3))
  tools::pskill(pid, tools::SIGKILL)
  Sys.sleep(0.2)
  if (file.exists(file.path(where, "done.rds"))) {
    # too late: begin anew
    unlink(file.path(where, c("done.rds", "checkpoint")))
    next
  }
  killed <- killed + 1
  now <- progress()
  within <- within + isTRUE(now$batch > 0)
  left <- length(list.files(where, pattern = "^\\.checkpoint", all.files = TRUE)) > 0
  writing <- writing + left
  cat(
    "killed", killed, "of", times, "in epoch", (now$epoch %||% 0) + 1, "after batch",
    now$batch %||% 0, if (left) "(while it wrote)", "\n"
  )
}
child(wait = TRUE)
same <- identical(
  readRDS(file.path(where, "done.rds")), readRDS(file.path(where, "straight.rds"))
)
cat(
  times, "kills,", within, "within an epoch,", writing,
  "while a file was written; bit-identical in the end:", same, "\n"
)
unlink(where, recursive = TRUE)
if (!same) quit("no", status = 1)
