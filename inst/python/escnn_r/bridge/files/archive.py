"""Archives of named parts: zip files without compression, with a checksum of each part."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path
from typing import IO

from ..errors import BadArgument
from .checked_json import DamagedField, DamagedText, mapping, parse, record, text, whole
from .regular import opened
from .writing import write_file

_ABOUT = record({"format": whole(1), "sha256": mapping(text)})


def write_archive(target: Path, parts: dict[str, bytes]) -> None:
    """Write to a temporary file beside ``target``, then rename."""

    def fill(stream: IO[bytes]) -> None:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
            for part, data in parts.items():
                archive.writestr(part, data)

    write_file(target, fill)


def read_archive(
    path: str, names: tuple[str, ...], newest: int, argument: str = "path"
) -> dict[str, bytes]:
    """The named parts of an archive, checked against their checksums."""

    def broken(why: str, hint: str | None = None) -> BadArgument:
        return broken_archive(f'"{path}"', why, argument, hint)

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
        raise BadArgument(argument, "a file that exists", f'"{path}"') from problem
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


def broken_archive(
    what: str, why: str, argument: str = "path", hint: str | None = None
) -> BadArgument:
    """The error for a file that isn't what one of our own writers makes."""
    writers = {
        "path": "a model file, as `escnn_save()` writes it",
        "x": "a fitted model, as `fit()` makes it",
    }
    named = writers.get(argument, "a checkpoint, as `callback_checkpoint()` writes it")
    return BadArgument(argument, named, f"{what}, {why}", hint)
