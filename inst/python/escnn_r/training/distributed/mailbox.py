"""A folder by which processes of one machine talk: files that appear whole."""

from __future__ import annotations

import contextlib
import json
import os
import time
from pathlib import Path
from typing import Any


class Box:
    """Values and bytes by name."""

    def __init__(self, folder: str | Path) -> None:
        """``folder`` exists."""
        self.folder = Path(folder)

    def path(self, name: str) -> Path:
        """Where something of this name lies."""
        return self.folder / name

    def has(self, name: str) -> bool:
        """Whether something of this name has come."""
        return self.path(name).exists()

    def put(self, name: str, value: object) -> None:
        """Put in bytes as they are, other values as JSON."""
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        draft = self.path(f".{name}.{os.getpid()}")
        draft.write_bytes(data)
        os.replace(draft, self.path(name))

    def get(self, name: str) -> Any:
        """The value of this name, or None."""
        with contextlib.suppress(FileNotFoundError):
            return json.loads(self.path(name).read_bytes())
        return None

    def take(self, name: str) -> bytes:
        """The bytes of this name."""
        return self.path(name).read_bytes()

    def wait(self, name: str, pause: float = 0.005) -> Any:
        """The value of this name, as soon as it has come."""
        while not self.has(name):
            time.sleep(pause)
        return self.get(name)
