"""What Python's own documentation says about a name of escnn."""

from __future__ import annotations

import importlib
import inspect
import re
from typing import Any

from ..bridge import BadArgument

MODULES = ("escnn.gspaces", "escnn.group", "escnn.nn", "escnn.nn.init", "escnn.kernels")


def about_name(target: object) -> dict[str, Any]:
    """Full name, signature and documentation of an object, or of one with this name."""
    documented = _find(target) if isinstance(target, str) else target
    if not (
        inspect.isclass(documented) or inspect.isroutine(documented) or inspect.ismodule(documented)
    ):
        documented = type(documented)
    return {
        "name": _name(documented),
        "signature": _signature(documented),
        "text": _plain(_documentation(documented)),
    }


def _find(name: str) -> Any:
    """The object that a full name, or its last parts, stands for."""
    first, *rest = name.removeprefix("escnn.").split(".")
    for path in MODULES:
        module: Any = importlib.import_module(path)
        for start in (module, *([module] if path.endswith(f".{first}") else [])):
            steps = rest if path.endswith(f".{first}") and rest else [first, *rest]
            each = start
            for step in steps:
                each = getattr(each, step, None)
            if each is not None:
                return each
        if path == f"escnn.{first}" and not rest:
            return module
    raise BadArgument(
        "x",
        "a Python object, or the name of something in escnn",
        f'"{name}"',
        'For example "R2Conv"; `escnn_names("conv")` finds names.',
    )


def _name(target: Any) -> str:
    if inspect.ismodule(target):
        return str(target.__name__)
    home = getattr(target, "__module__", None) or ""
    public = next((m for m in reversed(MODULES) if f"{home}.".startswith(f"{m}.")), home)
    name = getattr(target, "__qualname__", getattr(target, "__name__", str(target)))
    return f"{public}.{name}" if public else name


def _signature(target: Any) -> str:
    if inspect.ismodule(target):
        return ""
    try:
        signature = inspect.signature(target)
    except (TypeError, ValueError):
        return ""
    plain = [p.replace(annotation=inspect.Parameter.empty) for p in signature.parameters.values()]
    return str(
        signature.replace(
            parameters=[p for p in plain if p.name != "self"],
            return_annotation=inspect.Signature.empty,
        )
    )


def _documentation(target: Any) -> str:
    """The class's text, and its constructor's, which is where escnn puts it."""
    texts = [inspect.getdoc(target) or ""]
    if inspect.isclass(target):
        # getdoc() gives inherited texts, which are about something else
        own = vars(target).get("__doc__") or ""
        texts = [inspect.cleandoc(own), inspect.getdoc(target.__init__) or ""]
    return "\n\n".join(text.strip() for text in texts if text.strip())


def _plain(text: str) -> str:
    """Without the marks of reStructuredText."""
    text = re.sub(r":[a-z:]+:`~?\.?([^`<]+?)(?: <[^`]*>)?`", r"\1", text)
    text = text.replace("``", "`")
    text = re.sub(r"\n{3,}", "\n\n", text)
    return "\n".join(line.rstrip() for line in text.splitlines())
