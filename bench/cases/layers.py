"""Each class of layers by itself, on a small and on a middling input: training and inference.

The layers are those of the tests of exports; classes that are built differently
from escnn's, or that it does not have, are left out.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "python"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))

import place
import torch
from harness import Case, main


def pairs():
    """Ours and escnn's of each class, with the same weights."""
    import export_cases
    from escnn import nn

    from escnn_r.nn import layers

    ours = export_cases.make
    for name, build in export_cases.CASES.items():
        both = []
        for make in (ours, lambda cls, *args, **kwargs: getattr(nn, cls)(*args, **kwargs)):
            torch.manual_seed(0)
            export_cases.make = make
            try:
                both.append(build())
            except (TypeError, AttributeError, AssertionError, NotImplementedError, ValueError):
                break
        export_cases.make = ours
        if len(both) < 2 or not isinstance(both[0].in_type, nn.FieldType):
            continue
        if type(both[1]).__name__ in layers._ours() and type(both[0]) is type(both[1]):
            continue
        yield name, *(place.put(each) for each in both)


def inputs(kind, size, batch):
    """Noise of a field type."""
    d = kind.gspace.dimensionality
    space = {0: (), 2: (size, size), 3: (max(5, size // 3),) * 3}[d]
    return place.put(torch.randn(batch, kind.size, *space))


def training(module, values):
    """Forward and backward, to the weights and to the input."""
    from escnn.nn import GeometricTensor

    tensor = GeometricTensor(values.clone().requires_grad_(), module.in_type)

    def run():
        tensor.tensor.grad = None
        module(tensor).tensor.sum().backward()

    return run


def inference(module, values):
    """Forward without gradients."""
    from escnn.nn import GeometricTensor

    tensor = GeometricTensor(values, module.in_type)

    def run():
        with torch.no_grad():
            module(tensor)

    return run


def cases(quick):
    """All of them."""
    for name, ours, plain in pairs():
        for size, batch in ((28, 8),) if quick else ((9, 1), (28, 8)):
            values = inputs(ours.in_type, size, batch)
            label = f"{name}, {' x '.join(map(str, values.shape))}"
            try:
                training(plain.train(), values)()
            except (RuntimeError, AttributeError):
                # escnn fails where ours doesn't; branches give no tensor
                continue
            for what, step in (("training", training), ("inference", inference)):
                for module in (ours, plain):
                    module.train(what == "training")
                a, b = step(ours, values), step(plain, values)
                yield Case("layers", f"{label}, {what}", a, b, rounds=11)


main(cases)
