"""What a network gives, beside the targets that it is compared with: do their shapes fit?"""

from __future__ import annotations

import torch

from ..bridge import BadArgument
from ..datasets import Energies
from ..fields import GeometricTensorLike
from . import forces


def plain_output(
    result: GeometricTensorLike | torch.Tensor, target: torch.Tensor | None, classes: bool
) -> torch.Tensor:
    """A module's output as a tensor; a single pixel's output loses its spatial axes."""
    output: torch.Tensor = getattr(result, "tensor", result)
    if output.dim() > 2 and all(s == 1 for s in output.shape[2:]):
        flat = target is None or target.dim() <= (1 if classes else 2)
        output = output.flatten(1) if flat else output
    if not classes and output.dim() == 2 and output.shape[1] == 1:
        single = target is not None and target.dim() == 1
        output = output[:, 0] if single else output
    return output


def check(
    output: torch.Tensor | Energies, target: torch.Tensor | Energies, classes: int | None
) -> None:
    """Whether a network's output fits the targets, told before training starts."""
    if isinstance(output, Energies) or isinstance(target, Energies):
        forces.check(output, target)
        return
    if output.shape[:1] != target.shape[:1]:
        raise BadArgument(
            "model",
            f"one that gives one output for each of the {len(target)} examples of a batch",
            f"one that gives {len(output)}",
            "A model of clouds pools each of them, with `nn_to_vector()` or `nn_point_pooling()`.",
        )
    if classes is None:
        if output.shape != target.shape:
            raise BadArgument(
                "y",
                f"of what the model gives, {_each(output)} for each example",
                _each(target),
                "End the model with as many outputs as each example of `y` has numbers.",
            )
        return
    check_count(output, classes)
    if output.shape[2:] != target.shape[1:]:
        raise BadArgument(
            "y",
            f"of the shape that the model gives, {tuple(output.shape[2:])} for each example",
            f"of {tuple(target.shape[1:])}",
            "Pool over space for one class an image, or crop the targets for segmentation.",
        )


def check_count(output: torch.Tensor, classes: int) -> None:
    """Whether a network has an output for each class, and no more: those would be of none."""
    if classes == 1:
        raise BadArgument(
            "y",
            "of two classes or more",
            "of one",
            "There is nothing to tell apart. If some classes have no examples in `y`, "
            "name all of them: `factor(y, levels = )`.",
        )
    count = output.shape[1] if output.dim() > 1 else 1
    if count == classes:
        return
    hint = f"End it with `model |> nn_to_vector(classes = {classes})`, or so many invariant fields."
    if count > classes:
        hint += (
            f" If there are {count} classes, of which some have no examples in `y`, "
            "name all of them: `factor(y, levels = )`."
        )
    raise BadArgument(
        "model",
        f"one that gives {classes} numbers for {classes} classes",
        f"one that gives {count}",
        hint,
    )


def _each(values: torch.Tensor) -> str:
    shape = tuple(values.shape[1:])
    if not shape:
        return "one number"
    return f"{shape[0]} numbers" if len(shape) == 1 else f"{shape} numbers"
