"""The parts of a module whose computation is a function of its user's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import layers

if TYPE_CHECKING:
    import torch


def own(module: torch.nn.Module) -> list[list[str]]:
    """Names and makers of a module's parts whose computation is no part of a recipe."""
    parts = [p for p in module.modules() if isinstance(p, layers.find("CustomModule"))]
    return [list(each) for each in sorted({(type(p).__name__, p.token) for p in parts})]


def may_take_points(module: torch.nn.Module) -> bool:
    """Whether a module works on point clouds, as far as its parts tell: the user's may do."""
    known = any(
        getattr(part, "takes_points", False)
        # escnn's own classes, of raw calls
        or any("PointConv" in base.__name__ for base in type(part).__mro__)
        for part in module.modules()
    )
    return known or bool(own(module))
