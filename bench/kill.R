# Kills a training with checkpoints at random moments and resumes it each time:
# the weights must be those of a training that nobody touched, to the bit.
#
#   Rscript bench/kill.R [times = 20] [seed = 1]

library(escnn)

given <- as.integer(commandArgs(trailingOnly = TRUE))
times <- if (length(given) >= 1) given[[1]] else 20L
set.seed(if (length(given) >= 2) given[[2]] else 1L)

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
  writeLines(as.character(Sys.getpid()), file.path(where, "started"))
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
train(NULL, file.path(where, "straight.rds"))

killed <- 0
midway <- 0
while (killed < times) {
  child(wait = FALSE)
  while (!file.exists(file.path(where, "started"))) Sys.sleep(0.05)
  # from the start of Python on, mostly while it trains
  Sys.sleep(stats::runif(1, 0.5, 8))
  pid <- as.integer(readLines(file.path(where, "started")))
  if (file.exists(file.path(where, "done.rds"))) {
    # too late: begin anew
    unlink(file.path(where, c("done.rds", "checkpoint")))
    next
  }
  tools::pskill(pid, tools::SIGKILL)
  killed <- killed + 1
  midway <- midway + file.exists(file.path(where, "checkpoint"))
  left <- list.files(where, pattern = "^\\.checkpoint", all.files = TRUE)
  cat("killed", killed, "of", times, if (length(left)) "(while it wrote)", "\n")
}
child(wait = TRUE)
same <- identical(
  readRDS(file.path(where, "done.rds")), readRDS(file.path(where, "straight.rds"))
)
cat(times, "kills,", midway, "with a checkpoint there; bit-identical in the end:", same, "\n")
unlink(where, recursive = TRUE)
if (!same) quit("no", status = 1)
