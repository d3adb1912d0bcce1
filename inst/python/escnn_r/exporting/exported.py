"""``export()`` as escnn's layers have it, where escnn's own is wrong or missing."""

from __future__ import annotations

from typing import Any


class Exported:
    """Gives the plain form that exported models are made of."""

    def export(self) -> Any:
        """The same in plain PyTorch, in evaluation mode."""
        from . import network

        self.eval()  # type: ignore[attr-defined]
        return network.plain(self)
