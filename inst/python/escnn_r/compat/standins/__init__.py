"""Stand-ins for two compiled dependencies of escnn, so that no compiler is ever needed.

escnn uses one function each of ``lie_learn`` and ``py3nj``. Where those packages are not
installed, an import of them is served from here; an installed one always wins. This module
itself imports nothing but the standard library.
"""

from __future__ import annotations

import importlib
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

__all__ = ["install", "served"]

PACKAGES = ("lie_learn", "py3nj")

_WIGNER = "lie_learn.representations.SO3.wigner_d"

# module served -> (where it comes from, the functions taken over); None makes a bare package
_MODULES: dict[str, tuple[str, tuple[str, ...]] | None] = {
    "lie_learn": None,
    "lie_learn.representations": None,
    "lie_learn.representations.SO3": None,
    _WIGNER: (f"{__name__}.wigner", ("wigner_D_matrix",)),
    "py3nj": (f"{__name__}.clebsch_gordan", ("clebsch_gordan",)),
}


class StandInLoader(Loader):
    """Fills a served module with the functions of its stand-in."""

    def create_module(self, spec: ModuleSpec) -> None:
        """Let Python make an ordinary module."""

    def exec_module(self, module: ModuleType) -> None:
        """Bind the stand-in's functions in the module."""
        module.__doc__ = f"Stand-in for `{module.__name__}`."
        source = _MODULES[module.__name__]
        if source is not None:
            origin, names = source
            for name in names:
                setattr(module, name, getattr(importlib.import_module(origin), name))


class StandInFinder(MetaPathFinder):
    """Serves the stand-ins; it belongs at the end of ``sys.meta_path``."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Find one of the served modules, never a part of a package that is really there."""
        if fullname not in _MODULES:
            return None
        parent = fullname.rpartition(".")[0]
        if parent:
            spec = getattr(sys.modules.get(parent), "__spec__", None)
            if not isinstance(getattr(spec, "loader", None), StandInLoader):
                return None
        is_package = _MODULES[fullname] is None
        return ModuleSpec(fullname, StandInLoader(), origin=__name__, is_package=is_package)


def install() -> None:
    """Make the stand-ins importable, behind everything else. Idempotent."""
    if not any(isinstance(finder, StandInFinder) for finder in sys.meta_path):
        sys.meta_path.append(StandInFinder())


def served() -> list[str]:
    """Return which of the replaceable packages are served by their stand-ins."""
    return [name for name in PACKAGES if isinstance(_loader(name), StandInLoader)]


def _loader(name: str) -> object:
    spec = find_spec(name)
    return None if spec is None else spec.loader
