"""A model of images or volumes as plain data that a page computes, and pictures for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from torch import nn

from ...bridge import BadArgument
from ...fields import FieldTypeLike
from ...nn import evaluation, flat
from .. import plain
from ..comparison import TOLERANCE, Sample
from ..network import fused
from ..plain_network import checked_network
from ..registry import NoPlainForm
from ..traced import outputs_of
from .numbers import packed_picture
from .stages import Groups, products, row_of, stages_of

# a page computes all of it for each turn of the picture
_MOST_TEXT = 12e6
_MOST_PICTURES = 12
_FEWEST_PICTURES = 2
_MOST_PIXELS = 30000
# by the dimensions of space: of volumes, where browsers take up to a second
_MOST_PRODUCTS = {2: 4e9, 3: 2e9}
_NAMES = {2: "images", 3: "volumes"}


def page_network(module: nn.Module, size: Sequence[int], argument: str = "x") -> dict[str, Any]:
    """A model for a page: a text in JSON, and the shape of its output.

    ``argument`` is what the caller calls the model.
    """
    try:
        description = described(module, size)
    except BadArgument as problem:
        if problem.argument in ("model", "x"):
            problem.argument = argument
        raise
    text = json.dumps(description, separators=(",", ":"))
    if len(text) > _MOST_TEXT:
        raise BadArgument(
            argument,
            f"a model that takes up to {_MOST_TEXT / 1e6:.0f} MB of text",
            f"one of {len(text) / 1e6:.1f} MB",
            "Use a narrower network, or one of regular fields, whose filters are written shortly.",
        )
    return {"text": text, "output": description["stages"][-1]["shape"]}


def page_pictures(source: Any, kind: FieldTypeLike) -> dict[str, Any]:
    """The first examples of a data set for a field type, each in JSON, and the size of one."""
    channels, d = int(kind.size), int(kind.gspace.dimensionality)
    if len(source) == 0:
        raise BadArgument("images", "at least one image", "none")
    first = source.take(np.arange(1))[0]
    most = int(_MOST_PIXELS // max(1, first[0].numel()))
    count = min(len(source), max(_FEWEST_PICTURES, min(_MOST_PICTURES, most)))
    values = source.take(np.arange(count))[0]
    shape = list(values.shape[1:])
    if len(shape) != d + 1 or shape[0] != channels:
        raise BadArgument(
            "images",
            f"{_NAMES.get(d, 'images')} of {channels} channel{'s'[: channels != 1]}, "
            "as the model takes",
            f"of dim c({', '.join(map(str, (len(source), *shape)))})",
        )
    rows = [packed_picture(each) for each in values]
    return {"text": json.dumps(rows, separators=(",", ":")), "size": shape}


def described(module: nn.Module, size: Sequence[int]) -> dict[str, Any]:
    """The model's stages with their fields, and what computes them."""
    _check_kind(module)
    with evaluation(module, exact=True):
        original = checked_network(module, size)[1]
        stages = stages_of(module)
        groups = Groups(module)
        x = original.example.inputs
        rows, total = [], 0.0
        for stage in stages:
            network = fused(plain.Chain(*stage.parts))
            expected = x
            for layer in stage.layers:
                expected = outputs_of(layer, expected)
            total += products(network, x)
            # before the plain form computes it all again
            _check_cost(total, len(original.size))
            if Sample("", x, expected).gap(network) > TOLERANCE:
                raise NoPlainForm(stage.layers[0], "whose plain form differs")
            rows.append(row_of(stage, network, expected, groups))
            x = expected
    return {
        "input": groups.kind(flat(module.in_type)[0]),
        "size": [int(n) for n in original.size],
        "stages": rows,
        "groups": groups.rows,
        "types": groups.types,
    }


def _check_kind(module: Any) -> None:
    kinds = flat(module.in_type)
    space = getattr(kinds[0], "gspace", None)
    if len(kinds) != 1 or space is None or space.dimensionality not in _NAMES:
        raise BadArgument(
            "x",
            "a model of images or volumes",
            "one of single points" if len(kinds) == 1 else f"one with {len(kinds)} inputs",
            "`explore()` turns pictures in the plane, and volumes.",
        )


def _check_cost(total: float, d: int) -> None:
    if total > _MOST_PRODUCTS[d]:
        raise BadArgument(
            "images",
            f"so small that the model multiplies up to {_MOST_PRODUCTS[d]:,.0f} times for each",
            f"of a size for which it multiplies {total:,.0f} times",
            f"Use smaller {_NAMES[d]}, or a narrower network.",
        )
