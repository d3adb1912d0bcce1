"""Model files: a recipe, weights and a word about both, in one archive.

A file is an uncompressed zip archive of ``about.json`` (versions, checksums,
notes), ``recipe.json`` and ``weights.safetensors``. Reading one runs nothing
that the file contains.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..bridge import BadArgument, first_line
from ..bridge.files import (
    DamagedField,
    broken_archive,
    parse,
    read_archive,
    record,
    tensor_bytes,
    text,
    write_archive,
)
from ..nn import raw_weights
from . import recipe_fields, recipes, remaking

if TYPE_CHECKING:
    import torch

FORMAT = 1
_PARTS = ("recipe.json", "weights.safetensors")


def pack_model(module: torch.nn.Module) -> dict[str, bytes]:
    """A module as the bytes of its recipe and of its weights."""
    import safetensors.torch

    content = recipes.write(module)
    try:
        recipe_fields.check(content)
    except DamagedField as problem:
        raise BadArgument(
            "model", "one that can be read again", "one that is too large or unusual", str(problem)
        ) from problem
    return {
        "recipe.json": json.dumps(content, indent=1, allow_nan=False).encode(),
        "weights.safetensors": safetensors.torch.save(raw_weights.read_weights(module)),
    }


def unpack_model(parts: dict[str, bytes], own: remaking.Makers | None = None) -> torch.nn.Module:
    """The module that ``pack()`` packed, in evaluation mode.

    ``own`` has functions that make the modules whose computation is no part of
    a recipe, by their names.
    """
    import torch

    state = tensor_bytes.read(parts["weights.safetensors"])
    content = parse(parts["recipe.json"])
    recipe_fields.check(content)
    numbers = sum(value.numel() for value in state.values())
    module = remaking.read(content, own, numbers)
    for name, value in raw_weights.read_weights(module).items():
        if name in state and state[name].is_floating_point() and state[name].dtype != value.dtype:
            module.to(state[name].dtype)
            break
    raw_weights.load_weights(module, state)
    with torch.no_grad():
        module.eval()
    return module


def save_model(module: torch.nn.Module, path: str, notes: dict[str, Any] | None = None) -> str:
    """Write a model file; what was there before stays until the new file is whole."""
    parts = pack_model(module)
    about = {
        "format": FORMAT,
        "made_with": {n: importlib.metadata.version(n) for n in ("escnn", "torch")},
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in parts.items()},
        "notes": notes or {},
    }
    write_archive(Path(path), {"about.json": json.dumps(about, indent=1).encode(), **parts})
    return path


def load_model(path: str, own: remaking.Makers | None = None) -> tuple[Any, dict[str, Any]]:
    """The module in a model file, in evaluation mode, and the notes that lie beside it."""
    parts = read_archive(path, ("about.json", *_PARTS), FORMAT)
    about = parse(parts.pop("about.json"))
    with followed(f'"{path}"', "path"):
        record({}, {"notes": record({}, {"fit": text})})(about, "")
        return unpack_model(parts, own), about.get("notes", {})


@contextlib.contextmanager
def followed(what: str, argument: str) -> Iterator[None]:
    """Say which file it is whose recipe and weights lead nowhere, and where."""
    try:
        yield
    except (Exception, RecursionError) as problem:
        if isinstance(problem, BadArgument) and problem.argument == "modules":
            raise
        raise broken_archive(
            what, "whose recipe cannot be followed", argument, first_line(problem)
        ) from problem
