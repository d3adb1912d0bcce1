"""Linear maps of the products of all pairs of a field's channels."""

from __future__ import annotations

from escnn import nn

from ...fields import GeometricTensorLike, checked, each_mapped, wrap
from ..steerable import Steerable

__all__ = ["TensorProductModule"]


class TensorProductModule(Steerable, nn.TensorProductModule):
    """escnn's quadratic map of each field, by a matrix of its own."""

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Multiply channels in pairs, and these by the matrix of the present weights."""
        values = checked(self, input)
        self._ready(values)
        matrix = self.expand_parameters() if self.training else self._buffers["matrix"]
        count, size = self._C, self.in_type.representations[0].size
        fields = values.view(len(values), count, size, *values.shape[2:])
        pairs = (fields.unsqueeze(3) * fields.unsqueeze(2)).flatten(2, 3)
        products = each_mapped(matrix.view(count, -1, size * size), pairs)
        return wrap(products.flatten(1, 2), self.out_type, input)
