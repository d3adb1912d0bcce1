"""How calls from R are made: again where escnn runs out of irreps, and without its prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .frequencies import retried
from .printing import without_upstream


def called(function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """Call ``function`` as everything that R calls is called."""
    with without_upstream():
        return retried(function, *args, **kwargs)
