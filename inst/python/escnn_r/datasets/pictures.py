"""One picture of a file, as numbers."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..bridge import BadArgument
from ..bridge.files import opened
from .files import DamagedFile

# what Pillow reads by itself: no other programs, no formats of vectors, films or text
_FORMATS = (
    "PNG", "JPEG", "MPO", "TIFF", "BMP", "DIB", "GIF", "WEBP", "AVIF", "JPEG2000", "PPM", "TGA",
    "PCX", "QOI", "SGI", "SUN", "ICO",
)  # fmt: skip
# the second picture of a stereo camera or a depth map is none of its own
_FIRST_OF_SEVERAL = ("MPO", "JPEG")

# widest values of pictures whose bits are no bytes
_WIDEST = {"I;16": 65535, "I;16L": 65535, "I;16B": 65535, "I;16N": 65535}
_TIFF_BITS = 258
# what is added to the number of a colour in a mask, so that it is none of a grey value
COLOUR = 1 << 24


def has_reader() -> bool:
    """Whether the package that reads pictures is installed."""
    return importlib.util.find_spec("PIL") is not None


@cache
def endings() -> frozenset[str]:
    """How names of pictures end, in lower case."""
    from PIL import Image

    known = Image.registered_extensions()
    return frozenset(ending for ending, kind in known.items() if kind in _FORMATS)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The picture, of which only the head is read until more is wanted."""
    from PIL import Image, UnidentifiedImageError

    Image.init()
    try:
        kinds = [kind for kind in _FORMATS if kind in Image.OPEN]
        with opened(path) as stream, Image.open(stream, formats=kinds) as picture:
            yield picture
    except BadArgument:
        raise
    except UnidentifiedImageError as problem:
        raise DamagedFile(
            f"{path} cannot be read as a picture: it is not one, or has another format"
        ) from problem
    except Image.DecompressionBombError as problem:
        most = (Image.MAX_IMAGE_PIXELS or 0) * 2
        raise DamagedFile(f"{path} must be of at most {most} pixels: {problem}") from problem
    except Exception as problem:  # each format has errors of its own
        raise DamagedFile(f"{path} cannot be read as a picture: {problem}") from problem


def is_picture(path: Path) -> bool:
    """Whether the head of a file is one of a picture."""
    try:
        with _opened(path):
            return True
    except DamagedFile:
        return False


def head(path: Path) -> tuple[int, int, bool]:
    """Height, width, and whether there is colour; refuses what cannot be read in full."""
    with _opened(path) as picture:
        _refuse(picture, path)
        return picture.height, picture.width, _has_colour(picture)


def _has_colour(picture: Any) -> bool:
    return picture.mode not in ("1", "L", "LA", "La", "F", "I", *_WIDEST)


def _refuse(picture: Any, path: Path) -> None:
    """Pictures of which a part would be lost."""
    pages = getattr(picture, "n_frames", 1)
    if pages > 1 and picture.format not in _FIRST_OF_SEVERAL:
        raise BadArgument(
            "folder",
            "of pictures of one page each",
            f"one with {path}, which has {pages}",
            "Write each page to a file of its own, or stack pages as channels and use "
            "`dataset_arrays()`.",
        )
    if picture.mode == "I" and picture.format == "TIFF":
        raise BadArgument(
            "folder",
            "of pictures of 1, 8, 12 or 16 bits, or of floating-point numbers",
            f"one with {path}, whose numbers have another range",
            "Read them yourself, scale them to 0 to 1, and use `dataset_arrays()`.",
        )


def read(path: Path, size: tuple[int, int], fixed: bool, colour: bool) -> npt.NDArray[np.float32]:
    """Values from 0 to 1 of a picture, channels first; brought to the size where that is fixed."""
    with _opened(path) as picture:
        _refuse(picture, path)
        picture = _in_depth(picture, path)
        if (picture.height, picture.width) != size:
            if not fixed:
                raise differing(path, (picture.height, picture.width), size)
            picture = _resized(picture, size)
        if picture.mode == "F":
            values = np.asarray(picture, dtype=np.float32)[None]
            return np.repeat(values, 3, axis=0) if colour else values
        values = np.asarray(picture.convert("RGB" if colour else "L"), dtype=np.float32) / 255
        return np.moveaxis(values, -1, 0) if colour else values[None]


def read_mask(path: Path, size: tuple[int, int] | None) -> npt.NDArray[np.int64]:
    """The values of a mask, of which none is mixed with another; colours have a number each."""
    from PIL import Image

    with _opened(path) as picture:
        _refuse(picture, path)
        if size is not None and (picture.height, picture.width) != size:
            picture = picture.resize(size[::-1], Image.Resampling.NEAREST)
        if picture.mode == "1":
            picture = picture.convert("L")
        if picture.mode == "F":
            raise DamagedFile(f"{path} has numbers with a decimal point, which are not classes")
        if picture.mode in ("L", "P", "I") or picture.mode in _WIDEST:
            return np.asarray(picture).astype(np.int64)
        if picture.mode in ("LA", "La", "PA"):
            return np.asarray(picture)[..., 0].astype(np.int64)
        red, green, blue = np.moveaxis(np.asarray(picture.convert("RGB")).astype(np.int64), -1, 0)
        return COLOUR + (red << 16) + (green << 8) + blue


def differing(path: Path, other: tuple[int, int], size: tuple[int, int]) -> BadArgument:
    """The error for pictures of several sizes."""
    return BadArgument(
        "size",
        f"given, because pictures differ in size: {path} is {other[0]} x {other[1]}, and the first "
        f"one {size[0]} x {size[1]}",
        None,
        f"For example `size = c(h = {size[0]}, w = {size[1]})`; `dataset_tiles()` and "
        "`dataset_crop()` cut pieces of one size.",
    )


def _in_depth(picture: Any, path: Path) -> Any:
    """Pictures of more than 8 bits as numbers from 0 to 1: Pillow would clip them at 255."""
    from PIL import Image

    mode = picture.mode
    if mode == "F":
        if not np.isfinite(np.asarray(picture)).all():
            raise DamagedFile(f"{path} has numbers that are missing or infinite")
        return picture.copy()
    if mode == "I" or mode in _WIDEST:
        widest = _WIDEST.get(mode, 65535)
        if picture.format == "TIFF" and picture.tag_v2.get(_TIFF_BITS) == (12,):
            widest = 4095
        return Image.fromarray(np.asarray(picture, dtype=np.float32) / widest)
    if mode == "1":
        return picture.convert("L")
    # palettes would be mixed as if their numbers were colours
    return picture.convert("RGB") if mode in ("P", "PA") else picture.copy()


def _resized(picture: Any, size: tuple[int, int]) -> Any:
    from PIL import Image

    return picture.resize(size[::-1], Image.Resampling.BICUBIC)
