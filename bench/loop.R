# One epoch of fit() against the same network in a loop written by hand in
# Python, alternating in one process.
#
#   Rscript bench/loop.R [rounds = 7] [examples = 4000]

library(escnn)

numbers <- as.integer(commandArgs(trailingOnly = TRUE))
rounds <- if (length(numbers) >= 1) numbers[[1]] else 7L
n <- if (length(numbers) >= 2) numbers[[2]] else 4000L

set.seed(1)
y <- factor(rep(0:9, length.out = n))
x <- array(stats::rnorm(n * 28 * 28), c(n, 1, 28, 28))
model <- net_gcnn(10, width = 8)

reticulate::py_run_string("
import time
import torch
from escnn import nn

def hand_written(model, x, y, batch_size=64):
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    torch.manual_seed(0)
    begun, cpu = time.perf_counter(), time.process_time()
    order = torch.randperm(len(x))
    total = 0.0
    for first in range(0, len(x), batch_size):
        where = order[first:first + batch_size]
        output = model(nn.GeometricTensor(x[where], model.in_type)).tensor
        loss = torch.nn.functional.cross_entropy(output, y[where])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(where)
    return [time.perf_counter() - begun, time.process_time() - cpu]
")
main <- reticulate::import_main()
mirror <- net_gcnn(10, width = 8)
tensor <- torch$tensor(reticulate::np_array(x, dtype = "float32"))
target <- torch$tensor(reticulate::np_array(as.integer(y) - 1L, dtype = "int64"))

# the second epoch, in wall-clock and in processor time, which others on the
# machine disturb less
ours <- function() {
  spent <- numeric()
  note <- function(record, model) {
    spent[[record$epoch]] <<- sum(proc.time()[c("user.self", "sys.self")])
    NULL
  }
  fitted <- fit(model, x, y, epochs = 2, callbacks = note)
  c(wall = fitted$history$seconds[[2]], cpu = diff(spent))
}
theirs <- function() {
  seconds <- unlist(main$hand_written(mirror, tensor, target))
  c(hand_wall = seconds[[1]], hand_cpu = seconds[[2]])
}

invisible(ours())
invisible(theirs())
times <- vapply(seq_len(rounds), function(i) {
  # each goes first in turn, so that a slow moment falls on both
  if (i %% 2) {
    a <- ours()
    b <- theirs()
  } else {
    b <- theirs()
    a <- ours()
  }
  c(a, b)
}, c(wall = 0, cpu = 0, hand_wall = 0, hand_cpu = 0))
for (clock in c("wall", "cpu")) {
  hand <- times[paste0("hand_", clock), ]
  ratio <- times[clock, ] / hand
  cat(sprintf(
    "%-4s hand-written %.2f s, fit() : hand-written %.3f (median; quartiles %.3f to %.3f)\n",
    clock, stats::median(hand), stats::median(ratio), stats::quantile(ratio, 0.25),
    stats::quantile(ratio, 0.75)
  ))
}
