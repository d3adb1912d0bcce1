"""What plain forms are put together from: tensors, channels and blocks of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias, cast

import torch

from .. import plain

# the channels that a module takes, those that it gives, and the module
Block: TypeAlias = tuple[list[int], list[int], torch.nn.Module]


def copied(tensor: torch.Tensor | None) -> Any:
    """A tensor that shares nothing with the model."""
    return None if tensor is None else tensor.detach().clone()


def channels(module: torch.nn.Module, buffer: str, key: object) -> list[int]:
    """The channels that a buffer of escnn's means: it has all of them, or a start and a stop."""
    numbers = [int(i) for i in getattr(module, buffer)]
    return list(range(*numbers)) if vars(module)["_contiguous"][key] else numbers


def in_blocks(blocks: Iterable[Block]) -> torch.nn.Module:
    """Each module on its channels, or the one module that is everything."""
    inputs, outputs, parts = zip(*blocks, strict=True)
    places = [place for each in outputs for place in each]
    if len(parts) == 1 and inputs[0] == list(range(len(inputs[0]))) and places == sorted(places):
        return cast(torch.nn.Module, parts[0])
    return plain.Blocks(list(zip(inputs, parts, strict=True)), places)
