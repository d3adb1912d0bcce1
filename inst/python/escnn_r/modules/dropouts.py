"""Dropout of whole fields."""

from __future__ import annotations

from typing import Any

import torch
from escnn import nn

from .. import shares
from ..fibres import channels, checked, wrap

__all__ = ["FieldDropout"]


class FieldDropout(nn.FieldDropout):
    """Sets whole fields to zero, also in place where the fields are interleaved."""

    def forward(self, input: Any) -> Any:
        """Drop fields in training mode; the rest is scaled so that the mean stays."""
        values = checked(self, input)
        if not self.training:
            return input
        keep = 1.0 - self.p
        output = values if self.inplace else torch.empty_like(values)
        for size in self._order:
            where = channels(self, f"indices_{size}", self._contiguous[size])
            fields = values[:, where].reshape(len(values), -1, size, *values.shape[2:])
            chance = shares.rand_like(fields[:, :, :1])
            # not divided where nothing is kept, which would give NaN
            mask = (chance < keep).to(values.dtype) / (keep or 1.0)
            output[:, where] = (fields * mask).flatten(1, 2)
        return wrap(output, self.out_type, input)
