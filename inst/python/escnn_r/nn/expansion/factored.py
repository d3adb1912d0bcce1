"""Expanding the weights of a block by pairs of irreps."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from .batched import Batched
from .block import Block
from .paths import BlockExpansion


class Factored(BlockExpansion):
    """By pairs of irreps, and one change of basis at the end."""

    def __init__(self, block: Block):
        """Keep the kernels of pairs of irreps."""
        super().__init__(block)
        self._count = block.dimension()
        self._on_gpu: Batched | torch.Tensor | None = None
        self._lay_out(block)
        self._fill(torch.get_default_dtype(), None)

    def _lay_out(self, block: Block) -> None:
        """Order irreps by kind, so that the kernels of each pair make one rectangle."""
        out_kinds = _kinds(block.out_repr)
        in_kinds = _kinds(block.in_repr)
        pairs = {(int(p.out_rows[0]), int(p.in_rows[0])): p for p in block.pairs}
        self._grid = [
            [pairs.get((int(rows[0]), int(columns[0]))) for _, columns in in_kinds]
            for _, rows in out_kinds
        ]
        self._out_kinds = [(m, len(rows) // m) for m, rows in out_kinds]
        self._in_kinds = [(m, len(rows) // m) for m, rows in in_kinds]
        self._out_order = np.concatenate([rows for _, rows in out_kinds])
        self._in_order = np.concatenate([rows for _, rows in in_kinds])
        used = [pair for row in self._grid for pair in row if pair is not None]
        flat = np.concatenate([pair.index.reshape(-1) for pair in used])
        flat = np.where(flat < 0, self._count, flat)  # a weight that is zero
        self._padded = bool((flat == self._count).any())
        back = np.zeros(self._count + 1, dtype=np.int64)
        back[flat] = np.arange(len(flat))
        self.register_buffer("index", torch.tensor(flat), persistent=False)
        self.register_buffer("back", torch.tensor(back[:-1]), persistent=False)
        self._sizes = [pair.index.size for pair in used]

    def _fill(self, dtype: torch.dtype, device: Any) -> None:
        used = [pair for row in self._grid for pair in row if pair is not None]
        for at, pair in enumerate(used):
            values = pair.values.flatten(1).to(dtype).to(device)
            self.register_buffer(f"kernels_{at}", values, persistent=False)
            scale = None if pair.scale is None else pair.scale.to(dtype).to(device)
            self.register_buffer(f"scale_{at}", scale, persistent=False)
        out_basis, in_basis = self.block.change_of_basis()
        o, i, _ = self._shape
        left = torch.eye(o, dtype=torch.float64) if out_basis is None else out_basis
        right = torch.eye(i, dtype=torch.float64) if in_basis is None else in_basis
        left, right = left[:, self._out_order], right[self._in_order].T
        self._turns = [not torch.equal(m, torch.eye(len(m), dtype=m.dtype)) for m in (left, right)]
        self.register_buffer("left", left.to(dtype).contiguous().to(device), persistent=False)
        self.register_buffer("right", right.to(dtype).contiguous().to(device), persistent=False)

    def _apply(self, fn: Any, *args: Any) -> Any:
        before = self.left.dtype
        done = super()._apply(fn, *args)
        self._on_gpu = None
        if self.left.dtype != before:
            self._fill(self.left.dtype, self.left.device)
        return done

    def _elsewhere(self) -> Batched | torch.Tensor:
        """What a GPU computes with, where each call takes its time: one product.

        With the whole basis, as escnn has it, or with all pairs side by side if that is large.
        """
        if self._on_gpu is None:
            o, i, s = self._shape
            size = self._count * o * i * s * self.left.element_size()
            small = size <= _SMALL_ON_GPU
            self._on_gpu = (
                self.dense().flatten(1)
                if small
                else Batched(self._grid, self._out_kinds, self._in_kinds, self.left)
            )
        return self._on_gpu

    def dense(self) -> torch.Tensor:
        """The basis as escnn keeps it."""
        return self.block.dense(self.left.dtype).to(self.left.device)

    def values(self, weights: torch.Tensor) -> torch.Tensor:
        """The filter of weights: fields out x fields in x elements."""
        outs, ins, _ = weights.shape
        o, i, s = self._shape
        other = self._elsewhere() if _far(weights) else None
        if isinstance(other, torch.Tensor):
            return self._product(weights, other)
        filters = self._by_pairs(weights) if other is None else other.values(weights)
        if self._turns[0]:
            filters = torch.matmul(self.left, filters.view(outs, o, -1))
        if self._turns[1]:
            filters = torch.matmul(self.right, filters.reshape(-1, i, s))
        return filters.reshape(outs * o, ins * i, s)

    def _by_pairs(self, weights: torch.Tensor) -> torch.Tensor:
        """The filter in the basis of irreps, one pair of them after another."""
        outs, ins, _ = weights.shape
        s = self._shape[2]
        if self._padded:
            weights = torch.cat([weights, weights.new_zeros(outs, ins, 1)], dim=2)
        parts = iter(weights.index_select(2, self.index).split(self._sizes, dim=2))
        rows, at = [], 0
        for (m_out, n_out), row in zip(self._out_kinds, self._grid, strict=True):
            cells = []
            for (m_in, n_in), pair in zip(self._in_kinds, row, strict=True):
                shape = (outs, m_out * n_out, ins, m_in * n_in * s)
                if pair is None:
                    cells.append(weights.new_zeros(shape))
                    continue
                part = next(parts).reshape(outs, ins, m_out, m_in, -1)
                scale = getattr(self, f"scale_{at}")
                part = part if scale is None else part * scale
                cell = part.reshape(outs * ins * m_out * m_in, -1) @ getattr(self, f"kernels_{at}")
                cell = cell.view(outs, ins, m_out, m_in, n_out, n_in, s)
                cells.append(cell.permute(0, 2, 4, 1, 3, 5, 6).reshape(shape))
                at += 1
            rows.append(cells[0] if len(cells) == 1 else torch.cat(cells, dim=3))
        return rows[0] if len(rows) == 1 else torch.cat(rows, dim=1)

    def pull(self, gradient: torch.Tensor, outs: int, ins: int) -> torch.Tensor:
        """The transpose of ``values()``."""
        o, i, s = self._shape
        other = self._elsewhere() if _far(gradient) else None
        if isinstance(other, torch.Tensor):
            return self._pull_product(gradient, other, outs, ins)
        pulled = gradient.to(self.left.dtype).reshape(outs, o, ins, i, s)
        if self._turns[0]:
            pulled = torch.matmul(self.left.T, pulled.reshape(outs, o, -1))
        if self._turns[1]:
            pulled = torch.matmul(self.right.T, pulled.reshape(-1, i, s))
        pulled = pulled.view(outs, o, ins, i, s)
        return self._pull_by_pairs(pulled) if other is None else other.pull(pulled)

    def _pull_by_pairs(self, gradient: torch.Tensor) -> torch.Tensor:
        outs, _, ins, _, s = gradient.shape
        parts, at, first = [], 0, 0
        for (m_out, n_out), row in zip(self._out_kinds, self._grid, strict=True):
            start = 0
            for (m_in, n_in), pair in zip(self._in_kinds, row, strict=True):
                if pair is not None:
                    cell = gradient[
                        :, first : first + m_out * n_out, :, start : start + m_in * n_in
                    ].reshape(outs, m_out, n_out, ins, m_in, n_in, s)
                    cell = cell.permute(0, 3, 1, 4, 2, 5, 6).reshape(-1, n_out * n_in * s)
                    part = cell @ getattr(self, f"kernels_{at}").T
                    part = part.view(outs, ins, m_out, m_in, -1)
                    scale = getattr(self, f"scale_{at}")
                    part = part if scale is None else part * scale
                    parts.append(part.reshape(outs, ins, -1))
                    at += 1
                start += m_in * n_in
            first += m_out * n_out
        return torch.cat(parts, dim=2).index_select(2, self.back)


# bytes; reading so much takes a GPU no longer than the calls that would save it
_SMALL_ON_GPU = 1 << 28


def _far(values: torch.Tensor) -> bool:
    return values.device.type != "cpu"


def _kinds(representation: Any) -> list[tuple[int, Any]]:
    """For each irrep in a representation how often it occurs, and its rows."""
    rows: dict[Any, list[Any]] = {}
    start = 0
    for irrep in representation.irreps:
        size = representation.group.irrep(*irrep).size
        rows.setdefault(irrep, []).append(np.arange(start, start + size))
        start += size
    return [(len(columns), np.concatenate(columns)) for columns in rows.values()]
