"""What escnn prints is not shown; what anybody else prints is."""

from __future__ import annotations

import contextlib
import io
import sys
import warnings
from collections.abc import Iterator
from typing import Any

_SILENT = frozenset(("escnn",))


class _OwnWords:
    """A stream that drops what is written by escnn's own code."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write text, unless escnn does."""
        # print() has no frame of its own: this is the one that called it
        home = str(sys._getframe(1).f_globals.get("__name__", "")).partition(".")[0]
        return len(text) if home in _SILENT else self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextlib.contextmanager
def without_upstream() -> Iterator[None]:
    """Within the block escnn prints nothing."""
    if isinstance(sys.stdout, _OwnWords):
        yield
        return
    with contextlib.redirect_stdout(_OwnWords(sys.stdout)):
        yield


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Drop what is printed, and warnings about the style of the imported code."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        for category in (SyntaxWarning, DeprecationWarning, FutureWarning):
            warnings.simplefilter("ignore", category)
        yield
