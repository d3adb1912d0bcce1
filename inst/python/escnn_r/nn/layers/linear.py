"""Linear maps of features without space, with a matrix that is up to date."""

from __future__ import annotations

import torch.nn.functional as F
from escnn import nn

from ...fields import GeometricTensorLike, checked, wrap
from ..steerable import Steerable

__all__ = ["Linear"]


class Linear(Steerable, nn.Linear):
    """escnn's linear map."""

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Multiply by the matrix of the present weights."""
        values = checked(self, input)
        matrix, bias = self._expanded("matrix", values)
        return wrap(F.linear(values, matrix, bias), self.out_type, input)
