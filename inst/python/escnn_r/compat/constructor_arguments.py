"""Remembering how modules were made, so that they can be made again.

A module keeps its constructor's arguments from the moment it is created,
whoever calls the constructor.
"""

from __future__ import annotations

from typing import Any

from .changes import replace

_KEY = "_made_with"


def arm(base: Any) -> None:
    """Let ``base`` and all classes below it remember their constructors' arguments."""
    if vars(base).get("_remembers"):
        return

    def create(cls: Any, *args: Any, **kwargs: Any) -> Any:
        module = object.__new__(cls)
        module.__dict__[_KEY] = (args, kwargs)
        return module

    replace(base, "__new__", create)
    base._remembers = True


def arguments(module: Any) -> tuple[tuple[Any, ...], dict[str, Any]] | None:
    """Positional and named arguments that ``module`` was made with, if it remembers."""
    kept: tuple[tuple[Any, ...], dict[str, Any]] | None = module.__dict__.get(_KEY)
    return kept
