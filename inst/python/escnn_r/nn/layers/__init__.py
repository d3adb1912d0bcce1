"""Module classes of our own: upstream's put right under their own names, and new ones.

A class is found by its name in whatever file of this package lists it in
``__all__``; escnn's own class serves where there is none.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

__all__ = ["find", "known", "late_names", "names"]

# the file of classes that cost seconds to import: it is imported once one of them is wanted
_LATE = {"R2PointConv": "point_convs", "R3PointConv": "point_convs"}


def find(name: str) -> type[torch.nn.Module]:
    """The module class called ``name``, ours before escnn's."""
    import escnn.nn

    if name in _LATE:
        late: type[torch.nn.Module] = getattr(_file(_LATE[name]), name)
        return late
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
    return sorted({*_ours(), *late_names()})


def late_names() -> list[str]:
    """Those of layers that are not imported before they are wanted, as far as they can be."""
    import escnn.nn

    return sorted(set(_LATE) & set(escnn.nn.__all__))


@lru_cache(maxsize=1)
def _ours() -> dict[str, Any]:
    classes: dict[str, Any] = {}
    for each in pkgutil.iter_modules(__path__):
        if each.name not in _LATE.values():
            file = _file(each.name)
            classes.update({name: getattr(file, name) for name in file.__all__})
    return classes


def _file(name: str) -> ModuleType:
    return importlib.import_module(f"{__name__}.{name}")
