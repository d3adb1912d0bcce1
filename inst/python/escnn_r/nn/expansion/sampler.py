"""Kernels of point convolutions, which are sampled anew for each edge.

escnn samples every element of the basis in the full representation on every edge. Here
inputs are turned into irreps, meet the kernels of each pair of irreps, and what comes out
is turned back.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from escnn.nn.modules.basismanager import BlocksBasisSampler

from . import sampling
from .block import unless_identity
from .leaves import leaves, positions, rows_of, turn
from .variances import he_variances


class Sampler(BlocksBasisSampler):
    """In the place of escnn's ``BlocksBasisSampler``, with the same weights and buffers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Arguments as escnn has them."""
        super().__init__(*args, **kwargs)
        self._plans = {
            pair: _Plan(getattr(self, f"block_sampler_{pair}"))
            for pair in self._representations_pairs
        }

    # modules that equal others are left out when PyTorch walks over a tree
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def _get_name(self) -> str:
        return "BlocksBasisSampler"

    def he_variances(self) -> torch.Tensor:
        """What escnn's generalised He initialisation scales each weight by, to the bit."""
        kinds = {pair: (plan.in_repr, plan.irreps) for pair, plan in self._plans.items()}
        return he_variances(kinds, self._in_count, self._weights_ranges)

    def _compute_out_block(
        self, weights: torch.Tensor, input: torch.Tensor, points: torch.Tensor, io_pair: Any
    ) -> torch.Tensor:
        """What a pair of representations gives on each edge: edges x fields x channels."""
        plan = self._plans[io_pair]
        first, last = self._weights_ranges[io_pair]
        outs, ins = self._out_count[io_pair[1]], self._in_count[io_pair[0]]
        # this layer's own, which goes with it to other devices and precisions
        basis = getattr(self, f"block_sampler_{io_pair}").basis
        coefficients = weights[first:last].view(outs, ins, -1)
        return plan.messages(
            coefficients, input, points, basis.basis if plan.turn is not None else basis
        )


class _Plan:
    """How the kernels of one pair of representations lie, by pairs of irreps."""

    def __init__(self, block: Any):
        # only the bases of icosahedral grids unite several
        (leaf,) = leaves(block.basis, None)
        self.turn = turn(block.basis) if hasattr(block.basis, "adj") else None
        self.in_repr, self.out_repr = leaf.basis.in_repr, leaf.basis.out_repr
        self.irreps = positions([leaf], block._mask)
        out_rows, in_rows = rows_of(self.out_repr), rows_of(self.in_repr)
        number = np.where(block._mask, np.cumsum(block._mask) - 1, -1)
        self.pairs = []
        for key, order, at in leaf.places():
            at = number[at]
            if (at < 0).all():
                continue
            outs, ins = (
                np.concatenate([r for r, i in zip(rows, irreps, strict=True) if i == target_irrep])
                for rows, irreps, target_irrep in (
                    (out_rows, self.out_repr.irreps, key[1]),
                    (in_rows, self.in_repr.irreps, key[0]),
                )
            )
            kernels = leaf.basis.irreps_bases[key]
            coefficients = {j: sampling.coefficients(kernels, j) for j in order}
            self.pairs.append((order, coefficients, at, outs, ins))
        self.size = int(block._mask.sum())
        self._kept: dict[Any, Any] = {}

    def _tensors(self, like: torch.Tensor) -> Any:
        """Tables and coefficients as tensors of the input's kind."""
        key = (like.dtype, like.device)
        if key not in self._kept:
            changes = (
                unless_identity(self.in_repr.change_of_basis_inv),
                unless_identity(self.out_repr.change_of_basis),
            )
            pairs = []
            for order, parts, at, outs, ins in self.pairs:
                size = len(outs) // len(at)
                table = torch.tensor(np.where(at < 0, self.size, at), device=like.device)
                scaled = {j: (size * parts[j]).to(like) for j in order}
                where = (torch.tensor(rows, device=like.device) for rows in (outs, ins))
                pairs.append((order, scaled, table, *where))
            self._kept[key] = (
                *(None if change is None else change.to(like) for change in changes),
                None if self.turn is None else self.turn.to(like),
                pairs,
            )
        return self._kept[key]

    def messages(
        self, weights: torch.Tensor, input: torch.Tensor, points: torch.Tensor, basis: torch.Tensor
    ) -> torch.Tensor:
        edges, ins, _ = input.shape
        outs = len(weights)
        in_basis, out_basis, rotation, pairs = self._tensors(input)
        if in_basis is not None:
            input = input @ in_basis.T
        if rotation is not None:
            points = points @ rotation.to(points).T
        filters = _harmonics(basis, points)
        padded = torch.cat([weights, weights.new_zeros(outs, ins, 1)], dim=2)
        outputs = input.new_zeros(edges, outs, self.out_repr.size)
        for order, parts, table, out_rows, in_rows in pairs:
            m_out, m_in, _ = table.shape
            kernels = torch.cat(
                [
                    torch.einsum("dpnm,sim->sdipn", parts[j], filters[j]).flatten(1, 2)
                    for j in order
                ],
                dim=1,
            )
            _, number, n_out, n_in = kernels.shape
            features = input[:, :, in_rows].view(edges, ins * m_in, n_in).transpose(1, 2)
            met = torch.bmm(kernels.flatten(1, 2), features)
            met = met.view(edges, number, n_out, ins * m_in).transpose(1, 2)
            chosen = padded[:, :, table].permute(4, 1, 3, 0, 2).reshape(-1, outs * m_out)
            part = met.reshape(edges * n_out, -1) @ chosen
            part = part.view(edges, n_out, outs, m_out).permute(0, 2, 3, 1)
            outputs = outputs.index_add(2, out_rows, part.reshape(edges, outs, -1))
        return outputs if out_basis is None else outputs @ out_basis.T


def _harmonics(basis: Any, points: torch.Tensor) -> sampling.Samples:
    if points.dtype == torch.float64 and points.device.type == "cpu":
        return sampling.harmonics(basis.basis, points)
    samples: sampling.Samples = basis.compute_harmonics(points)
    return samples
