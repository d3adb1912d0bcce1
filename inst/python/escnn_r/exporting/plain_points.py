"""Convolutions and pools of point clouds in plain PyTorch.

Their networks take features, places, the edges that each kind of layer looks
for, in two rows from source to target, and the cloud of each point.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import torch
from torch import Tensor, nn

from ..nn import PointStack


class CloudChain(nn.Sequential):
    """Layers in turn, of which some look at places and edges."""

    def forward(self, x: Tensor, places: Tensor, *rest: Tensor) -> Tensor:
        """``rest``: the edges of each kind, then the cloud of each point."""
        *edges, clouds = rest
        for layer in self:
            if isinstance(layer, PointConv):
                x = layer(x, places, edges[layer.which])
            elif isinstance(layer, PointNet):
                x = layer(x, places, edges[layer.which], clouds)
            else:
                x = layer(x, clouds) if isinstance(layer, PointPool) else layer(x)
        return x


class PointConv(nn.Module):
    """Messages along edges, averaged where they arrive."""

    def __init__(
        self, message: Callable[[Tensor, Tensor], Tensor], channels: int, bias: Tensor | None
    ) -> None:
        """``message``: of features at the source, and of the way from the target to it."""
        super().__init__()
        # no part of the module: what it holds are constants of a trace
        self.__dict__["message"] = message
        self.channels, self.which = channels, 0
        self.register_buffer("bias", bias)

    def forward(self, x: Tensor, places: Tensor, edges: Tensor) -> Tensor:
        """Send and average."""
        source, target = edges[0], edges[1]
        offsets = places.index_select(0, source) - places.index_select(0, target)
        messages = self.message(x.index_select(0, source), offsets)
        out = x.new_zeros(x.shape[0], self.channels).index_add(0, target, messages)
        count = torch.zeros_like(x[:, 0]).index_add(0, target, torch.ones_like(messages[:, 0]))
        out = out / count.clamp(min=1).unsqueeze(1)
        return out if self.bias is None else out + self.bias


class PointNet(PointStack, nn.Module):
    """A whole network of points."""

    def __init__(self, layer: PointStack) -> None:
        """Copies of the layer's parts."""
        super().__init__()
        for name in PointStack.PARTS:
            part = getattr(layer, name)
            if isinstance(part, Tensor):
                self.register_buffer(name, part.detach().clone())
            else:
                setattr(self, name, deepcopy(part))
        self.which = 0

    def forward(self, x: Tensor, places: Tensor, edges: Tensor, clouds: Tensor) -> Tensor:
        """Outputs of points or of clouds."""
        return self.on_tensors(x, places, edges, lambda each, how: PointPool(how)(each, clouds))


class PointPool(nn.Module):
    """The mean, sum or maximum over the points of each cloud."""

    def __init__(self, pool: str) -> None:
        """One of "mean", "sum" and "max"."""
        super().__init__()
        self.pool = pool

    def forward(self, x: Tensor, clouds: Tensor) -> Tensor:
        """A row for each cloud."""
        numbers = torch.arange(clouds.max() + 1, device=x.device)
        inside: Any = numbers.unsqueeze(1) == clouds.unsqueeze(0)
        if self.pool == "max":
            low = torch.full_like(x, float("-inf")).unsqueeze(0)
            return torch.where(inside.unsqueeze(2), x.unsqueeze(0), low).amax(1)
        total = torch.matmul(inside.to(x.dtype), x)
        if self.pool == "sum":
            return total
        return total / inside.sum(1, keepdim=True).clamp(min=1)
