"""Threads that wait for others sleep, so that another program can have their processor.

Libraries read these variables when they are loaded; R sets the same ones (``sleeping_threads``)
before it starts Python.
"""

from __future__ import annotations

import os
import sys

__all__ = ["VARIABLES", "asleep"]

# OpenMP of any make, that of Intel and LLVM, and OpenBLAS (a power of two of processor cycles)
VARIABLES = {"OMP_WAIT_POLICY": "PASSIVE", "KMP_BLOCKTIME": "0", "OPENBLAS_THREAD_TIMEOUT": "4"}


def asleep() -> None:
    """Ask for it in this process and its children, unless the user has asked for something."""
    if "torch" not in sys.modules:
        for name, value in VARIABLES.items():
            os.environ.setdefault(name, value)
