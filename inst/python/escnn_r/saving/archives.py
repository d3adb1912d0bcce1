"""Model files: a recipe, weights and a word about both, in one archive.

A file is an uncompressed zip archive of ``about.json`` (versions, checksums,
notes), ``recipe.json`` and ``weights.safetensors``. Reading one runs nothing
that the file contains.
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import importlib.metadata
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from ..bridge.errors import BadArgument
from ..bridge.files import tensor_bytes
from ..bridge.files.checked_json import (
    DamagedField,
    DamagedText,
    mapping,
    parse,
    record,
    text,
    whole,
)
from ..bridge.files.regular import opened
from ..nn import raw_weights
from . import recipe_fields, recipes, remaking

FORMAT = 1
_PARTS = ("recipe.json", "weights.safetensors")
_ABOUT = record({"format": whole(1), "sha256": mapping(text)})


def pack(module: Any) -> dict[str, bytes]:
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
        "weights.safetensors": safetensors.torch.save(raw_weights.read(module)),
    }


def unpack(parts: dict[str, bytes], own: remaking.Makers | None = None) -> Any:
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
    for name, value in raw_weights.read(module).items():
        if name in state and state[name].is_floating_point() and state[name].dtype != value.dtype:
            module.to(state[name].dtype)
            break
    raw_weights.load(module, state)
    with torch.no_grad():
        module.eval()
    return module


def save(module: Any, path: str, notes: dict[str, Any] | None = None) -> str:
    """Write a model file; what was there before stays until the new file is whole."""
    parts = pack(module)
    about = {
        "format": FORMAT,
        "made_with": {n: importlib.metadata.version(n) for n in ("escnn", "torch")},
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in parts.items()},
        "notes": notes or {},
    }
    write_archive(Path(path), {"about.json": json.dumps(about, indent=1).encode(), **parts})
    return path


def write_archive(target: Path, parts: dict[str, bytes]) -> None:
    """Write to a temporary file beside ``target``, then rename."""

    def fill(stream: IO[bytes]) -> None:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
            for part, data in parts.items():
                archive.writestr(part, data)

    write_file(target, fill)


def write_bytes(target: Path, data: bytes) -> None:
    """Write to a temporary file beside ``target``, then rename."""

    def fill(stream: IO[bytes]) -> None:
        stream.write(data)

    write_file(target, fill)


def write_file(target: Path, fill: Callable[[IO[bytes]], None]) -> None:
    """Have a temporary file beside ``target`` filled, then rename it."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as problem:
        raise not_written(target, problem) from problem
    try:
        with os.fdopen(handle, "wb") as stream:
            fill(stream)
            stream.flush()
            os.fsync(stream.fileno())
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)
        os.replace(name, target)
    except OSError as problem:
        raise not_written(target, problem) from problem
    finally:
        if os.path.exists(name):
            os.unlink(name)


def rehearse(target: Path, size: int) -> None:
    """Write as much as a file will have beside its place, and remove it again.

    What a process that was killed while it wrote has left there goes, too.
    """
    try:
        if target.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        for left in target.parent.glob(f".{glob.escape(target.name)}.????????"):
            left.unlink()
        with tempfile.NamedTemporaryFile(prefix=f".{target.name}.", dir=target.parent) as stream:
            block = bytes(1 << 20)
            for start in range(0, size, len(block)):
                stream.write(block[: size - start])
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as problem:
        raise not_written(target, problem) from problem


class NotWritten(BadArgument):
    """A file could not be written, and what was there is as it was."""

    kind = "not_written"
    why = ""


def not_written(target: Path, problem: OSError) -> NotWritten:
    """The error for what the system says."""
    why = str(problem.strerror or problem)
    error = NotWritten(
        "path",
        "a file that can be written",
        f'"{target}" ({why})',
        "Nothing was changed. Choose another folder, or make room on the disk.",
    )
    error.why = why
    return error


def load(path: str, own: remaking.Makers | None = None) -> tuple[Any, dict[str, Any]]:
    """The module in a model file, in evaluation mode, and the notes that lie beside it."""
    parts = read_archive(path, ("about.json", *_PARTS), FORMAT)
    about = parse(parts.pop("about.json"))
    with followed(f'"{path}"', "path"):
        record({}, {"notes": record({}, {"fit": text})})(about, "")
        return unpack(parts, own), about.get("notes", {})


@contextlib.contextmanager
def followed(what: str, argument: str) -> Iterator[None]:
    """Say which file it is whose recipe and weights lead nowhere, and where."""
    try:
        yield
    except (Exception, RecursionError) as problem:
        if isinstance(problem, BadArgument) and problem.argument == "modules":
            raise
        why = str(problem).strip().split("\n")[0] or type(problem).__name__
        raise _broken(what, "whose recipe cannot be followed", argument, why) from problem


def read_archive(
    path: str, names: tuple[str, ...], newest: int, argument: str = "path"
) -> dict[str, bytes]:
    """The named parts of an archive, checked against their checksums."""

    def broken(why: str, hint: str | None = None) -> BadArgument:
        return _broken(f'"{path}"', why, argument, hint)

    try:
        with opened(path) as stream, zipfile.ZipFile(stream) as archive:
            sizes = {each.filename: each for each in archive.infolist()}
            if set(sizes) != set(names) or len(archive.infolist()) != len(names):
                raise broken("which holds other things")
            if any(each.compress_type != zipfile.ZIP_STORED for each in sizes.values()):
                raise broken("which was compressed by another program")
            # what a part claims to have must be there, or reading it takes memory at will
            room = os.path.getsize(path)
            claimed = [n for each in sizes.values() for n in (each.file_size, each.compress_size)]
            if sum(claimed) > 2 * room:
                raise broken("whose parts claim to be larger than it is")
            parts = {name: archive.read(name) for name in names}
        # checkpoints have metrics that may not be numbers
        about = _ABOUT(parse(parts["about.json"], nan=True), "")
        version, sums = about["format"], about["sha256"]
    except FileNotFoundError as problem:
        raise BadArgument(argument, "a file that is there", f'"{path}"') from problem
    except BadArgument:
        raise
    except OSError as problem:
        raise BadArgument(argument, "a file that can be read", f'"{path}" ({problem})') from problem
    except (DamagedField, DamagedText) as problem:
        raise broken("whose about.json is damaged", str(problem)) from problem
    except Exception as problem:
        raise broken(f"which is damaged or of another kind ({problem})") from problem
    if version > newest:
        raise BadArgument(
            argument,
            f"a file of format {newest} or older",
            f"one of format {version}",
            "A newer version of the package wrote it: update this one.",
        )
    for name in names:
        if name != "about.json" and hashlib.sha256(parts[name]).hexdigest() != sums.get(name):
            raise broken(f"whose {name} is not what was written (its checksum differs)")
    return parts


def _broken(what: str, why: str, argument: str = "path", hint: str | None = None) -> BadArgument:
    writers = {
        "path": "a model file, as `escnn_save()` writes it",
        "x": "a fitted model, as `fit()` makes it",
    }
    named = writers.get(argument, "a checkpoint, as `callback_checkpoint()` writes it")
    return BadArgument(argument, named, f"{what}, {why}", hint)
