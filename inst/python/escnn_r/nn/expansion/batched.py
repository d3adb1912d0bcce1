"""A block's weights expanded by pairs of irreps in a handful of calls.

On a GPU each call takes longer than what it computes of a pair. So the kernels of all
pairs lie in one array, padded with zeros, and are combined by one product.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch


class Batched:
    """What ``Factored`` computes before it changes the basis, and the transpose of that."""

    def __init__(
        self,
        grid: list[list[Any]],
        out_kinds: list[tuple[int, int]],
        in_kinds: list[tuple[int, int]],
        like: torch.Tensor,
    ) -> None:
        """``grid`` has the pairs of each kind of irrep out and in, ``like`` precision and place."""
        cells = [
            (pair, out, into)
            for row, out in zip(grid, out_kinds, strict=True)
            for pair, into in zip(row, in_kinds, strict=True)
        ]
        used = [pair for pair, _, _ in cells if pair is not None]
        count = 1 + max(int(pair.index.max()) for pair in used)
        points = used[0].values.shape[3]
        # one row more stays empty, for pairs that have no kernels
        rows = 1 + max(m * n for pair, (m, _), (n, _) in cells if pair is not None)
        elements = max(len(pair.values) for pair in used)
        width = max(int(np.prod(pair.values.shape[1:3])) for pair in used)
        take = np.full((len(used), rows, elements), count)
        factor = np.ones(take.shape)
        kernels = torch.zeros(len(used), elements, width, points, dtype=torch.float64)
        self._first = (len(used), rows, elements)
        self._second = (rows, width)
        empty = (0, rows - 1, 0)
        places, at = [], 0
        for row, (m_out, n_out) in zip(grid, out_kinds, strict=True):
            line = []
            for pair, (m_in, n_in) in zip(row, in_kinds, strict=True):
                place = np.empty((m_out, n_out, m_in, n_in, 3), dtype=np.int64)
                place[...] = empty
                if pair is not None:
                    e = len(pair.values)
                    index = np.where(pair.index < 0, count, pair.index).reshape(-1, e)
                    take[at, : len(index), :e] = index
                    if pair.scale is not None:
                        factor[at, : len(index), :e] = pair.scale.reshape(-1, e).cpu().numpy()
                    kernels[at, :e, : n_out * n_in] = pair.values.double().flatten(1, 2)
                    r, x, c, y = np.ogrid[:m_out, :n_out, :m_in, :n_in]
                    place[..., 0], place[..., 1] = at, r * m_in + c
                    place[..., 2] = x * n_in + y
                    at += 1
                line.append(place.reshape(m_out * n_out, m_in * n_in, 3))
            places.append(np.concatenate(line, axis=1))
        self._places = np.concatenate(places)
        flat = take.reshape(-1)
        back = np.zeros(count + 1, dtype=np.int64)
        back[flat] = np.arange(len(flat))
        self._take = torch.from_numpy(flat).to(like.device)
        self._back = torch.from_numpy(back[:-1]).to(like.device)
        self._factor = None if (factor == 1).all() else torch.from_numpy(factor).to(like)
        self._kernels = kernels.flatten(2).to(like)
        self._tables: dict[tuple[int, int], tuple[torch.Tensor, torch.Tensor]] = {}

    def values(self, weights: torch.Tensor) -> torch.Tensor:
        """Channels out x channels in x points, in the basis of irreps."""
        outs, ins, _ = weights.shape
        pairs, rows, elements = self._first
        picked = torch.nn.functional.pad(weights, (0, 1)).index_select(2, self._take)
        picked = picked.view(outs * ins, pairs, rows, elements)
        if self._factor is not None:
            picked = picked * self._factor
        picked = picked.transpose(0, 1).reshape(pairs, -1, elements)
        cells = torch.bmm(picked, self._kernels)
        points = cells.shape[2] // self._second[1]
        o, i, _ = self._places.shape
        order, _ = self._table(outs, ins)
        return cells.view(-1, points).index_select(0, order).view(outs, o, ins, i, points)

    def pull(self, gradient: torch.Tensor) -> torch.Tensor:
        """The transpose of ``values()``: fields out x fields in x weights."""
        outs, _, ins, _, points = gradient.shape
        pairs, rows, elements = self._first
        _, order = self._table(outs, ins)
        cells = gradient.reshape(-1, points).index_select(0, order)
        # what was read for padding meets zeros
        parts = torch.bmm(cells.view(pairs, outs * ins * rows, -1), self._kernels.transpose(1, 2))
        parts = parts.view(pairs, outs * ins, rows, elements).transpose(0, 1)
        if self._factor is not None:
            parts = parts * self._factor
        return parts.reshape(outs, ins, -1).index_select(2, self._back)

    def _table(self, outs: int, ins: int) -> tuple[torch.Tensor, torch.Tensor]:
        """For each pair of channels where its kernel is among the products, and the inverse."""
        if (outs, ins) not in self._tables:
            (rows, width), (o, i, _) = self._second, self._places.shape
            pair, row, cell = (self._places[None, :, None, :, k] for k in range(3))
            field = np.arange(outs)[:, None] * ins + np.arange(ins)
            forth = ((pair * outs * ins + field[:, None, :, None]) * rows + row) * width + cell
            back = np.zeros(self._first[0] * outs * ins * rows * width, dtype=np.int64)
            back[forth.reshape(-1)] = np.arange(outs * o * ins * i)
            device = self._kernels.device
            self._tables[outs, ins] = (
                torch.from_numpy(forth.reshape(-1)).to(device),
                torch.from_numpy(back).to(device),
            )
        return self._tables[outs, ins]
