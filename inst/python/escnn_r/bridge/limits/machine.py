"""How much memory this process can still have: the machine's, its container's or its own limit."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# containers without a limit have a number near 2^63 instead
_NO_LIMIT = 1 << 60


@dataclass(frozen=True)
class State:
    """Bytes of memory: all, free, and of limits on containers and processes what is left.

    Infinity stands for what isn't known or isn't limited.
    """

    total: float = float("inf")
    free: float = float("inf")
    container_total: float = float("inf")
    container_free: float = float("inf")
    process_free: float = float("inf")


def available(state: State) -> float:
    """What can be had without anybody being stopped for it."""
    return max(0.0, min(state.free, state.container_free, state.process_free))


def present(state: State) -> float:
    """The memory that there is, be it free or taken."""
    return min(state.total, state.container_total)


Reader = Callable[[str], "str | None"]


def read_file(path: str) -> str | None:
    """The text of a file of the system's, or None where there is none."""
    try:
        return Path(path).read_text()
    except OSError:
        return None


def state(read: Reader = read_file) -> State:
    """The memory as it is now."""
    if sys.platform == "win32":
        return _windows()
    meminfo = _meminfo(read("/proc/meminfo") or "")
    total = meminfo.get("MemTotal", _configured("SC_PHYS_PAGES"))
    free = meminfo.get("MemAvailable", total)
    limit, left = container(read)
    return State(total, free, limit, left, _own_limit(read))


def _meminfo(text: str) -> dict[str, float]:
    rows = (line.split() for line in text.splitlines())
    return {row[0].rstrip(":"): float(row[1]) * 1024 for row in rows if len(row) > 1}


def _configured(name: str) -> float:
    try:
        return float(os.sysconf(name) * os.sysconf("SC_PAGE_SIZE"))
    except (ValueError, OSError, AttributeError):
        return float("inf")


def container(read: Reader) -> tuple[float, float]:
    """The lowest limit of the control groups that this process is in, and the least left of any."""
    limit = left = float("inf")
    for folder, (most, used, stats, cache) in _groups_of(read("/proc/self/cgroup") or ""):
        allowed = _number(read(f"{folder}/{most}"))
        if allowed >= _NO_LIMIT:
            continue
        # pages of files are given up when memory runs short
        spare = _field(read(f"{folder}/{stats}") or "", cache)
        limit = min(limit, allowed)
        left = min(left, allowed - _number(read(f"{folder}/{used}"), 0.0) + spare)
    return limit, left


_SECOND = ("memory.max", "memory.current", "memory.stat", "inactive_file")
_FIRST = (
    "memory.limit_in_bytes",
    "memory.usage_in_bytes",
    "memory.stat",
    "total_inactive_file",
)


def _groups_of(text: str) -> list[tuple[str, tuple[str, str, str, str]]]:
    """Folders of control groups from a process's own up to the root, of both versions."""
    groups = []
    for line in text.splitlines():
        number, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if number == "0" and not controllers:
            root, names = "/sys/fs/cgroup", _SECOND
        elif "memory" in controllers.split(","):
            root, names = "/sys/fs/cgroup/memory", _FIRST
        else:
            continue
        parts = [part for part in path.split("/") if part not in ("", "..")]
        groups += [("/".join([root, *parts[:n]]), names) for n in range(len(parts), -1, -1)]
    return groups


def _number(text: str | None, otherwise: float = float("inf")) -> float:
    try:
        return float((text or "").strip())
    except ValueError:  # "max" is no limit
        return otherwise


def _field(text: str, name: str) -> float:
    rows = (line.split() for line in text.splitlines())
    return next((float(row[1]) for row in rows if len(row) == 2 and row[0] == name), 0.0)


def _own_limit(read: Reader) -> float:
    """What ``ulimit -v`` leaves."""
    try:
        import resource
    except ImportError:
        return float("inf")
    allowed = resource.getrlimit(resource.RLIMIT_AS)[0]
    if allowed == resource.RLIM_INFINITY:
        return float("inf")
    pages = (read("/proc/self/statm") or "0").split()[0]
    return float(allowed) - float(pages) * resource.getpagesize()


def _windows() -> State:
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = [
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *(
                (name, ctypes.c_ulonglong)
                for name in ["total", "free", "pages", "paged", "space", "left", "more"]
            ),
        ]

    status = Status()
    status.length = ctypes.sizeof(Status)
    windows = getattr(ctypes, "windll", None)
    if windows is None or not windows.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
        return State()
    return State(total=float(status.total), free=float(status.free))
