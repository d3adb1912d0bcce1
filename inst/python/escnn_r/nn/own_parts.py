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
