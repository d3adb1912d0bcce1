"""What escnn offers in public: its functions, classes, methods and their arguments.

Tests in R and in Python compare it with names of R.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from typing import Any

from escnn_r.inspect.documentation import MODULES

# the operators that people write, beside what has a public name
_OPERATORS = [
    f"__{name}__"
    for name in ("add", "sub", "mul", "rmul", "truediv", "matmul", "invert", "call", "getitem")
]


def list_names() -> list[dict[str, Any]]:
    """Every public name with its kind, its arguments and the classes it may come from.

    ``owners`` are the names under which a method can be looked up: that of its
    class first, then those of the classes that it inherits from.
    """
    entries: dict[str, dict[str, Any]] = {}
    for path in MODULES:
        module = importlib.import_module(path)
        for name in _public(module):
            each = getattr(module, name)
            if inspect.isclass(each):
                for entry in _class(path, name, each):
                    entries.setdefault(entry["name"], entry)
            elif inspect.isfunction(each):
                whole = f"{path}.{name}"
                entries[whole] = _entry(whole, "function", _arguments(each), [whole])
    return list(entries.values())


def _public(module: Any) -> list[str]:
    names = getattr(module, "__all__", None) or dir(module)
    return [n for n in names if not n.startswith("_")]


def _class(path: str, name: str, cls: Any) -> Iterator[dict[str, Any]]:
    whole = f"{path}.{name}"
    # a class without a constructor of its own has its parent's arguments
    kind = "abstract" if inspect.isabstract(cls) else "class"
    yield _entry(whole, kind, _arguments(cls.__init__), [whole])
    lineage = [c for c in cls.__mro__ if c.__module__.startswith("escnn.")]
    for each in lineage:
        for method, value in vars(each).items():
            if method.startswith("_") and method not in _OPERATORS:
                continue
            if method in ("propagate", "collect") and "_jinja_propagate" in vars(each):
                # torch_geometric writes these when the class is first used
                continue
            plain = getattr(value, "__func__", value)
            if isinstance(value, property):
                arguments: list[str] = []
            elif inspect.isfunction(plain):
                arguments = _arguments(plain)
            else:
                continue
            owners = [f"{_home(c, path)}.{c.__name__}.{method}" for c in lineage]
            yield _entry(f"{whole}.{method}", "method", arguments, owners)


def _home(cls: Any, path: str) -> str:
    """The module of MODULES in which a class lives."""
    return next((m for m in reversed(MODULES) if cls.__module__.startswith(f"{m}.")), path)


def _arguments(function: Any) -> list[str]:
    skipped = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    parameters = inspect.signature(function).parameters.values()
    names = [p.name for p in parameters if p.kind not in skipped]
    return [n for n in names if n not in ("self", "cls")]


def _entry(name: str, kind: str, arguments: list[str], owners: list[str]) -> dict[str, Any]:
    return {"name": name, "kind": kind, "arguments": arguments, "owners": owners}
