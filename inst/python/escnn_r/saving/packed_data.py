"""Data sets as text and bytes: values in memory go along, files are named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypedDict

import numpy as np
import torch

from ..bridge import BadArgument
from ..bridge.files import (
    DamagedField,
    flag,
    listing,
    names,
    number,
    one_of,
    optional,
    parse,
    record,
    tensor_bytes,
    text,
    whole,
)
from ..datasets import Clouds, Dataset, Folder, InMemory, Masked, StoredDataset, Subset, missing
from .objects import unpacking

_KINDS = ("arrays", "clouds", "folder", "masked", "stored")
_DESCRIPTION = ("classes", "name", "note", "source", "licence", "several")
_FIELDS = record(
    {
        "kind": one_of(_KINDS),
        "several": flag,
        "classes": optional(names),
        **{name: text for name in ("name", "note", "source", "licence")},
    },
    {
        "scale": number(),
        "folder": text,
        "files": listing(text, most=10**8),
        "masks": text,
        "values": listing(whole()),
        "size": optional(listing(whole(1), 2, 2)),
        "colour": flag,
        "count": whole(),
        "near": listing(optional(number(0)), 2, 2),
        "channels": names,
        "types": names,
        "fill": listing(number()),
    },
)


class Packed(TypedDict):
    """A data set as another language keeps it."""

    description: str
    values: bytearray


def package_dataset(data: Dataset) -> Packed:
    """A data set as text and bytes."""
    import safetensors.torch

    base, index = (data.base, data.index) if isinstance(data, Subset) else (data, None)
    about = {name: getattr(data, name) for name in _DESCRIPTION}
    if data.channels is not None:
        about["channels"] = data.channels
    tensors: dict[str, torch.Tensor | None] = {}
    if isinstance(base, Clouds):
        about |= _clouds(base, tensors)
    elif isinstance(base, InMemory):
        # the chosen examples alone, so that a part of a large set stays small
        everything = np.arange(len(data))
        values, scale = data.stored(everything)
        tensors |= {"values": values, "targets": data.targets()}
        about |= {"kind": "arrays", "scale": scale}
        if base.fill is not None:
            about["fill"] = base.fill
        index = None
    elif isinstance(base, (Folder, Masked)):
        home = Path(base.source)
        size = list(base.shape[1:]) if base._fixed else None
        files = [str(path.relative_to(home)) for path in base.files]
        about |= {"kind": "folder", "folder": str(home.absolute()), "files": files}
        about |= {"size": size, "colour": base.shape[0] == 3}
        if isinstance(base, Masked):
            values = list(base.values.values())
            about |= {"kind": "masked", "values": values}
            about["masks"] = str(base.masks_folder.absolute())
    elif isinstance(base, StoredDataset):
        about |= {"kind": "stored", "folder": str(base.folder.absolute()), "count": len(base)}
    else:
        raise BadArgument(
            "x",
            "a data set of arrays, of point clouds, or of files as they are",
            "one whose examples are computed as they are taken",
            "Write it with `dataset_write()`: what `dataset_read()` gives can be packed.",
        )
    if index is not None:
        tensors["index"] = torch.from_numpy(index)
    kept = {name: each.contiguous() for name, each in tensors.items() if each is not None}
    return {
        "description": json.dumps(about, allow_nan=False),
        "values": bytearray(safetensors.torch.save(kept)),
    }


def _clouds(base: Clouds, tensors: dict[str, torch.Tensor | None]) -> dict[str, Any]:
    counts = np.diff(base.starts)
    tensors |= {
        "values": base.values,
        "coords": base.coords.detach().clone(),
        "targets": base.of_clouds,
        "on_points": base.of_points,
        "counts": torch.from_numpy(counts),
    }
    about: dict[str, Any] = {"kind": "clouds", "near": list(base._near or (None, None))}
    if base.types is not None:
        about["types"] = base.types
    edges = [each for each in base._edges if each is not None]
    if base._near is None and len(edges) == len(counts):
        tensors["edges"] = torch.cat(edges, 1)
        tensors["edge_counts"] = torch.tensor([each.shape[1] for each in edges])
    return about


def unpackage_dataset(description: str, values: bytes | bytearray) -> Dataset:
    """The data set of a ``package_dataset()``."""
    with unpacking():
        about = _FIELDS(parse(description), "")
        tensors = tensor_bytes.read(bytes(values))
        known = {name: about[name] for name in _DESCRIPTION}
        known["channels"] = about.get("channels")
        if about["kind"] == "masked" and len(about["values"]) != len(about["classes"] or ()):
            raise DamagedField("values", "one for each class", about["values"])
        if about["kind"] in ("folder", "masked", "stored"):
            data = None
        else:
            data = _from_tensors(about, tensors, known)
    if data is None:
        # these say themselves what is wrong with files
        data = _from_files(about)
    index = tensors.get("index")
    if index is None:
        return data
    if len(index) and not 0 <= int(index.min()) <= int(index.max()) < len(data):
        raise BadArgument("x", "a data set whose examples are all there", "one of others")
    part = data.subset(index.numpy())
    part.name, part.note = about["name"], about["note"]
    return part


def _from_tensors(
    about: dict[str, Any], tensors: dict[str, torch.Tensor], known: dict[str, Any]
) -> Dataset:
    targets, on_points = (tensors.get(name) for name in ("targets", "on_points"))
    values = tensors["values"]
    for each in (targets, on_points):
        _check_targets(each, about)
    if about["kind"] == "arrays":
        if targets is not None and len(targets) != len(values):
            raise DamagedField("targets", f"of {len(values)} examples", len(targets))
        data = InMemory(values, targets, about["scale"], **known)
        data.fill = about.get("fill")
        return data
    counts = tensors["counts"].tolist()
    if sum(counts) != len(values) or len(tensors["coords"]) != len(values) or min(counts) < 1:
        raise DamagedField("counts", f"of {len(values)} points in all", sum(counts))
    if on_points is None and targets is not None and len(targets) == len(values) != len(counts):
        # as earlier versions wrote them
        targets, on_points = None, targets
    for each, count in ((targets, len(counts)), (on_points, len(values))):
        if each is not None and len(each) != count:
            raise DamagedField("targets", f"of {len(counts)} clouds or of their points", len(each))
    edges = None
    if "edges" in tensors:
        edges = list(tensors["edges"].split(tensors["edge_counts"].tolist(), 1))
    k, radius = about["near"]
    near = {"k": None if k is None else int(k), "radius": radius}
    types = about.get("types")
    if types is not None and len(types) != values.shape[1]:
        raise DamagedField("types", f"of {values.shape[1]} channels", types)
    more = {"on_points": on_points, "types": types}
    return Clouds(values, tensors["coords"], counts, targets, edges, **near, **more, **known)


def _check_targets(targets: torch.Tensor | None, about: dict[str, Any]) -> None:
    if targets is None or about["classes"] is None:
        return
    known = targets[~missing(targets)]
    most = 1 if about["several"] else len(about["classes"]) - 1
    if known.numel() and not 0 <= float(known.min()) <= float(known.max()) <= most:
        raise DamagedField("targets", f"classes from 0 to {most}", float(known.max()))


def _from_files(about: dict[str, Any]) -> Dataset:
    folder = about["folder"]
    for each in (folder, about.get("masks", folder)):
        if not Path(each).is_dir():
            raise BadArgument(
                "x",
                "a data set whose folder exists",
                f'one of "{each}", which does not exist',
                "Files are not packed: keep them in a folder that both sessions see.",
            )
    if about["kind"] == "stored":
        stored = StoredDataset(folder)
        same = len(stored) == about["count"]
    else:
        size = about["size"]
        extent = None if size is None else (size[0], size[1])
        pictures: Folder | Masked
        if about["kind"] == "masked":
            values = dict(zip(about["classes"], about["values"], strict=True))
            pictures = Masked(folder, about["masks"], values, extent, about["colour"])
        else:
            pictures = Folder(folder, extent, about["colour"])
        files = [str(path.relative_to(folder)) for path in pictures.files]
        same = files == about["files"]
    if not same:
        raise BadArgument(
            "x",
            "a data set whose files have not changed",
            f'one of "{folder}", which has other files now',
            "Make the data set again.",
        )
    return stored if about["kind"] == "stored" else pictures
