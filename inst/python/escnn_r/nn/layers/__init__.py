"""Module classes of our own: upstream's put right under their own names, and new ones.

A class is found by its name in whatever file of this package lists it in
``__all__``; escnn's own class serves where there is none.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

__all__ = ["find", "known", "names"]


def find(name: str) -> type[torch.nn.Module]:
    """The module class called ``name``, ours before escnn's."""
    import escnn.nn

    if name in _ours():
        return _ours()[name]
    upstream = getattr(escnn.nn, name)
    # an alias, such as PointwiseMaxPool for PointwiseMaxPool2D, finds ours too
    return _ours().get(getattr(upstream, "__name__", name), upstream)


def known(name: str) -> type[torch.nn.Module] | None:
    """The module class called ``name``, or None if there is none."""
    import escnn.nn

    return find(name) if name in _ours() or hasattr(escnn.nn, name) else None


def names() -> list[str]:
    """The names of our own classes."""
    return sorted(_ours())


@lru_cache(maxsize=1)
def _ours() -> dict[str, Any]:
    classes: dict[str, Any] = {}
    for each in pkgutil.iter_modules(__path__):
        file = importlib.import_module(f"{__name__}.{each.name}")
        classes.update({name: getattr(file, name) for name in file.__all__})
    return classes
