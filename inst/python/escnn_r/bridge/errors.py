"""Errors that name the argument at fault, and what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

Row = TypeVar("Row")


class BadArgument(ValueError):
    """An argument has a value that cannot be used.

    ``argument`` is its name, ``allowed`` completes "must be ...", ``given``
    completes "not ..." unless it is None, and ``hint`` says what to do. A ``kind`` of its own
    tells errors that people catch from all others.
    """

    kind: str | None = None

    def __init__(
        self, argument: str, allowed: str, given: str | None, hint: str | None = None
    ) -> None:
        """Build the message from its parts, which stay available as fields."""
        self.rule = f"must be {allowed}{'' if given is None else f', not {given}'}."
        super().__init__(f"`{argument}` {self.rule}")
        self.argument = argument
        self.allowed = allowed
        self.given = given
        self.hint = hint

    @classmethod
    def of(cls, parts: dict[str, Any]) -> BadArgument:
        """The error of which ``as_dict()`` gave the parts."""
        error = cls(parts["argument"], parts["allowed"], parts["given"], parts["hint"])
        error.kind = parts.get("kind")
        return error

    def as_dict(self) -> dict[str, Any]:
        """The parts as plain data."""
        parts = {
            "argument": self.argument,
            "allowed": self.allowed,
            "given": self.given,
            "hint": self.hint,
        }
        return parts if self.kind is None else {**parts, "kind": self.kind}


def first_line(problem: BaseException) -> str:
    """What a problem says, in one line."""
    lines = (line.strip() for line in str(problem).splitlines())
    return next((line for line in lines if line), type(problem).__name__)


def choose(
    argument: str, name: str, table: Mapping[str, Row], hint: str | None = None, where: str = ""
) -> Row:
    """The row of a table that has this name; refused in the words that R has for it.

    ``where`` ends the list of names, such as " on this GPU".
    """
    if name not in table:
        names = ", ".join(f'"{each}"' for each in table)
        raise BadArgument(argument, f"one of {names}{where}", f'"{name}"', hint)
    return table[name]


class EmptyBasis(BadArgument):
    """No kernel but zero is equivariant."""

    kind = "empty_basis"


class MissingValues(BadArgument):
    """An array has numbers that are missing (NaN)."""

    kind = "missing_values"

    def __init__(self, argument: str = "x") -> None:
        """Say which argument it is."""
        super().__init__(argument, "without missing values", "an array with `NaN`")


class UnknownArgument(BadArgument):
    """A function has no argument of this name, or, where the name is None, one fewer."""

    kind = "unknown_argument"

    def __init__(self, argument: str | None, known: list[str]) -> None:
        """``known`` are the arguments that there are."""
        super().__init__(argument or "...", f"one of {', '.join(known)}", "another one")
        self.unknown, self.known = argument, known

    def as_dict(self) -> dict[str, Any]:
        """The parts as plain data."""
        return {**super().as_dict(), "unknown": self.unknown, "known": self.known}


class WorkerFailed(RuntimeError):
    """A process that took part in training ended before it was done.

    ``worker`` counts from 1 and may be unknown; ``signal`` names what ended it
    from outside, if anything did; ``epoch`` is the last one that was finished.
    """

    def __init__(
        self, worker: int | None, of: int, signal: str | None, epoch: int, said: str
    ) -> None:
        """Build the message from its parts, which stay available as fields."""
        who = "A worker" if worker is None else f"Worker {worker} of {of}"
        how = "failed" if signal is None else f"was ended by the signal {signal}"
        when = f"after {epoch} finished epoch{'' if epoch == 1 else 's'}"
        super().__init__(f"{who} {how}, {when}.{f' It said: {said}' if said else ''}")
        self.worker, self.of, self.signal = worker, of, signal
        self.epoch, self.said = epoch, said

    def as_dict(self) -> dict[str, Any]:
        """The parts as plain data."""
        names = ("worker", "of", "signal", "epoch", "said")
        return {name: getattr(self, name) for name in names} | {"message": str(self)}
