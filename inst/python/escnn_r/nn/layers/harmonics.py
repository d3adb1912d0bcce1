"""Harmonic polynomials of points in space, in the points' own precision."""

from __future__ import annotations

from typing import Any

from escnn.nn.modules.harmonic_polynomial_r3 import HarmonicPolynomialR3 as _Upstream

from ...bridge import BadArgument
from ...fields import GeometricTensorLike, wrap
from ..steerable import own


class HarmonicPolynomialR3(_Upstream):
    """escnn's harmonic polynomials, for SO(3) or O(3) by name or as a group."""

    def __init__(self, L: int, group: Any = "so3") -> None:
        """Build the polynomials of degrees 0 to ``L``."""
        names = {"so3": "SO(3)", "o3": "O(3)"}
        name = getattr(group, "name", names.get(group) if isinstance(group, str) else None)
        if name not in names.values():
            raise BadArgument(
                "group", '"so3", "o3", or SO(3) or O(3) as a group', str(name or group)
            )
        super().__init__(L, group)

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Evaluate at points: each row a point (x, y, z)."""
        generator, dtype = self.harmonics_generator, input.tensor.dtype
        if dtype != generator.cob_1.dtype:
            # a twin, for the generator itself knows one precision only
            generator = own(generator).to(dtype)
        return wrap(generator(input.tensor).to(dtype), self.out_type, input)


__all__ = ["HarmonicPolynomialR3"]
