"""What an export must reproduce: a model on grids, asked for samples of what it computes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from escnn.nn import MaskModule

from ..bridge import BadArgument, first_line
from ..fields import FieldTypeLike
from ..group import channels
from ..nn import flat
from . import network
from .comparison import Sample
from .traced import outputs_of

# input sizes that are tried, until the model accepts one
_SIZES = {0: (0,), 2: (11, 28, 33, 65, 129), 3: (9, 17, 28, 33)}


class Original:
    """A model in evaluation mode, whose inputs are images, volumes or single points."""

    def __init__(self, module: Any, size: Sequence[int] | None = None) -> None:
        """``size``: of an input, with or without channels; if there is none, one that works."""
        self.module, self.like = module, floating_tensor(module)
        self.kinds = flat(module.in_type)
        self.size = self._given(size) if size is not None else self._first_that_works()
        self.example = self.sample(2, self.size, seed=0)

    def sample(self, batch: int, size: list[int], seed: int) -> Sample:
        """What the model gives for noise."""
        inputs = noise(self.kinds, self.like, size, batch, seed)
        return Sample(f"a batch of {batch}", inputs, outputs_of(self.module, inputs))

    def _given(self, size: Sequence[int]) -> list[int]:
        spatial = _spatial_size(self.kinds, [int(s) for s in size])
        try:
            self.sample(1, spatial, seed=0)
        except (RuntimeError, AssertionError, ValueError) as problem:
            raise BadArgument(
                "input",
                "a size that the model takes",
                " x ".join(map(str, spatial)) or "a point",
                first_line(problem),
            ) from problem
        return spatial

    def _first_that_works(self) -> list[int]:
        d = self.kinds[0].gspace.dimensionality
        masks = [int(part.S) for part in self.module.modules() if isinstance(part, MaskModule)]
        tried = [*masks, *_SIZES.get(d, (28,))]
        for n in tried:
            try:
                self.sample(1, [n] * d, seed=0)
            except (RuntimeError, AssertionError, ValueError):
                continue
            return [n] * d
        raise BadArgument(
            "input",
            "the size of the model's input",
            "NULL",
            f"The model takes none of the sizes {', '.join(map(str, tried))}.",
        )

    def samples(self) -> list[Sample]:
        """Batches of other lengths than the example's, too."""
        return [self.sample(batch, self.size, seed=batch) for batch in (2, 1, 5)]

    def samples_of_other_sizes(self) -> list[Sample] | None:
        """For other sizes of images that the model takes; None where sizes mean nothing."""
        samples = []
        for more in (1, 2, 4, 8) if self.size else ():
            try:
                samples.append(self.sample(3, [n + more for n in self.size], seed=3))
            except (RuntimeError, AssertionError, ValueError):
                continue
        return samples

    def plain_network(self) -> torch.nn.Module:
        """The model in plain PyTorch, not compared yet."""
        return network.plain(self.module)

    def differing_layer(self) -> torch.nn.Module:
        """The layer whose plain form is wrong, where the network's is."""
        return network.first_difference(self.module, self.example.inputs)

    def inputs(self) -> list[dict[str, Any]]:
        """Names and shapes of the inputs, as plain data."""
        names = _names(self.module.in_type, len(self.kinds), "input")
        return [
            {"name": name, "shape": ["batch", kind.size, *self.size]}
            for name, kind in zip(names, self.kinds, strict=True)
        ]

    def outputs(self) -> list[dict[str, Any]]:
        """Names and shapes of the outputs."""
        tensors = self.example.outputs
        names = _names(self.module.out_type, len(tensors), "output")
        return [
            {"name": name, "shape": ["batch", *map(int, each.shape[1:])]}
            for name, each in zip(names, tensors, strict=True)
        ]

    def signature(self) -> dict[str, Any]:
        """The type of the numbers, and the names and shapes of inputs and outputs."""
        dtype = str(self.like.dtype).removeprefix("torch.")
        return {"dtype": dtype, "inputs": self.inputs(), "outputs": self.outputs()}


def floating_tensor(module: torch.nn.Module) -> torch.Tensor:
    """A tensor of the precision and on the device of a model's weights."""
    return next((p for p in module.parameters() if p.is_floating_point()), torch.zeros(()))


def noise(
    kinds: list[FieldTypeLike], like: torch.Tensor, size: list[int], batch: int, seed: int
) -> tuple[torch.Tensor, ...]:
    """White noise for each input, which is there at the border too, where paddings differ."""
    generator = torch.Generator().manual_seed(seed)
    return tuple(
        torch.randn((batch, kind.size, *size), generator=generator).to(like) for kind in kinds
    )


def _spatial_size(kinds: list[FieldTypeLike], size: list[int]) -> list[int]:
    d = kinds[0].gspace.dimensionality
    if len(size) == d + 1 and len(kinds) == 1 and size[0] != kinds[0].size:
        raise BadArgument(
            "input",
            f"a size with {channels(kinds[0].size)}, as the model's input has",
            f"one with {size[0]}",
        )
    if len(size) not in (d, d + 1):
        axes = {2: "height, width", 3: "depth, height, width"}.get(d, "channels")
        raise BadArgument(
            "input", f"c({axes}), with or without the channels", f"{len(size)} numbers"
        )
    return size[len(size) - d :]


def _names(kinds: Any, count: int, word: str) -> list[str]:
    """A name for each: labels where there are any."""
    if count == 1:
        return [word]
    labels = list(kinds) if isinstance(kinds, dict) else range(1, count + 1)
    return [f"{word}_{label}" for label in labels]
