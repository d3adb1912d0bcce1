"""Errors that name the argument at fault, and what to write instead."""

from __future__ import annotations

from typing import Any


class BadArgument(ValueError):
    """An argument has a value that cannot be used.

    ``argument`` is its name, ``allowed`` completes "must be ...", ``given``
    completes "not ...", and ``hint`` says what to do. A ``kind`` of its own
    tells errors that people catch from all others.
    """

    kind: str | None = None

    def __init__(self, argument: str, allowed: str, given: str, hint: str | None = None) -> None:
        """Build the message from its parts, which stay available as fields."""
        super().__init__(f"`{argument}` must be {allowed}, not {given}.")
        self.argument = argument
        self.allowed = allowed
        self.given = given
        self.hint = hint

    def as_dict(self) -> dict[str, Any]:
        """The parts as plain data."""
        return {
            "argument": self.argument,
            "allowed": self.allowed,
            "given": self.given,
            "hint": self.hint,
            "kind": self.kind,
        }


class EmptyBasis(BadArgument):
    """No kernel but zero is equivariant."""

    kind = "empty_basis"
