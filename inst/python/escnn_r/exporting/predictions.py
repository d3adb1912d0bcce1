"""Predictions: a module applied to data, batch by batch, by its plain network where it has one."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import torch

from ..nn import evaluation, own
from ..training import Examples, batches, memory, output_shapes, threads, wrap
from . import kept_networks

# of a batch as large as this one example costs little
_MANY = 8


def outputs(
    module: torch.nn.Module, data: Examples, batch_size: int, classes: bool, flat: bool = True
) -> torch.Tensor:
    """The outputs for all examples, in order, on the CPU; ``flat`` drops axes of one pixel.

    A model that gives something for each point of a cloud gives that of all
    points, one cloud after another.
    """
    parameter = next(iter(module.parameters()), torch.zeros(()))
    if len(data) == 0:
        return _none(module, data, parameter, classes, flat)
    batches_out = []
    sharing = threads.Sharing()
    state, fast = kept_networks.kept_network(module)
    # without the module's own filters, which evaluation mode would expand
    with torch.no_grad() if fast is not None else evaluation(module), memory.kept():
        for number, (values, *_) in enumerate(batches.batches(data, batch_size)):
            values = values.to(parameter)
            fits = _fits(module, values)
            if number == 0 and fast is None and state is not None and fits:
                fast = kept_networks.new_network(module, state, values)
            if number == 0 and fits and len(values) >= _MANY and not own(module):
                # so that a single batch, too, has the threads that pay
                sharing.sample(partial(applied, module, fast), values)
            with sharing.batch():
                result = applied(module, fast if fits else None, values)
            batches_out.append(_on_cpu(result, classes, flat))
    return torch.cat(batches_out)


def _none(module: Any, data: Any, like: Any, classes: bool, flat: bool) -> torch.Tensor:
    """The outputs for no examples, of the shape that those for one would have."""
    values = data.take(np.zeros(0, dtype=np.int64))[0]
    if not isinstance(values, torch.Tensor):
        return torch.zeros(0, module.out_type.size)
    one = torch.zeros(1, *values.shape[1:]).to(like)
    return _on_cpu(applied(module, None, one), classes, flat)[:0]


def _on_cpu(result: Any, classes: bool, flat: bool) -> torch.Tensor:
    plain: torch.Tensor = getattr(result, "tensor", result)
    return (output_shapes.plain_output(plain, None, classes) if flat else plain).cpu()


def applied(module: torch.nn.Module, fast: Any, values: torch.Tensor) -> Any:
    """What a module gives, by its plain network if there is one."""
    if fast is not None:
        return fast(values)
    with evaluation(module):
        return module(wrap(module, values))


def _fits(module: Any, values: Any) -> bool:
    """Whether these are values for the module, which else says itself what is wrong."""
    kind: Any = getattr(module, "in_type", None)
    if not isinstance(values, torch.Tensor) or not hasattr(kind, "gspace"):
        return False
    shaped = values.dim() == 2 + kind.gspace.dimensionality
    return shaped and values.shape[1] == kind.size


def finish(output: torch.Tensor, kind: str, labels: bool = False) -> torch.Tensor:
    """Class numbers from 0, labels, probabilities, or the outputs as they are."""
    if labels and kind in ("class", "prob"):
        return output > 0 if kind == "class" else output.sigmoid()
    if kind == "class":
        return output.argmax(1)
    if kind == "prob":
        return output.softmax(1)
    return output


def predict(
    module: torch.nn.Module,
    data: Examples,
    kind: str,
    batch_size: int,
    classes: bool,
    labels: bool = False,
    levels: int | None = None,
) -> torch.Tensor:
    """Class numbers from 0, labels, probabilities or plain outputs for all examples.

    ``levels`` is the number of classes or labels, where that is known.
    """
    plain = outputs(module, data, batch_size, classes, kind != "tensor")
    if levels is not None:
        output_shapes.check_count(plain, levels)
    return finish(plain, kind, labels)
