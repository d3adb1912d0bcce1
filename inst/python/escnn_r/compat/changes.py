"""Every attribute of escnn, torch and joblib that is replaced: what, why, how long, which test.

README.md in this folder has the whole list, from which ``CHANGES`` is read. Nothing is replaced
but by ``replace()`` and ``replaced()``, which refuse what has no row there.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

# how long a change lasts
SESSION = "as long as Python runs"
NEWER = "as long as Python runs, from 3.14 on"
IMPORT = "while escnn is imported"
BUILDING = "while a layer is built"
SHARING = "while processes share a batch"


@dataclass(frozen=True)
class Change:
    """A row of the list; ``*`` in a target stands for any name, ``test`` is below tests/python."""

    target: str
    why: str
    lasts: str
    test: str


def _rows() -> tuple[Change, ...]:
    page = Path(__file__).with_name("README.md").read_text(encoding="utf-8")
    table = page.partition("## What works without")[0]
    cells = re.findall(r"^\| `([^`]+)` \| (.+?) \| (.+?) \| `(.+?)` \|$", table, re.M)
    return tuple(Change(*row) for row in cells)


CHANGES = _rows()

# what replace() replaced, and what was there
_permanent: list[tuple[Change, Any, str, Any]] = []
_lock = threading.RLock()


def target_of(owner: Any, name: str) -> str:
    """The dotted name of an attribute of a module, of a class, or of a class's instance."""
    if not isinstance(owner, type) and not hasattr(owner, "__file__"):
        owner = type(owner)
    home = f"{owner.__module__}.{owner.__qualname__}" if isinstance(owner, type) else owner.__name__
    return f"{home}.{name}"


def _row(owner: Any, name: str) -> Change:
    target = target_of(owner, name)
    for change in CHANGES:
        if fnmatchcase(target, change.target):
            return change
    raise LookupError(f"{target} has no row in escnn_r/compat/README.md")


def replace(owner: Any, name: str, new: Any) -> None:
    """Replace an attribute for good; there must be a row for it."""
    _permanent.append((_row(owner, name), owner, name, getattr(owner, name, None)))
    setattr(owner, name, new)


def put_back(test: str) -> None:
    """Put back what was replaced for good and is tested by one file, to compare with it."""
    for row in reversed(_permanent):
        change, owner, name, old = row
        if change.test == test:
            setattr(owner, name, old)
    _permanent[:] = [row for row in _permanent if row[0].test != test]


@contextmanager
def replaced(*places: tuple[Any, str, Any]) -> Iterator[None]:
    """Replace attributes within the block: owners, names and what they are meanwhile.

    An instance gets an attribute of its own, which is removed again.
    """
    for owner, name, _ in places:
        _row(owner, name)
    with _lock:
        own = [name in vars(owner) for owner, name, _ in places]
        before = [getattr(owner, name) for owner, name, _ in places]
        for owner, name, new in places:
            setattr(owner, name, new)
        try:
            yield
        finally:
            for (owner, name, _), old, was_own in zip(places, before, own, strict=True):
                if was_own:
                    setattr(owner, name, old)
                else:
                    delattr(owner, name)
