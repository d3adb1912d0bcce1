"""JSON that anybody may have written: read with limits, and each field checked.

``parse()`` reads what JSON is, no more of it than there can be. The checks below
are functions of a value and of the field's name; they give the value, or say
which field is wrong, what it must be and what it is.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from typing import Any

Check = Callable[[Any, str], Any]

_LONGEST = 1 << 28
_MOST_VALUES = 2_000_000
_DEEPEST = 100
_MOST_DIGITS = 20


class DamagedField(ValueError):
    """A field has a value that it cannot have."""

    def __init__(self, field: str, allowed: str, value: Any) -> None:
        """Build the message; the field's name stays available."""
        super().__init__(f"`{field}` must be {allowed}, not {shown(value)}.")
        self.field = field


class DamagedText(ValueError):
    """A text is no JSON of the kind that is written here."""


def parse(data: bytes | str, nan: bool = False) -> Any:
    """The value of a JSON text; ``nan`` lets numbers be missing or infinite."""
    if len(data) > _LONGEST:
        raise DamagedText("Its text is too long.")
    marks: Any = ("[", "{", ",") if isinstance(data, str) else (b"[", b"{", b",")
    if sum(data.count(mark) for mark in marks) > _MOST_VALUES:
        raise DamagedText("Its text has too many values.")
    try:
        text = data if isinstance(data, str) else data.decode("utf-8")
        value = json.loads(
            text,
            object_pairs_hook=_without_doubles,
            parse_int=_whole,
            parse_float=float if nan else _finite,
            parse_constant=float if nan else _refuse,
        )
    except RecursionError as problem:
        raise DamagedText("Its text is nested too deeply.") from problem
    except UnicodeDecodeError as problem:
        raise DamagedText("Its text is not in UTF-8.") from problem
    except json.JSONDecodeError as problem:
        raise DamagedText(f"Its text is no JSON: {problem}.") from problem
    _check_texts(value)
    return value


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise DamagedText(f"Its field {shown(twice)} is there twice.")
    return value


def _whole(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise DamagedText("One of its numbers has too many digits.")
    return int(digits)


def _finite(digits: str) -> float:
    value = float(digits)
    return value if math.isfinite(value) else _refuse(digits)


def _refuse(name: str) -> Any:
    raise DamagedText(f"It has the number {shown(name)}, which is not finite.")


def _check_texts(value: Any) -> None:
    """Depth, and texts that another language can hold."""
    level, depth = [value], 0
    while level:
        if depth > _DEEPEST:
            raise DamagedText("Its text is nested too deeply.")
        below: list[Any] = []
        for each in level:
            if isinstance(each, str):
                _check_text(each)
            elif isinstance(each, dict):
                for name in each:
                    _check_text(name)
                below.extend(each.values())
            elif isinstance(each, list):
                below.extend(each)
        level, depth = below, depth + 1


def _check_text(text: str) -> None:
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise DamagedText("One of its texts has letters that no text has.")


def shown(value: object) -> str:
    """A value in few letters, on one line."""
    text = json.dumps(value, ensure_ascii=False, default=lambda each: type(each).__name__)
    return text if len(text) <= 60 else f"{text[:57]}..."


# checks of one value


def whole(low: int = 0, high: int = 2**53) -> Check:
    """A whole number in a range."""

    def check(value: Any, field: str) -> int:
        number = isinstance(value, int) and not isinstance(value, bool)
        if not number or not low <= value <= high:
            raise DamagedField(field, f"a whole number from {low} to {high}", value)
        return int(value)

    return check


def number(low: float = -math.inf, high: float = math.inf, nan: bool = False) -> Check:
    """A number in a range, finite unless ``nan``."""

    def check(value: Any, field: str) -> float:
        right = isinstance(value, (int, float)) and not isinstance(value, bool)
        if right and nan and not math.isfinite(value):
            return float(value)
        if not right or not math.isfinite(value) or not low <= value <= high:
            limits = f" from {low:g} to {high:g}" if math.isfinite(low) else ""
            raise DamagedField(field, f"a number{limits}", value)
        return float(value)

    return check


def flag(value: object, field: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise DamagedField(field, "true or false", value)
    return value


def text(value: object, field: str) -> str:
    """A text of a length that a person would write."""
    if not isinstance(value, str) or len(value) > 100_000:
        raise DamagedField(field, "a text", value)
    return value


def anything(value: Any, field: str) -> Any:
    """Whatever it is; someone else looks at it."""
    return value


def one_of(names: Iterable[str]) -> Check:
    """One of some names."""
    known = sorted(names)

    def check(value: object, field: str) -> str:
        if not isinstance(value, str) or value not in known:
            some = ", ".join(shown(name) for name in known[:6])
            raise DamagedField(field, f"one of {some}{', ...' * (len(known) > 6)}", value)
        return value

    return check


# checks of values with parts


def optional(each: Check) -> Check:
    """Nothing, or what ``each`` takes."""
    return lambda value, field: None if value is None else each(value, field)


def listing(each: Check, least: int = 0, most: int = 1_000_000) -> Check:
    """A list, each entry of which is checked."""

    def check(value: object, field: str) -> list[Any]:
        if not isinstance(value, list) or not least <= len(value) <= most:
            count = f" of {least}" if least == most else ""
            raise DamagedField(field, f"a list{count}", value)
        return [each(entry, f"{field}[{i}]") for i, entry in enumerate(value)]

    return check


def names(value: object, field: str) -> list[str]:
    """Different texts."""
    texts = listing(text)(value, field)
    if len(set(texts)) != len(texts):
        raise DamagedField(field, "a list of different names", value)
    return texts


def mapping(each: Check) -> Check:
    """A record with any names, each value of which is checked."""

    def check(value: object, field: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise DamagedField(field, "a record of named values", value)
        return {name: each(entry, _below(field, name)) for name, entry in value.items()}

    return check


def record(required: dict[str, Check], others: dict[str, Check] | None = None) -> Check:
    """A record with these fields; others that it may have are left as they are."""

    def check(value: object, field: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise DamagedField(field or "it", "a record of named values", value)
        for name in required:
            if name not in value:
                raise DamagedField(_below(field, name), "there", None)
        known = {**required, **(others or {})}
        return {
            name: known.get(name, anything)(entry, _below(field, name))
            for name, entry in value.items()
        }

    return check


def _below(field: str, name: str) -> str:
    return f"{field}.{name}" if field else name
