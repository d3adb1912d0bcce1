"""Batches of point clouds, which travel as one object."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument
from ..fields import FieldTypeLike, GeometricTensorLike, clouds
from ..group import channels


@dataclass
class Points:
    """A batch of clouds: the points of all, one cloud after another.

    ``coords`` carries which cloud a point is of, and edges where there are any.
    """

    values: torch.Tensor
    coords: torch.Tensor
    count: int

    def __len__(self) -> int:
        """The number of clouds."""
        return self.count

    def to(self, *args: torch.device | torch.dtype | str) -> Points:
        """The same on another device, or in another precision."""
        coords = clouds.hand_on(self.coords, self.coords.to(*args))
        assert coords is not None
        return Points(self.values.to(*args), coords, self.count)

    @property
    def index(self) -> torch.Tensor:
        """The cloud of each point, from 0."""
        index = clouds.cloud(self.coords).index
        assert index is not None
        return index

    def rows(self, numbers: npt.ArrayLike) -> torch.Tensor:
        """Which points are of these clouds, from 0."""
        chosen = torch.zeros(self.count, dtype=torch.bool)
        chosen[torch.as_tensor(np.asarray(numbers))] = True
        return chosen.to(self.index.device)[self.index]

    def replaced(self, values: torch.Tensor, coords: torch.Tensor) -> Points:
        """Other values and places of the same points, which keep their neighbours."""
        moved = clouds.hand_on(self.coords, coords)
        assert moved is not None
        return Points(values, moved, self.count)

    def tensor(self, kind: FieldTypeLike) -> GeometricTensorLike:
        """The geometric tensor of a type."""
        from escnn.nn import GeometricTensor

        d = kind.gspace.dimensionality
        if self.values.shape[1] != kind.size or self.coords.shape[1] != d:
            sizes = f"{self.values.shape[1]} and {self.coords.shape[1]}"
            raise BadArgument(
                "x",
                f"clouds of {channels(kind.size)} at points of {d} coordinates, "
                "as the model's input type has",
                f"of {sizes}",
            )
        # those of data sets have more digits
        places = clouds.hand_on(self.coords, self.coords.to(self.values.dtype))
        return GeometricTensor(self.values, kind, places)
