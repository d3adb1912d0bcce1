"""The cache of computed values on disk, kept below a limit."""

from __future__ import annotations

import os
import time
from pathlib import Path

_LIMIT = 10**9
_DAY = 24 * 3600


def bound(folder: Path, limit: int | None = None, every: float = _DAY) -> None:
    """Have joblib remove what was used longest ago, until the rest is below ``limit`` bytes.

    At most once in ``every`` seconds, whichever process comes first. The limit is
    ``$ESCNN_R_CACHE_SIZE`` unless given, or 1 GB. Other processes may read, write and
    remove meanwhile: what is gone is computed anew.
    """
    from joblib import Memory

    stamp = folder / "bounded"
    try:
        if time.time() - stamp.stat().st_mtime < every:
            return
    except OSError:
        pass
    try:
        stamp.touch()
    except OSError:  # somebody else's cache, to be read only
        return
    if limit is None:
        limit = int(float(os.environ.get("ESCNN_R_CACHE_SIZE", _LIMIT)))
    Memory(folder, verbose=0).reduce_size(bytes_limit=limit)
