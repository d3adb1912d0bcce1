"""Files of exported models: written after the comparison with the model, and read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from ..bridge import BadArgument, first_line
from ..bridge.files import opened, parse
from ..nn import evaluation
from . import manifest, onnx_files, script_files, weight_files
from .clouds import point_layers
from .drafts import NOTES, Draft
from .plain_network import checked_network
from .registry import NoPlainForm

_WRITERS = {
    "torchscript": script_files.write,
    "onnx": onnx_files.write,
    "weights": weight_files.write,
}


def export_model(
    module: torch.nn.Module,
    path: str,
    format: str = "torchscript",
    size: Sequence[int] | None = None,
    notes: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Write a model to a file that needs no escnn; gives what the file says about itself.

    The graph is compared with the model, also for other sizes of batches and
    images than it was made with, before there is a file.
    """
    if format == "onnx":
        onnx_files.require()
    points = point_layers(module)
    if points and format != "torchscript":
        raise NoPlainForm(
            points[0], "which works on points", 'Choose `format = "torchscript"` for point clouds.'
        )
    with evaluation(module, exact=True):
        network, original = checked_network(module, size)
        compare = format != "weights"
        draft = Draft(
            network=network,
            notes=manifest.describe(original.signature(), notes or {}),
            example=original.example,
            samples=original.samples() if compare else [],
            samples_of_other_sizes=original.samples_of_other_sizes() if compare else None,
            module=module,
        )
        # when the model has been asked for all: layers without a plain form are its own
        network.cpu()
        _WRITERS[format](draft, Path(path))
    return draft.notes


def export_text(path: str) -> str:
    """What an exported file says about itself, as JSON."""
    try:
        with opened(path) as stream:
            start = stream.read(9)
            if start[:2] == b"PK":
                text = script_files.text(stream)
            elif start[8:] == b"{":
                text = weight_files.text(start, stream)
            else:
                text = onnx_files.notes(path)[NOTES]
        manifest.CHECK(parse(text), "")
        return text
    except Exception as problem:
        raise BadArgument(
            "path", "a file that `escnn_export()` wrote", f'"{path}" ({first_line(problem)})'
        ) from problem
