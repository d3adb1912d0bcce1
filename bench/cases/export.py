"""Inference with an exported network against plain escnn in evaluation mode.

The rows "convolutions alone" show what is left to win: the same filters in
PyTorch's convolutions and nothing else between input and output.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))

import tempfile

import networks
import torch
from harness import Case, main

SMALL = {
    f"three C8 layers of {', '.join(map(str, width))}": networks.stack(networks.c(8), width, 5)
    for width in ([8, 8, 8], [8, 12, 16])
}
LARGE = {"four C8 layers, 16 to 48": networks.stack(networks.c(8), [16, 24, 32, 48], 5)}


def lived(build):
    """Escnn's network after some steps, so that its batch norms have statistics."""
    torch.manual_seed(0)
    model = build(networks.layers("plain"))
    with torch.no_grad():
        for _ in range(2):
            model(noise(model, 16))
    return model.eval()


def noise(model, batch):
    """Noise as the model takes it."""
    from escnn import nn

    return nn.GeometricTensor(torch.randn(batch, 1, 28, 28), model.in_type)


def exported(model):
    """The model as its file gives it."""
    from escnn_r.exporting import files

    path = f"{tempfile.mkdtemp()}/model.pt"
    files.export_model(model, path, "torchscript", [28, 28])
    return torch.jit.load(path)


def convolutions(model):
    """Nothing but the convolutions of a model."""
    from escnn_r.exporting import network

    kept = [part for part in network.plain(model).modules() if isinstance(part, torch.nn.Conv2d)]
    return torch.nn.Sequential(*kept)


def run(model, x):
    """A call without gradients."""

    def call():
        with torch.no_grad():
            model(x)

    return call


def cases(quick):
    """Small networks and a large one, for single images and for batches."""
    for name, build in {**SMALL, **LARGE}.items():
        model = lived(build)
        fast, bare = exported(model), convolutions(model)
        optimised = torch.jit.optimize_for_inference(exported(model))
        for batch in (1, 16) if name in LARGE or quick else (1, 8, 64):
            x = noise(model, batch)
            with torch.no_grad():
                a, b = fast(x.tensor), model(x).tensor
            if not float((a - b).abs().max() / b.abs().max()) < 1e-5:
                raise ValueError(f"{name}: the exported network differs")
            label = f"{name}, batch {batch}"
            yield Case("export", label, run(fast, x.tensor), run(model, x))
            if name in SMALL:
                for more, other in (
                    ("optimised when loaded", optimised),
                    ("convolutions alone", bare),
                ):
                    yield Case("export", f"{label}: {more}", run(other, x.tensor), run(model, x))


main(cases)
