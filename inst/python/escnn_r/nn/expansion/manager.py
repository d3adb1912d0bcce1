"""All weights of a layer expanded into its filter, in the order that escnn has them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from escnn.nn.modules.basismanager import BlocksBasisExpansion, retrieve_indices

from ..freshness import Snapshot
from . import costs, paths
from .block import Block, chosen
from .variances import he_variances

_blocks: OrderedDict[Any, Block] = OrderedDict()
# with the basis, so that its id stays its own
_objects: OrderedDict[Any, tuple[Any, Block]] = OrderedDict()
_REMEMBERED = 500


class Expansion(BlocksBasisExpansion):
    """In the place of escnn's ``BlocksBasisExpansion``, with the same weights."""

    def __init__(
        self,
        in_reprs: list[Any],
        out_reprs: list[Any],
        basis_generator: Callable[[Any, Any], Any],
        points: npt.NDArray[np.float64],
        basis_filter: Callable[[dict[str, Any]], bool] | None = None,
        recompute: bool = False,
    ) -> None:
        """Arguments as escnn has them."""
        from escnn.kernels import EmptyBasisException

        torch.nn.Module.__init__(self)
        self._in_reprs, self._out_reprs = in_reprs, out_reprs
        self._input_size = sum(r.size for r in in_reprs)
        self._output_size = sum(r.size for r in out_reprs)
        self.points, self.S = points, len(points)
        sources, targets = ({r.name: r for r in reprs} for reprs in (in_reprs, out_reprs))
        self._n_pairs = len(sources) * len(targets)
        blocks = {}
        for i, o in product(sources, targets):
            try:
                blocks[(i, o)] = _block(
                    basis_generator(sources[i], targets[o]), points, basis_filter, recompute
                )
            except EmptyBasisException:
                continue
        self._representations_pairs = sorted(blocks)
        self._in_count, self._in_indices, in_row = retrieve_indices(in_reprs)
        self._out_count, self._out_indices, out_row = retrieve_indices(out_reprs)
        self._contiguous = {
            (i, o): in_row[i] and out_row[o] for i, o in self._representations_pairs
        }
        self._weights_ranges = {}
        self._dim = 0
        for pair in self._representations_pairs:
            block = blocks[pair]
            outs, ins = self._out_count[pair[1]], self._in_count[pair[0]]
            expansion = costs.chosen(block, outs, ins)
            self.add_module(f"block_expansion_{self._escape_pair(pair)}", expansion)
            end = self._dim + block.dimension() * outs * ins
            self._weights_ranges[pair] = (self._dim, end)
            self._dim = end
        self._places: dict[Any, Any] = {}
        self._kept: tuple[Snapshot, torch.Tensor] | None = None

    def forward(self, weights: torch.Tensor) -> torch.Tensor:
        """The filter: channels out x channels in x points.

        It is computed once for each change of the weights.
        """
        expanded: torch.Tensor = paths.Expanded.apply(weights, self)
        return expanded

    def values(self, weights: torch.Tensor) -> torch.Tensor:
        """The filter, without a graph."""
        # to compare weights a device would have to wait; inference counts no versions
        if weights.device.type != "cpu" or torch.is_inference_mode_enabled():
            return self._values(weights)
        if self._kept is not None:
            snapshot, filters = self._kept
            if snapshot.holds([weights], [filters]):
                return filters.detach()
        filters = self._values(weights)
        self._kept = (Snapshot([weights], [filters]), filters)
        return filters.detach()

    def _values(self, weights: torch.Tensor) -> torch.Tensor:
        part = None
        for pair, expansion in self._expansions():
            first, last = self._weights_ranges[pair]
            rows, columns = self._out_count[pair[1]], self._in_count[pair[0]]
            expanded = expansion.values(weights[first:last].view(rows, columns, -1))
            if self._n_pairs == 1:
                return expanded
            if part is None:
                part = expanded.new_zeros(self._output_size, self._input_size, self.S)
            part[self._place(pair, part.device)] = expanded
        return (
            weights.new_zeros(self._output_size, self._input_size, self.S) if part is None else part
        )

    def pull(self, gradient: torch.Tensor) -> torch.Tensor:
        """The transpose of ``values()``: gradients of weights from those of the filter."""
        parts = []
        for pair, expansion in self._expansions():
            part = gradient if self._n_pairs == 1 else gradient[self._place(pair, gradient.device)]
            rows, columns = self._out_count[pair[1]], self._in_count[pair[0]]
            parts.append(expansion.pull(part, rows, columns).reshape(-1))
        return parts[0] if len(parts) == 1 else torch.cat(parts)

    # modules that equal others are left out when PyTorch walks over a tree
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def _expansions(self) -> list[tuple[tuple[str, str], paths.BlockExpansion]]:
        return list(zip(self._representations_pairs, self.children(), strict=True))

    def _get_name(self) -> str:
        return "BlocksBasisExpansion"

    def _place(self, pair: tuple[str, str], device: torch.device) -> Any:
        """Where the filter of a pair of representations is in that of the layer."""
        if (pair, device) not in self._places:
            ins, outs = self._in_indices[pair[0]], self._out_indices[pair[1]]
            self._places[pair, device] = (
                (slice(int(outs[0]), int(outs[-1]) + 1), slice(int(ins[0]), int(ins[-1]) + 1))
                if self._contiguous[pair]
                else (outs.to(device)[:, None], ins.to(device)[None, :])
            )
        return self._places[pair, device]

    def he_variances(self) -> torch.Tensor:
        """What escnn's generalised He initialisation scales each weight by, to the bit."""
        kinds = {pair: (e.block.in_repr, e.block.irreps) for pair, e in self._expansions()}
        return he_variances(kinds, self._in_count, self._weights_ranges)

    def _apply(self, fn: Any, *args: Any) -> Any:
        done = super()._apply(fn, *args)
        self._kept = None
        return done

    def _save_to_state_dict(self, destination: Any, prefix: str, keep_vars: bool) -> None:
        """Put escnn's own tables there, so that it can load them."""
        for pair in self._representations_pairs:
            if not self._contiguous[pair]:
                outs, ins = torch.meshgrid(
                    self._out_indices[pair[1]], self._in_indices[pair[0]], indexing="ij"
                )
                name = self._escape_pair(pair)
                destination[f"{prefix}in_indices_{name}"] = ins.reshape(-1)
                destination[f"{prefix}out_indices_{name}"] = outs.reshape(-1)

    def _load_from_state_dict(self, *args: Any, **kwargs: Any) -> None:
        """All that is here follows from the layer's types."""


def _block(basis: Any, points: Any, basis_filter: Any, recompute: bool) -> Block:
    """A basis on points, which layers share; the most recent ones are remembered."""
    mask = chosen(basis, basis_filter)
    if recompute:
        return Block(basis, points, mask)
    rest = (mask.tobytes(), points.tobytes())
    key, equal = (id(basis), *rest), (basis, *rest)
    # the very object first: to compare bases takes longer than to find them
    at_hand = _objects.get(key)
    if at_hand is not None:
        return at_hand[1]
    block = _blocks.get(equal)
    if block is None:
        block = _blocks[equal] = Block(basis, points, mask)
    _objects[key] = (basis, block)
    for memory in (_blocks, _objects):
        while len(memory) > _REMEMBERED:
            memory.popitem(last=False)
    return block
