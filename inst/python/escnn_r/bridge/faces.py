"""Faces of rooms: the names that others may use, fetched from a room's files when first used.

A room's ``__init__.py`` imports these names for type checkers and editors alone, under ``if
TYPE_CHECKING:``, and that block is the list. Nothing in it is imported before it is wanted,
so that a face costs nothing, and the light parts of a room work where torch does not.
"""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Face = tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]


def face(room: str) -> Face:
    """The ``__getattr__``, ``__dir__`` and ``__all__`` of a room.

    Args:
        room: the room's ``__name__``.
    """
    homes = _homes(Path(str(sys.modules[room].__file__)).read_text(encoding="utf-8"))

    def fetch(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        home = importlib.import_module(f".{homes[name] or name}", room)
        value = getattr(home, name) if homes[name] else home
        setattr(sys.modules[room], name, value)
        return value

    return fetch, lambda: sorted(homes), sorted(homes)


def _homes(source: str) -> dict[str, str | None]:
    """The file of each name that a room imports for type checkers; None for a file itself."""
    return {
        alias.name: node.module
        for block in ast.parse(source).body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
