"""What escnn's layers have wrong or not at all: the shape of their output, and a plain form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..bridge import resolve
from .protocols import Shape
from .shapes import output_shape

if TYPE_CHECKING:
    import torch


class Completed:
    """In front of a class, gives it both under escnn's names."""

    def evaluate_output_shape(self, input_shape: Shape) -> Any:
        """The shape that comes out for this shape, batch first, found by a run on zeros."""
        return output_shape(self, list(input_shape))

    def export(self) -> torch.nn.Module:
        """The same in plain PyTorch, in evaluation mode."""
        self.eval()  # type: ignore[attr-defined]
        # by its name: layers know nothing of the room above that makes them plain
        return resolve("escnn_r.exporting.network.plain")(self)
