"""Losses by name, and the shape that outputs and targets must have for them."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as functional

from ..bridge import BadArgument
from ..fields import GeometricTensorLike

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def _binary(output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    return functional.binary_cross_entropy_with_logits(output, target.to(output))


LOSSES: dict[str, Loss] = {
    "cross_entropy": functional.cross_entropy,
    "binary_cross_entropy": _binary,
    "mse": functional.mse_loss,
    "mae": functional.l1_loss,
    "huber": functional.smooth_l1_loss,
}


DEFAULTS = {"classes": "cross_entropy", "labels": "binary_cross_entropy", "numbers": "mse"}


def find(loss: str | Loss | None, targets: str) -> Loss:
    """The loss of a name; without one, what suits classes, labels or numbers."""
    if loss is None:
        loss = DEFAULTS[targets]
    if not isinstance(loss, str):
        return _own(loss)
    if loss not in LOSSES:
        allowed = ", ".join(f'"{name}"' for name in LOSSES)
        raise BadArgument("loss", f"one of {allowed}, or a function of output and target", loss)
    return LOSSES[loss]


def _own(loss: Loss) -> Loss:
    """A function of somebody's own, which is told apart when it fails or gives no number."""

    def checked(output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        allowed = "a function of output and target, both torch tensors, that gives one torch number"
        try:
            found = loss(output, target)
        except Exception as problem:
            said = " ".join(str(problem).split()).rstrip(". ")
            raise BadArgument("loss", allowed, f"one that fails: {said}") from problem
        if not isinstance(found, torch.Tensor) or found.numel() != 1:
            what = (
                f"a tensor of dim c({', '.join(str(n) for n in found.shape)})"
                if isinstance(found, torch.Tensor)
                else "something else"
            )
            raise BadArgument(
                "loss",
                allowed,
                f"one that gives {what}",
                "For example `torch$nn$functional$l1_loss`.",
            )
        return found.reshape(())

    return checked


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


def check(output: torch.Tensor, target: torch.Tensor, classes: int | None) -> None:
    """Whether a network's output fits the targets, told before training starts."""
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
