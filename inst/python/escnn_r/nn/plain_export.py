"""``export()`` as escnn's layers have it, where escnn's own is wrong or missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..bridge import resolve

if TYPE_CHECKING:
    import torch


class Exported:
    """Gives the plain form that exported models are made of."""

    def export(self) -> torch.nn.Module:
        """The same in plain PyTorch, in evaluation mode."""
        self.eval()  # type: ignore[attr-defined]
        # by its name: layers know nothing of the room above that makes them plain
        return resolve("escnn_r.exporting.network.plain")(self)
