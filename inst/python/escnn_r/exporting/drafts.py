"""What a file is written from: collected once, so that writing needs the model no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from .comparison import GRAPH_TOLERANCE, Sample
from .registry import NoPlainForm
from .traced import Traced

# the name of the text in which a file says what it is
NOTES = "escnn.json"


@dataclass
class Draft:
    """A plain network on the CPU, what its file will say of it, and what a graph must give."""

    network: torch.nn.Module
    notes: dict[str, Any]
    example: Sample
    samples: list[Sample]
    samples_of_other_sizes: list[Sample] | None
    # the layer to name where something fails that no layer can be blamed for
    module: torch.nn.Module

    def traced_layers(self) -> list[Any]:
        """The layers that have no plain form."""
        return [part.module for part in self.network.modules() if isinstance(part, Traced)]

    def refusal(self, why: str, hint: str | None = None) -> NoPlainForm:
        """An error that names the layer that was traced, or else the model."""
        return NoPlainForm((*self.traced_layers(), self.module)[0], why, hint)

    def any_size(self, run: Callable[..., Any]) -> bool:
        """Whether a graph is right on images of other sizes that the model takes."""
        others = self.samples_of_other_sizes or []
        return bool(others) and all(s.graph_gap(run) <= GRAPH_TOLERANCE for s in others)
