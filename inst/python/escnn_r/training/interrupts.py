"""Interrupts, which end a training after the batch in hand."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from typing import Protocol


class Stoppable(Protocol):
    """What can be asked to end early."""

    def stop(self) -> None:
        """End after the batch in hand."""


@contextlib.contextmanager
def stopping(training: Stoppable) -> Iterator[None]:
    """An interrupt ends training after the batch in hand, with the model so far."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, lambda *_: training.stop())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)
