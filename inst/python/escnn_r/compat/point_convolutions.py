"""escnn's point convolutions are imported when somebody first wants one.

escnn imports them with itself, and they import torch_geometric, which takes longer than all else:
with today's PyTorch it brings PyTorch's compiler along.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from .changes import replace
from .printing import quiet
from .union_names import name_unions

NAMES = ("R2PointConv", "R3PointConv")
_HOME = "escnn.nn.modules.pointconv"


@contextlib.contextmanager
def postponed() -> Iterator[None]:
    """While escnn is imported it finds none, as where torch_geometric is not installed."""
    modules: dict[str, Any] = sys.modules
    modules.setdefault(_HOME, None)
    try:
        yield
    finally:
        if modules.get(_HOME, True) is None:
            del modules[_HOME]


def install(nn: ModuleType) -> None:
    """Let escnn's ``nn`` list them, and import them as soon as it is asked for one."""
    if importlib.util.find_spec("torch_geometric") is None:
        return
    for module in (nn, nn.modules):
        replace(module, "__all__", [*module.__all__, *NAMES])
        replace(module, "__dir__", lambda module=module: sorted({*vars(module), *NAMES}))
        replace(module, "__getattr__", lambda name, module=module: _fetched(module, name))


def _fetched(module: ModuleType, name: str) -> type:
    if name not in NAMES:
        raise AttributeError(f"module '{module.__name__}' has no attribute '{name}'")
    try:
        with quiet():
            point_conv: type = getattr(importlib.import_module(_HOME), name)
        name_unions()
    except ImportError as error:
        message = f"{module.__name__}.{name} cannot be imported: {error}"
        raise AttributeError(message) from error
    vars(module)[name] = point_conv
    return point_conv


def loaded() -> tuple[type, ...]:
    """Escnn's classes of them; none as long as nobody has wanted one."""
    home = sys.modules.get(_HOME)
    return tuple(vars(home)[name] for name in NAMES if name in vars(home)) if home else ()
