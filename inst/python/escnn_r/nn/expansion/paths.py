"""Expanding weights into filters: its derivative, and escnn's way to do it for a block."""

from __future__ import annotations

from typing import Any

import torch

from .block import Block


class Expanded(torch.autograd.Function):
    """A filter from weights, or gradients of weights from those of a filter, its transpose.

    Both are linear, so that nothing has to be kept for their derivatives.
    """

    @staticmethod
    def forward(
        ctx: torch.autograd.function.FunctionCtx,
        values: torch.Tensor,
        expansion: Any,
        transposed: bool = False,
    ) -> torch.Tensor:
        """Expand, in the weights' own precision, whatever is cast automatically."""
        ctx.expansion, ctx.transposed = expansion, transposed
        with torch.autocast(values.device.type, enabled=False):
            expanded: torch.Tensor = (expansion.pull if transposed else expansion.values)(values)
        return expanded

    @staticmethod
    def backward(
        ctx: torch.autograd.function.FunctionCtx, *gradients: torch.Tensor
    ) -> tuple[torch.Tensor, None, None]:
        """The transpose, whose transpose is the expansion again."""
        return Expanded.apply(gradients[0], ctx.expansion, not ctx.transposed), None, None


class BlockExpansion(torch.nn.Module):
    """What expands the weights of a block, in the place of escnn's part for it.

    What it computes with are buffers that aren't saved: a state dict has escnn's basis
    instead, so that escnn can load it.
    """

    def __init__(self, block: Block):
        """Keep the block, to which questions about the basis go."""
        super().__init__()
        self.block = block
        self._shape = (block.out_repr.size, block.in_repr.size, len(block.points))
        self.dimension = block.dimension
        self.get_basis_info = block.get_basis_info
        self.get_element_info = block.get_element_info

    def dense(self) -> torch.Tensor:
        """The basis as escnn keeps it: elements x out x in x points."""
        raise NotImplementedError

    def values(self, weights: torch.Tensor) -> torch.Tensor:
        """The filter of weights: fields out x fields in x elements."""
        raise NotImplementedError

    def pull(self, gradient: torch.Tensor, outs: int, ins: int) -> torch.Tensor:
        """The transpose of ``values()``."""
        raise NotImplementedError

    def _product(self, weights: torch.Tensor, basis: torch.Tensor) -> torch.Tensor:
        outs, ins, _ = weights.shape
        o, i, s = self._shape
        filters = weights.reshape(outs * ins, -1) @ basis
        return filters.view(outs, ins, o, i, s).transpose(1, 2).reshape(outs * o, ins * i, s)

    def _pull_product(
        self, gradient: torch.Tensor, basis: torch.Tensor, outs: int, ins: int
    ) -> torch.Tensor:
        o, i, s = self._shape
        parts = gradient.reshape(outs, o, ins, i, s).transpose(1, 2).reshape(outs * ins, -1)
        return parts.to(basis.dtype) @ basis.T

    def _get_name(self) -> str:
        return "SingleBlockBasisExpansion"

    def _save_to_state_dict(self, destination: Any, prefix: str, keep_vars: bool) -> None:
        destination[f"{prefix}sampled_basis"] = self.dense()

    def _load_from_state_dict(self, *args: Any, **kwargs: Any) -> None:
        """All that is here follows from the layer's types."""


class Dense(BlockExpansion):
    """escnn's way: one product with all elements of the basis."""

    basis: torch.Tensor

    def __init__(self, block: Block):
        """Keep the basis as one matrix."""
        super().__init__(block)
        self.register_buffer("basis", self._matrix(torch.get_default_dtype()), persistent=False)

    def _matrix(self, dtype: torch.dtype) -> torch.Tensor:
        return self.block.dense(dtype).flatten(1)

    def _apply(self, fn: Any, *args: Any) -> Any:
        before = self.basis.dtype
        done = super()._apply(fn, *args)
        if self.basis.dtype != before and self.basis.dtype.is_floating_point:
            self.basis = self._matrix(self.basis.dtype).to(self.basis.device)
        return done

    def dense(self) -> torch.Tensor:
        """The basis as escnn keeps it."""
        return self.basis.view(-1, *self._shape)

    def values(self, weights: torch.Tensor) -> torch.Tensor:
        """The filter of weights: fields out x fields in x elements."""
        return self._product(weights, self.basis)

    def pull(self, gradient: torch.Tensor, outs: int, ins: int) -> torch.Tensor:
        """The transpose of ``values()``."""
        return self._pull_product(gradient, self.basis, outs, ins)
