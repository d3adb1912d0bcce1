"""Dropout of whole fields."""

from __future__ import annotations

from escnn import nn

from ...fields import GeometricTensorLike, assembled, channels, checked, shared_batches, taken, wrap

__all__ = ["FieldDropout"]


class FieldDropout(nn.FieldDropout):
    """Sets whole fields to zero, also in place where the fields are interleaved."""

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Drop fields in training mode; the rest is scaled so that the mean stays."""
        values = checked(self, input)
        if not self.training:
            return input
        keep = 1.0 - self.p
        parts = []
        for size in self._order:
            where = channels(self, f"indices_{size}", self._contiguous[size])
            fields = taken(values, where, size)
            chance = shared_batches.rand_like(fields[:, :, :1])
            # not divided where nothing is kept, which would give NaN
            mask = (chance < keep).to(values.dtype) / (keep or 1.0)
            parts.append((where, fields * mask))
        output = assembled(self, values, parts)
        return wrap(values.copy_(output) if self.inplace else output, self.out_type, input)
