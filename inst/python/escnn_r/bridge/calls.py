"""One door for calls from another language: a call in, an outcome out.

Exceptions are returned as data rather than thrown through the language
border, so that whoever called can raise them once, with its own classes.
"""

from __future__ import annotations

import ast
import importlib
import linecache
import sys
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType, TracebackType
from typing import Any

from .errors import BadArgument
from .limits.budget import out_of_memory


@dataclass
class Failure:
    """An exception as plain data."""

    type: str
    message: str
    condition: str | None
    where: str
    traceback: str
    argument: dict[str, Any] | None = None


@dataclass
class Outcome:
    """What a call gave: a value, or a failure, and the warnings on its way with their kinds.

    ``drew`` says whether random numbers were drawn from a seed that was given.
    """

    value: Any = None
    error: Failure | None = None
    warnings: dict[str, str] = field(default_factory=dict)
    drew: bool = False


def _plainly(function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    return function(*args, **kwargs)


_caller = _plainly


def call_by(caller: Callable[..., Any]) -> None:
    """Have every call made by ``caller(function, ...)``, which may try again."""
    global _caller
    _caller = caller


# of paths that were asked for: the module, and the names from there
_homes: dict[str, tuple[ModuleType, list[str]]] = {}


def resolve(path: str) -> Any:
    """The object at a dotted path such as ``escnn.nn.R2Conv``."""
    # what isn't a module is looked for on disk each time, and reticulate hooks into that
    target, names = _homes.get(path) or _home(path)
    if sys.modules.get(target.__name__) is not target:
        target, names = _home(path)
    _homes[path] = target, names
    for name in names:
        target = getattr(target, name)
    return target


def _home(path: str) -> tuple[ModuleType, list[str]]:
    parts = path.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            return importlib.import_module(".".join(parts[:cut])), parts[cut:]
        except ModuleNotFoundError as problem:
            if cut == 1 or not ".".join(parts[:cut]).startswith(problem.name or "\0"):
                raise
    raise ModuleNotFoundError(path)


def invoke(target: str | Callable[..., Any], /, *args: Any, **kwargs: Any) -> Outcome:
    """Call ``target`` (a callable or its dotted path) and report what happened."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", category=UserWarning)
        try:
            function = resolve(target) if isinstance(target, str) else target
            outcome = Outcome(value=_caller(function, *args, **kwargs))
        except Exception as problem:
            outcome = Outcome(error=_failure(problem))
    outcome.warnings = {
        str(w.message): getattr(w.message, "kind", "python") for w in caught if _worth_telling(w)
    }
    return outcome


def draw(seed: int, target: str | Callable[..., Any], /, *args: Any, **kwargs: Any) -> Outcome:
    """As ``invoke()``, for a call that may draw from torch: that comes from ``seed``."""
    from . import randomness

    function = resolve(target) if isinstance(target, str) else target
    may_draw = getattr(function, "may_draw", None)
    if may_draw is not None and not may_draw(args[0]):
        return invoke(function, *args, **kwargs)
    with randomness.watched(seed) as watch:
        outcome = invoke(function, *args, **kwargs)
    outcome.drew = watch.drew
    return outcome


def _worth_telling(warning: warnings.WarningMessage) -> bool:
    silent = (DeprecationWarning, PendingDeprecationWarning, FutureWarning, ImportWarning)
    return not issubclass(warning.category, silent)


def _failure(problem: Exception) -> Failure:
    frames = traceback.extract_tb(problem.__traceback__)
    return Failure(
        type=type(problem).__name__,
        message=str(problem),
        condition=_unmet(problem),
        where=f"{frames[-1].name}" if frames else "",
        traceback="".join(traceback.format_exception(problem)),
        argument=(
            problem.as_dict() if isinstance(problem, BadArgument) else out_of_memory(problem)
        ),
    )


def _unmet(problem: Exception) -> str | None:
    """The condition of a failed ``assert``, which most of escnn's carry no message for."""
    if not isinstance(problem, AssertionError):
        return None
    step: TracebackType | None = problem.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    if step is None:
        return None
    line = linecache.getline(step.tb_frame.f_code.co_filename, step.tb_lineno).strip()
    return _tested(line)


def _tested(line: str) -> str | None:
    """The expression that a line of source asserts, as far as the line shows it."""
    try:
        statement = ast.parse(line.rstrip("\\").rstrip(" ,")).body[0]
    except (SyntaxError, IndexError):
        return line.removeprefix("assert").strip().rstrip("\\").strip() or None
    return ast.unparse(statement.test) if isinstance(statement, ast.Assert) else None
