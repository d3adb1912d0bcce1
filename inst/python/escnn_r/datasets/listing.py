"""Which files of a folder are pictures of which class; none is left out without a word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..bridge import BadArgument
from . import pictures

# what systems leave in folders
_LITTER = {"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "icon\r"}

_SHAPE = "a folder that holds a folder of pictures for each class"


@dataclass
class Listing:
    """The files of each class by its name, and what there is to tell about the folder."""

    files: dict[str, list[Path]]
    empty: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    nested: list[str] = field(default_factory=list)


def of_folder(root: Path) -> Listing:
    """Classes in the order of their names; a class without pictures is one still."""
    within = _entries(root)
    folders = [path for path in within if path.is_dir()]
    beside = [path for path in within if not path.is_dir()]
    stray = [path for path in beside if _is_picture(path)]
    if stray:
        raise BadArgument(
            "folder",
            _SHAPE,
            f"one with pictures that belong to no class: {_some(root, stray)}",
            "Move them into the folder of their class.",
        )
    listing = Listing({}, beside=[path.name for path in beside])
    for folder in folders:
        paths = list(_below(folder, set()))
        _check_pictures(paths, root, "folder", _SHAPE)
        listing.files[folder.name] = paths
        if not paths:
            listing.empty.append(folder.name)
        deeper = {path.relative_to(root).parts[1] for path in paths if path.parent != folder}
        listing.nested += [f"{folder.name}/{name}" for name in sorted(deeper)]
    if len(listing.empty) == len(folders):
        contents = "one of empty folders" if folders else "one without such"
        raise BadArgument("folder", _SHAPE, contents)
    return listing


def of_pairs(root: Path, masks: Path) -> tuple[list[Path], list[Path]]:
    """Pictures and their masks, which have the same names but for the ending."""
    both = []
    for folder, argument, other in ((root, "folder", masks), (masks, "masks", root)):
        inside = [path for path in _below(folder, set()) if not _is_within(path, other, folder)]
        _check_pictures(inside, folder, argument, "a folder of pictures")
        named: dict[str, Path] = {}
        for path in inside:
            name = str(path.relative_to(folder).with_suffix(""))
            if name in named:
                raise BadArgument(
                    argument,
                    "a folder of pictures whose names differ without their endings",
                    f"one with {_some(folder, [named[name], path])}",
                )
            named[name] = path
        both.append(named)
    images, by_name = both
    for one, two, argument, what in (
        (images, by_name, "masks", "a mask for each picture"),
        (by_name, images, "folder", "a picture for each mask"),
    ):
        alone = sorted(set(one) - set(two))
        if alone:
            folder = masks if argument == "masks" else root
            where = [one[name] for name in alone]
            raise BadArgument(
                argument,
                f"a folder with {what}, of the same name",
                f"{folder}, which has none for {_some(where[0].parent, where[:1])}"
                + (f" and {len(alone) - 1} more" if len(alone) > 1 else ""),
                "Add what is missing, or move what has none elsewhere.",
            )
    if not images:
        raise BadArgument("folder", "a folder of pictures", "one without any")
    order = sorted(images)
    return [images[name] for name in order], [by_name[name] for name in order]


def _is_within(path: Path, folder: Path, root: Path) -> bool:
    """Whether a file below ``root`` is in a folder that lies there, too."""
    return root in folder.parents and folder in path.parents


def _entries(folder: Path) -> list[Path]:
    """What is in a folder, but for hidden files and litter."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.name[0] != "." and path.name.lower() not in _LITTER
    )


def _below(folder: Path, seen: set[Path]) -> Iterator[Path]:
    """All files below a folder, through links as well, which may lead back."""
    real = folder.resolve()
    if real in seen:
        return
    for path in _entries(folder):
        if path.is_dir():
            yield from _below(path, seen | {real})
        else:
            yield path


def _check_pictures(paths: list[Path], root: Path, argument: str, allowed: str) -> None:
    others = [path for path in paths if not _is_picture(path)]
    if others:
        raise BadArgument(
            argument,
            allowed,
            f"one with files that are not pictures: {_some(root, others)}",
            "Move them elsewhere, or delete what is damaged.",
        )


def _is_picture(path: Path) -> bool:
    # whatever else can be opened might never end
    if not path.is_file():
        return False
    return path.suffix.lower() in pictures.endings() or pictures.is_picture(path)


def _some(root: Path, paths: list[Path], most: int = 3) -> str:
    """The first few names, and how many there are besides."""
    shown = ", ".join(str(path.relative_to(root)) for path in paths[:most])
    more = len(paths) - most
    return f"{shown} and {more} more" if more > 0 else shown
