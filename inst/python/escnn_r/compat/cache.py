"""The cache of computed values on disk, kept below a limit."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

_LIMIT = 10**9
_DAY = 24 * 3600


def bound(folder: Path, limit: int | None = None, every: float = _DAY) -> int:
    """Remove the entries that were used longest ago, until the rest is below ``limit`` bytes.

    At most once in ``every`` seconds, whichever process comes first. The limit is
    ``$ESCNN_R_CACHE_SIZE`` unless given, or 1 GB. Gives how many were removed. Other
    processes may read, write and remove meanwhile: what is gone is computed anew.
    """
    stamp = folder / "bounded"
    try:
        if time.time() - stamp.stat().st_mtime < every:
            return 0
    except OSError:
        pass
    try:
        stamp.touch()
    except OSError:  # somebody else's cache, to be read only
        return 0
    if limit is None:
        limit = int(float(os.environ.get("ESCNN_R_CACHE_SIZE", _LIMIT)))
    entries = sorted(_entries(folder))
    total, removed = sum(size for _, size, _ in entries), 0
    for _, size, entry in entries:
        if total <= limit:
            break
        shutil.rmtree(entry, ignore_errors=True)
        total -= size
        removed += 1
    return removed


def _entries(folder: Path) -> list[tuple[float, int, str]]:
    """When each value was last used, its size, and its folder."""
    found = []
    for home, _, names in os.walk(folder):
        if "output.pkl" not in names:
            continue
        try:
            states = [os.stat(os.path.join(home, name)) for name in names]
        except OSError:
            continue
        used = max(max(s.st_atime, s.st_mtime) for s in states)
        found.append((used, sum(s.st_size for s in states), home))
    return found
