"""A private folder by which processes of one machine talk: files that appear whole."""

from __future__ import annotations

import os
import pickle
import time
from pathlib import Path
from typing import Any


class Mailbox:
    """Values by name; each is taken once."""

    def __init__(self, folder: str | Path) -> None:
        """``folder`` is there, and only this user can write to it."""
        self.folder = Path(folder)

    def has(self, name: str) -> bool:
        """Whether something of this name has come."""
        return (self.folder / name).exists()

    def put(self, name: str, value: object) -> None:
        """Put in a value."""
        draft = self.folder / f".{name}.{os.getpid()}"
        draft.write_bytes(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
        os.replace(draft, self.folder / name)

    def take(self, name: str) -> Any:
        """The value of this name, which goes; None if none has come."""
        path = self.folder / name
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        path.unlink()
        return pickle.loads(content)

    def wait(self, name: str, pause: float = 0.005) -> Any:
        """The value of this name, as soon as it has come."""
        while not self.has(name):
            time.sleep(pause)
        return self.take(name)
