# Inference with an exported network against plain escnn in evaluation mode,
# alternating in one process, as ratios: plain escnn = 1. In wall-clock and in
# processor time, which others on the machine disturb less.
#
#   Rscript bench/export.R [rounds = 15]

library(escnn)

given <- as.integer(commandArgs(trailingOnly = TRUE))
rounds <- if (length(given) >= 1) given[[1]] else 15L

reticulate::py_run_string("
import time
import numpy as np
import torch
from escnn import gspaces, nn

def small(width):
    # three C8 layers, as escnn's classes are written by hand
    space = gspaces.rot2dOnR2(8)
    one = nn.FieldType(space, [space.trivial_repr])
    kinds = [one, *[nn.FieldType(space, [space.regular_repr] * n) for n in width]]
    layers = []
    for a, b in zip(kinds[:-1], kinds[1:]):
        layers += [nn.R2Conv(a, b, 5, padding=2, bias=False), nn.InnerBatchNorm(b), nn.ReLU(b)]
    return nn.SequentialModule(*layers, nn.GroupPooling(kinds[-1]))

def large():
    space = gspaces.rot2dOnR2(8)
    one = nn.FieldType(space, [space.trivial_repr])
    wide = [nn.FieldType(space, [space.regular_repr] * n) for n in (16, 24, 32, 48)]
    layers, kind = [], one
    for i, each in enumerate(wide):
        layers += [nn.R2Conv(kind, each, 5, padding=2), nn.InnerBatchNorm(each), nn.ReLU(each)]
        if i in (1, 2):
            layers.append(nn.PointwiseAvgPoolAntialiased(each, 0.66, 2))
        kind = each
    return nn.SequentialModule(*layers, nn.GroupPooling(kind))

def lived(model, batch):
    x = torch.randn(batch, 1, 28, 28)
    for _ in range(2):
        model(nn.GeometricTensor(x, model.in_type))
    return model.eval()

def compare(model, path, batch, rounds):
    exported = torch.jit.load(path)
    x = torch.randn(batch, 1, 28, 28)
    calls = {
        'escnn': lambda: model(nn.GeometricTensor(x, model.in_type)).tensor,
        'exported': lambda: exported(x),
    }
    with torch.no_grad():
        for call in calls.values():
            for _ in range(3):
                call()
        gap = (calls['exported']() - calls['escnn']()).abs().max() / calls['escnn']().abs().max()
        begun = time.perf_counter()
        calls['escnn']()
        times = max(1, int(0.1 / (time.perf_counter() - begun)))
        spent = {name: [] for name in calls}
        for i in range(rounds):
            # each goes first in turn, so that a slow moment falls on both
            for name in (list(calls) if i % 2 else list(calls)[::-1]):
                begun, cpu = time.perf_counter(), time.process_time()
                for _ in range(times):
                    calls[name]()
                spent[name].append(
                    [(time.perf_counter() - begun) / times, (time.process_time() - cpu) / times]
                )
    ratios = np.array(spent['exported']) / np.array(spent['escnn'])
    return [float(np.median(np.array(spent['escnn'])[:, 0])),
            *np.quantile(ratios[:, 0], (0.5, 0.25, 0.75)).tolist(),
            float(np.median(ratios[:, 1])), float(gap)]
")
main <- reticulate::import_main()

measure <- function(name, model, batches) {
  path <- tempfile(fileext = ".pt")
  escnn_export(model, path, input = c(28, 28))
  for (batch in batches) {
    found <- unlist(main$compare(model, path, batch, rounds))
    cat(sprintf(
      paste(
        "%-28s batch %3d  escnn %8.2f ms  exported : escnn %.3f",
        "(quartiles %.3f to %.3f), processor time %.3f, off by %.0e\n"
      ),
      name, batch, 1000 * found[[1]], found[[2]], found[[3]], found[[4]], found[[5]],
      found[[6]]
    ))
  }
}

for (width in list(c(8L, 8L, 8L), c(8L, 12L, 16L))) {
  name <- paste("three C8 layers of", paste(width, collapse = ", "))
  measure(name, main$lived(main$small(width), 16L), c(1L, 8L, 64L))
}
measure("four C8 layers, 16 to 48", main$lived(main$large(), 8L), c(1L, 16L))
