"""Groups, spaces, types and elements as text: the recipe of a value that is no module."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..bridge import BadArgument, first_line
from ..bridge.files import parse
from ..fields import FieldTypeLike
from ..group import ElementLike, GroupLike, RepresentationLike
from ..gspaces import GSpaceLike
from . import recipe_fields, recipes, remaking

if TYPE_CHECKING:
    Plain = GroupLike | GSpaceLike | ElementLike | RepresentationLike | FieldTypeLike


def package_object(value: Plain) -> str:
    """A value as text, for another language to keep."""
    content = recipes.write(value)
    recipe_fields.check(content)
    return json.dumps(content, allow_nan=False)


def unpackage_object(text: str) -> Plain:
    """The value of a ``package_object()``."""
    with unpacking():
        content = parse(text)
        recipe_fields.check(content)
        if not isinstance(content["model"], dict) or not {"ref", "element"} & set(content["model"]):
            raise ValueError("It names no object.")
        value: Plain = remaking.read(content)
    return value


@contextlib.contextmanager
def unpacking() -> Iterator[None]:
    """Say of what can't be followed that it is damaged, and where."""
    try:
        yield
    except (Exception, RecursionError) as problem:
        raise BadArgument(
            "x", "what `escnn_pack()` gave", "something damaged", first_line(problem)
        ) from problem
