# One epoch of fit() against the same network in a loop written by hand in
# Python, alternating in one process.
#
#   Rscript bench/loop.R [rounds = 7] [examples = 4000]

library(escnn)

given <- as.integer(commandArgs(trailingOnly = TRUE))
rounds <- if (length(given) >= 1) given[[1]] else 7L
n <- if (length(given) >= 2) given[[2]] else 4000L

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
    begun = time.perf_counter()
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
    return time.perf_counter() - begun
")
main <- reticulate::import_main()
mirror <- net_gcnn(10, width = 8)
tensor <- torch$tensor(reticulate::np_array(x, dtype = "float32"))
target <- torch$tensor(reticulate::np_array(as.integer(y) - 1L, dtype = "int64"))

# the record's time is that of the epoch; the whole call has the copies in it too
ours <- function() {
  whole <- system.time(
    fitted <- fit(model, x, y, epochs = 1)
  )[["elapsed"]]
  c(epoch = fitted$history$seconds, call = whole)
}
theirs <- function() main$hand_written(mirror, tensor, target)

ours()
theirs()
times <- vapply(seq_len(rounds), function(i) {
  # each goes first in turn, so that a slow moment falls on both
  if (i %% 2) {
    a <- ours()
    b <- theirs()
  } else {
    b <- theirs()
    a <- ours()
  }
  c(a, hand = b)
}, c(epoch = 0, call = 0, hand = 0))
ratio <- times["epoch", ] / times["hand", ]
cat(sprintf(
  "hand-written %.2f s, fit() %.2f s an epoch, %.2f s with its copies (medians of %d)\n",
  stats::median(times["hand", ]), stats::median(times["epoch", ]),
  stats::median(times["call", ]), rounds
))
cat(sprintf(
  "ratio fit() : hand-written %.3f (median; quartiles %.3f to %.3f, all %.3f to %.3f)\n",
  stats::median(ratio), stats::quantile(ratio, 0.25), stats::quantile(ratio, 0.75),
  min(ratio), max(ratio)
))
