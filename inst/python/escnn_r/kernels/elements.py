"""The elements of a kernel basis: which to keep, by a function or by limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..bridge import BadArgument
from .protocols import GivenFilter

# escnn's names of an element's attributes
_ATTRIBUTES = {"frequency": "irrep:frequency", "radius": "radius", "sigma": "sigma"}

Filter = Callable[[dict[str, Any]], bool]


def chosen(rule: GivenFilter) -> Filter:
    """A function of an element's attributes from one, or from upper limits by name.

    A single number limits the frequency.
    """
    if callable(rule):
        return asked(rule, plain, "basis_filter")
    limits: dict[str, float] = dict(rule) if isinstance(rule, dict) else {"frequency": rule}
    unknown = [name for name in limits if name not in _ATTRIBUTES]
    if unknown:
        known = ", ".join(f'"{name}"' for name in _ATTRIBUTES)
        raise BadArgument("basis_filter", f"limits named {known}", f'"{unknown[0]}"')

    def limited(attributes: dict[str, Any]) -> bool:
        values = {name: attributes.get(_ATTRIBUTES[name]) for name in limits}
        # an attribute that elements don't have limits nothing
        return all(v is None or abs(v) <= limits[name] + 1e-9 for name, v in values.items())

    return limited


def asked(
    rule: Callable[[dict[str, Any]], Any],
    plain: Callable[[dict[str, Any]], dict[str, Any]],
    argument: str,
) -> Filter:
    """A filter that asks a user's function, which sees plain attributes and must say yes or no."""

    def answer(attributes: dict[str, Any]) -> bool:
        verdict = rule(plain(attributes))
        if not isinstance(verdict, (bool, np.bool_)):
            raise BadArgument(
                argument,
                "a function that gives `TRUE` or `FALSE` for each element of the basis",
                f"one that gives {str(verdict)[:40]}",
                "For example `function(a) a$irrep_frequency <= 2`.",
            )
        return bool(verdict)

    return answer


def plain(attributes: dict[str, Any]) -> dict[str, Any]:
    """An element's attributes as plain data, without colons in their names."""
    values = {key.replace(":", "_"): _data(value) for key, value in attributes.items()}
    values["frequency"] = values.get("irrep_frequency")
    return {key: value for key, value in values.items() if value is not None}


def _data(value: Any) -> Any:
    if isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (np.integer, np.floating)):
        return value.item()
    if isinstance(value, (tuple, list)):
        return [_data(each) for each in value]
    return None
