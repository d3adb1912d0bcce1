"""Faces of rooms: the names that others may use, fetched from a room's files when first used.

A room's ``__init__.py`` has the table. Nothing is imported before it is wanted, so that a
face costs nothing, and the light parts of a room work where torch does not.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from typing import Any

Face = tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]


def face(room: str, files: Mapping[str, str]) -> Face:
    """The ``__getattr__``, ``__dir__`` and ``__all__`` of a room.

    Args:
        room: the room's ``__name__``.
        files: for each file the names that others may use, with blanks between them.
    """
    home = {name: file for file, names in files.items() for name in names.split()}

    def fetch(name: str) -> Any:
        if name not in home:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        value = getattr(importlib.import_module(f"{room}.{home[name]}"), name)
        setattr(sys.modules[room], name, value)
        return value

    return fetch, lambda: sorted(home), sorted(home)
