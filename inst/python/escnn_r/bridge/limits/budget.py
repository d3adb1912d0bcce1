"""The one place where something too large is refused, with the numbers."""

from __future__ import annotations

import os
import re
from typing import Any

from ..errors import BadArgument
from . import machine

# of what is free, for one thing: the rest is for what will be done with it
SHARE = 0.5
# what every machine has; so little isn't worth asking how much is free
FLOOR = 128 * 2**20
SECONDS = 30.0

# the user's own limits, which processes that are started from here keep
_MEMORY, _TIME = "ESCNN_R_MEMORY_LIMIT", "ESCNN_R_TIME_LIMIT"


class TooLarge(BadArgument):
    """Something would take more memory or time than it may.

    ``needed`` and ``allowed_most`` are bytes, or seconds where ``unit`` says so.
    """

    kind = "too_large"

    def __init__(
        self, argument: str, lines: list[str], needed: float, most: float, unit: str
    ) -> None:
        """Take the message as lines: what it would take, what there is, what to do."""
        ValueError.__init__(self, " ".join(lines))
        self.argument, self.lines = argument, lines
        self.needed, self.most, self.unit = needed, most, unit

    def as_dict(self) -> dict[str, Any]:
        """The parts as plain data."""
        names = ("argument", "lines", "needed", "most", "unit", "kind")
        return {name: getattr(self, name) for name in names}


def set_limits(memory: float | None = None, seconds: float | None = None) -> None:
    """Set what one thing may take, in bytes and seconds; None for the default."""
    for name, value in ((_MEMORY, memory), (_TIME, seconds)):
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = repr(float(value))


def limit(state: machine.State | None = None) -> float:
    """How many bytes one thing may take."""
    allowed = os.environ.get(_MEMORY)
    if allowed is not None:
        return float(allowed)
    return max(FLOOR, SHARE * machine.available(machine.state() if state is None else state))


def time_limit() -> float:
    """How many seconds building one thing may take."""
    return float(os.environ.get(_TIME, SECONDS))


def small(memory: float) -> bool:
    """Whether so many bytes are too few to look any closer."""
    return memory <= FLOOR and _MEMORY not in os.environ


def check_cost(
    what: str,
    memory: float = 0.0,
    seconds: float = 0.0,
    argument: str = "x",
    hint: str | None = None,
    state: machine.State | None = None,
) -> None:
    """Raise TooLarge if ``what`` (which starts a sentence) would take more than it may.

    Both numbers are estimates, in bytes and seconds; ``argument`` is what makes it large, and
    the ``hint`` is to take a smaller one unless it is given.
    """
    hint = hint or f"Take a smaller `{argument}`."
    if memory > 0 and not small(memory):
        now = machine.state() if state is None and _MEMORY not in os.environ else state
        most = limit(now)
        if memory > most:
            lines = [
                f"{what} would take {about(in_bytes(memory))} of memory; "
                f"at most {in_bytes(most)} may be taken.",
                *([_present(now)] if now is not None else []),
                hint,
                "`options(escnn.memory_limit = Inf)` lifts the limit, which is in bytes.",
            ]
            raise TooLarge(argument, lines, memory, most, "bytes")
    if seconds > time_limit():
        lines = [
            f"{what} would take {about(in_time(seconds))} to build; "
            f"at most {in_time(time_limit())} may be taken.",
            hint,
            "`options(escnn.time_limit = Inf)` lifts the limit, which is in seconds.",
        ]
        raise TooLarge(argument, lines, seconds, time_limit(), "seconds")


def out_of_memory(problem: BaseException) -> dict[str, Any] | None:
    """The parts of TooLarge for an exception that says that memory ran out, else None."""
    text = str(problem)
    known = ("can't allocate memory", "not enough memory", "out of memory", "Unable to allocate")
    if not isinstance(problem, (MemoryError, RuntimeError)):
        return None
    if not isinstance(problem, MemoryError) and not any(word in text for word in known):
        return None
    tried = re.search(r"allocate ([\d.]+ ?\w*)", text.replace("allocate memory", ""))
    size = tried.group(1) if tried else ""
    if size.isdigit() or size.endswith(" bytes"):
        size = in_bytes(float(size.split()[0]))
    needed = f" It asked for {size} at once." if size else ""
    hint = "Take smaller batches, images, kernels or fewer fields."
    lines = [f"There is not enough memory.{needed}", _present(machine.state()), hint]
    return {"argument": None, "lines": lines, "kind": TooLarge.kind}


def _present(state: machine.State) -> str:
    free = machine.available(state)
    if state.process_free == free:
        return f"This process may have {in_bytes(free)} more, of which half may be taken at once."
    where = "container" if state.container_total < state.total else "machine"
    return (
        f"This {where} has {in_bytes(machine.present(state))}, of which {in_bytes(free)} are free; "
        "half of these may be taken at once."
    )


def about(amount: str) -> str:
    """An amount that is estimated."""
    return amount if amount.startswith("more than") else f"about {amount}"


def in_bytes(number: float) -> str:
    """Bytes in words, such as 320 GB."""
    if number >= 1e18:
        return "more than a million TB"
    units = (("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3))
    unit, size = next((u for u in units if number >= u[1]), units[-1])
    return f"{_short(number / size)} {unit}"


def in_time(seconds: float) -> str:
    """Seconds in words, such as 7 hours."""
    units = (("year", 31557600.0), ("day", 86400.0), ("hour", 3600.0), ("minute", 60.0))
    unit, size = next((u for u in units if seconds >= 2 * u[1]), ("second", 1.0))
    if seconds / size >= 1e4:
        return "more than ten thousand years"
    number = _short(seconds / size)
    return f"{number} {unit}{'' if number == '1' else 's'}"


def _short(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 else f"{number:.2g}"
