"""Threads that wait for others sleep, so that another program can have their processor.

Libraries read these variables when they are loaded; R sets the same ones (``sleeping_threads``)
before it starts Python.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import threading

# OpenMP of any make, that of Intel and LLVM, and OpenBLAS (a power of two of processor cycles)
VARIABLES = {"OMP_WAIT_POLICY": "PASSIVE", "KMP_BLOCKTIME": "0", "OPENBLAS_THREAD_TIMEOUT": "4"}


def asleep() -> None:
    """Ask for it in this process and its children, unless the user has asked for something."""
    if "torch" not in sys.modules:
        for name, value in VARIABLES.items():
            os.environ.setdefault(name, value)


def crowd(path: str) -> bool:
    """Make threads of a GNU OpenMP sleep that was loaded before it could be asked to.

    With more threads than processors it spins for microseconds only. So one thread holds a team
    of so many that do nothing; they sleep.
    """
    crowded = threading.Event()

    def hold() -> None:
        library = ctypes.CDLL(path)
        nothing = ctypes.cast(ctypes.CDLL(None).sched_yield, ctypes.c_void_p)
        count = ctypes.c_uint(len(os.sched_getaffinity(0)) + 1)
        library.GOMP_parallel(nothing, None, count, ctypes.c_uint(0))
        crowded.set()
        # the team ends with the thread that has called for it
        threading.Event().wait()

    def attempt() -> None:
        with contextlib.suppress(OSError, AttributeError):
            hold()

    threading.Thread(target=attempt, name="escnn-openmp", daemon=True).start()
    return crowded.wait(2)
