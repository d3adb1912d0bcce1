"""Which numbers the arguments of layers may have in a recipe."""

from __future__ import annotations

from typing import Any

from ..bridge.files import DamagedField, number, optional, text, whole

# what a layer may ask for, by the names of arguments; others have the common limit
_MOST = {
    "N": 10_000,
    "maximum_frequency": 200,
    "L": 200,
    "kernel_size": 255,
    "n_rings": 1000,
    "frequencies_cutoff": 1000,
    "upsampling": 1000,
    "groups": 100_000,
}
# and what it can't do with less of
_LEAST = {
    "kernel_size": 1,
    "stride": 1,
    "dilation": 1,
    "groups": 1,
    "padding": 0,
    "output_padding": 0,
}
_COMMON = 2**32


def check(argument: str, data: object, field: str) -> None:
    """Refuse the value of a layer's argument with a number that no layer has there."""
    _check_most(data, _MOST.get(argument, _COMMON), field)
    if argument in _LEAST:
        _check_least(data, _LEAST[argument], field)


def check_value(data: object, field: str) -> Any:
    """A text, a number, or nothing, of whatever argument."""
    if isinstance(data, str):
        return text(data, field)
    if isinstance(data, bool):
        return data
    if isinstance(data, int):
        return whole(-_COMMON, _COMMON)(data, field)
    return optional(number())(data, field)


def _check_most(data: Any, most: int, field: str) -> None:
    """Numbers of an argument, in whatever it holds; those of dictionaries by their names."""
    if isinstance(data, (int, float)) and abs(data) > most:
        raise DamagedField(field, f"at most {most}", data)
    if isinstance(data, list):
        for each in data:
            _check_most(each, most, field)
    elif isinstance(data, dict) and "tuple" in data:
        _check_most(data["tuple"], most, field)
    elif isinstance(data, dict) and "dict" in data:
        for key, entry in data["dict"]:
            _check_most(entry, _MOST.get(key, most) if isinstance(key, str) else most, field)


def _check_least(data: Any, least: int, field: str) -> None:
    """A whole number, one for each direction, or none."""
    if isinstance(data, dict) and list(data) == ["tuple"]:
        data = data["tuple"]
    for entry in data if isinstance(data, list) else [data]:
        optional(whole(least))(entry, field)
