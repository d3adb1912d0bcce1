"""Names of unions, which torch_geometric 2.6 asks of a type that has none since Python 3.14.

Its point convolutions write Python source, for which they turn annotations into text.
"""

from __future__ import annotations

import sys
import typing
from typing import Any

from .changes import replace

_HOME = "torch_geometric.inspector"


def name_unions() -> None:
    """Have torch_geometric, once it is imported, write unions as it does on older Pythons."""
    inspector: Any = sys.modules.get(_HOME)
    if inspector is None or hasattr(typing.Union[int, str], "_name"):  # noqa: UP007
        return
    original = inspector.type_repr
    if original.__module__ == __name__:
        return

    def type_repr(annotation: Any, known: dict[str, Any]) -> str:
        if typing.get_origin(annotation) is not typing.Union:
            text: str = original(annotation, known)
            return text
        parts = [each for each in typing.get_args(annotation) if each is not type(None)]
        optional = len(parts) < len(typing.get_args(annotation))
        text = ", ".join(inspector.type_repr(each, known) for each in parts)
        if len(parts) > 1:
            text = f"{_written('Union', known)}[{text}]"
        return f"{_written('Optional', known)}[{text}]" if optional else text

    replace(inspector, "type_repr", type_repr)


def _written(name: str, known: dict[str, Any]) -> str:
    return name if name in known else f"typing.{name}"
