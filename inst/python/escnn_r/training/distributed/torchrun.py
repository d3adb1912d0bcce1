"""PyTorch's launcher: its command and environment, and what its log tells."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
from pathlib import Path

import escnn_r

from ...compat import cache_dir, cache_is_temporary, sleeping_threads

_SYSTEM = re.compile(r"(/usr)?/lib(64|/[^/]+-linux-gnu)?/?")
_ENDED = re.compile(r"^\s*rank\s*:\s*(\d+) .*?^\s*exitcode\s*:\s*(-?\d+)", re.DOTALL | re.MULTILINE)


# Runs the module that is named by the next argument as `-m` does, but without looking for modules
# in the working folder, where a file may be called as one of Python's or PyTorch's is.
_RUN_MODULE = (
    "import sys; sys.path[:] = [p for p in sys.path if p]; import runpy; "
    "runpy.run_module(sys.argv.pop(1), run_name='__main__', alter_sys=True)"
)


def module_command(name: str, *arguments: str) -> list[str]:
    """The command that runs a module as a program."""
    return [interpreter(), "-c", _RUN_MODULE, name, *arguments]


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def interpreter() -> str:
    """This Python's program, also where it is embedded in another."""
    folder = Path(sys.prefix) / ("Scripts" if os.name == "nt" else "bin")
    names = ("python.exe",) if os.name == "nt" else ("python", "python3")
    if Path(sys.executable or "").name.startswith("python"):
        return sys.executable
    return next(str(folder / name) for name in names if (folder / name).exists())


def launch_environment(local: bool, threads: int = 1) -> dict[str, str]:
    """What to add to the environment of processes that train together, each with its threads."""
    # it says that no parameter was left unused, which is well
    variables = {"OMP_NUM_THREADS": str(threads), "TORCH_CPP_LOG_LEVEL": "ERROR"}
    # processes that wait for each other must not take the processor from who is late
    variables |= sleeping_threads.VARIABLES
    loopback = [name for _, name in socket.if_nameindex() if name in ("lo", "lo0")]
    if local and loopback:
        variables["GLOO_SOCKET_IFNAME"] = loopback[0]
    return {name: value for name, value in variables.items() if name not in os.environ}


def worker_environment() -> dict[str, str]:
    """The environment of processes that import this package as it is imported here."""
    package = str(Path(escnn_r.__file__).parents[1])
    path = [package, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    own = {**os.environ, **launch_environment(True), "PYTHONPATH": os.pathsep.join(path)}
    # what embeds this Python may have put the system's libraries first, where a system-wide
    # libpython takes the place of the one that belongs to this Python
    folders = own.pop("LD_LIBRARY_PATH", "").split(":")
    kept = [f for f in folders if f and not _SYSTEM.fullmatch(f)]
    if kept:
        own["LD_LIBRARY_PATH"] = ":".join(kept)
    own.pop("PYTHONHOME", None)
    if not cache_is_temporary():
        own["ESCNN_R_CACHE"] = str(cache_dir().parent)
    return own


def ended(log: str) -> tuple[int, str | None] | None:
    """Which process ended first by the launcher's log, and the signal that ended it, if any."""
    codes = [(int(number), int(code)) for number, code in _ENDED.findall(log)]
    return first_ended(list(reversed(codes)))


def first_ended(codes: list[tuple[int, int]]) -> tuple[int, str | None] | None:
    """Of processes and their exit statuses, in the order of their ends, which failed first.

    With it comes the signal that ended it, if any did.
    """
    codes = [(number, code) for number, code in codes if code]
    if not codes:
        return None
    # a signal comes from outside, unless it is what the launcher ends the others by; an error
    # of one is what the others' follow from, and the launcher names the first one last
    rank = {True: 0, False: 1}
    number, code = min(codes, key=lambda e: (e[1] == -signal.SIGTERM, rank[e[1] < 0]))
    return number, _signal(-code) if code < 0 else None


def _signal(number: int) -> str:
    try:
        return f"{number} ({signal.Signals(number).name})"
    except ValueError:
        return str(number)
