"""Stand-ins for two compiled dependencies of escnn, so that no compiler is ever needed.

escnn uses one function each of ``lie_learn`` and ``py3nj``. Where those packages are not
installed, modules from here stand in their place; an installed one always wins. This module
itself imports nothing but the standard library.
"""

from __future__ import annotations

import importlib
import sys
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

# what escnn imports: a module and its function, which a file here has under the same name
_FUNCTIONS = {
    "lie_learn.representations.SO3.wigner_d": ("wigner_D_matrix", "wigner"),
    "py3nj": ("clebsch_gordan", "clebsch_gordan"),
}


def install() -> None:
    """Put stand-ins in the place of what is not installed. Idempotent."""
    for path in _FUNCTIONS:
        package = path.partition(".")[0]
        if package not in sys.modules and find_spec(package) is None:
            _stand_in(path)


def served() -> list[str]:
    """Return which of the replaceable packages are served by their stand-ins."""
    packages = [path.partition(".")[0] for path in _FUNCTIONS]
    specs = {name: getattr(sys.modules.get(name), "__spec__", None) for name in packages}
    return [name for name, spec in specs.items() if getattr(spec, "origin", None) == __name__]


def _stand_in(path: str) -> None:
    """Make the module at a dotted path, and the packages above it."""
    function, file = _FUNCTIONS[path]

    def fetched(name: str) -> Any:
        # numpy is not wanted before the function is
        if name != function:
            raise AttributeError(f"the stand-in for {path!r} has no attribute {name!r}")
        return getattr(importlib.import_module(f"{__name__}.{file}"), name)

    module = ModuleType(path, f"Stand-in for `{path}`.")
    module.__getattr__ = fetched  # type: ignore[method-assign]
    while True:
        parent, _, name = path.rpartition(".")
        module.__spec__ = ModuleSpec(path, None, origin=__name__)
        sys.modules[path] = module
        if not parent:
            return
        package = ModuleType(parent, f"Stand-in for `{parent}`.")
        package.__path__ = []
        setattr(package, name, module)
        path, module = parent, package
