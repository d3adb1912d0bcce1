"""Files of weights, and beside them, as text, what they belong to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO

from ..bridge.files import DamagedField, anything, record, tensor_bytes, write_bytes
from . import manifest
from .drafts import NOTES, Draft
from .registry import NoPlainForm

_LONGEST = 1 << 26


def write(draft: Draft, target: Path) -> None:
    """The tensors by name, and the layers that hold them."""
    import safetensors.torch

    if foreign := draft.traced_layers():
        raise NoPlainForm(
            foreign[0],
            "which can't be told by its weights",
            'Choose `format = "torchscript"`, which keeps what it computes.',
        )
    state = {name: value.contiguous().clone() for name, value in draft.network.state_dict().items()}
    draft.notes["layers"] = manifest.layers(draft.network)
    text = json.dumps(draft.notes, indent=1)
    raw = safetensors.torch.save(state, metadata={NOTES: text})
    write_bytes(recipe_path(target), text.encode())
    write_bytes(target, raw)


def recipe_path(target: Path) -> Path:
    """Where the text beside a file of weights lies."""
    return target.with_suffix(".json") if target.suffix != ".json" else Path(f"{target}.json")


def text(start: bytes, stream: IO[bytes]) -> str:
    """What is in the header, of which ``start`` is read already."""
    header = tensor_bytes.header(start + stream.read(_LONGEST))
    notes = record({"__metadata__": record({NOTES: anything})})(header, "")["__metadata__"][NOTES]
    if not isinstance(notes, str):
        raise DamagedField(f"__metadata__.{NOTES}", "a text", notes)
    return notes
