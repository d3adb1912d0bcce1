"""Advice: what works but is poor, and what to write instead.

An adviser belongs to the names of the classes that it knows. It is called
before a layer is built and gives its advice, if it has any, as a warning.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

from ...fields import FieldTypeLike

Adviser = Callable[[Any, "tuple[Any, ...]", "dict[str, Any]"], None]

_ADVISERS: dict[str, list[Adviser]] = {}
# those who only know about fields that data have
_OF_DATA: set[Adviser] = set()


class Advice(UserWarning):
    """A warning of one ``kind``, which tells callers what it is about."""

    def __init__(self, kind: str, message: str) -> None:
        """Keep the kind beside the message."""
        super().__init__(message)
        self.kind = kind


def adviser(*classes: str, of_data: bool = False) -> Callable[[Adviser], Adviser]:
    """Register a function ``(in_type, args, kwargs)`` for these classes of layers.

    With ``of_data`` it is only asked where a network starts.
    """

    def register(function: Adviser) -> Adviser:
        if of_data:
            _OF_DATA.add(function)
        for name in classes:
            _ADVISERS.setdefault(name, []).append(function)
        return function

    return register


def advise(kind: str, message: str) -> None:
    """Give one piece of advice."""
    warnings.warn(Advice(kind, message), stacklevel=2)


def about(
    class_name: str,
    in_type: FieldTypeLike | tuple[FieldTypeLike, ...],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    start: bool = True,
) -> None:
    """All the advice there is about a layer that is going to be built, at a network's ``start``."""
    for each in _ADVISERS.get(class_name, ()):
        if start or each not in _OF_DATA:
            each(in_type, args, kwargs)
