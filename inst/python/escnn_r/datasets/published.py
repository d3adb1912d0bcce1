"""The data sets that come in files of a known layout."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from .base import Dataset, InMemory
from .files import DamagedFile, read_amat, read_idx, read_npz
from .npy import finite
from .rotation import rotate_planes

_BYTE = 1 / 255

# of the original rotated MNIST, and so of the one that is made
ROTATED_SIZES = {"train": 12000, "test": 50000}


def mnist(images: str, labels: str, about: dict[str, Any]) -> Dataset:
    """MNIST, or another set in its format."""
    values, targets = read_idx(images), read_idx(labels)
    _check_extents(values, images)
    _check_pair(values, targets, f"{images} and {labels}", about.get("classes"))
    return InMemory(values[:, None], targets.astype(np.int64), scale=_BYTE, **about)


def mnist_rot_original(path: str, split: str, about: dict[str, Any]) -> Dataset:
    """The original rotated MNIST, from its zip archive."""
    part = {"train": "train_valid.amat", "test": "test.amat"}[split]
    rows = read_amat(path, part, 28 * 28 + 1)
    values = np.ascontiguousarray(rows[:, :-1]).reshape(-1, 1, 28, 28)
    _check_pair(values, rows[:, -1], path, about.get("classes"))
    return InMemory(values, rows[:, -1].astype(np.int64), **about)


def mnist_rot_from_mnist(
    paths: dict[str, str], split: str, seed: int, about: dict[str, Any]
) -> Dataset:
    """Digits of MNIST at random angles: no digit is in both splits, each at one angle."""
    parts = [
        (read_idx(paths[f"{half}_images"]), read_idx(paths[f"{half}_labels"]))
        for half in ("train", "test")
    ]
    for half, (images, labels) in zip(("train", "test"), parts, strict=True):
        _check_extents(images, paths[f"{half}_images"])
        _check_pair(images, labels, paths[f"{half}_images"], about.get("classes"))
    values = np.concatenate([part[0] for part in parts])
    targets = np.concatenate([part[1] for part in parts]).astype(np.int64)
    random = np.random.default_rng(seed)
    order = random.permutation(len(values))
    angles = random.uniform(0, 360, len(values))
    # fewer digits than the full MNIST give splits in the same proportion
    share = min(1.0, len(values) / sum(ROTATED_SIZES.values()))
    train, test = (int(ROTATED_SIZES[half] * share) for half in ("train", "test"))
    chosen = order[:train] if split == "train" else order[train : train + test]
    rotated = rotate_planes(values[chosen][:, None], angles[chosen], order=3)
    return InMemory(rotated, targets[chosen], scale=_BYTE, **about)


def medmnist(path: str, split: str, channels: int, several: bool, about: dict[str, Any]) -> Dataset:
    """A set of MedMNIST, images or volumes."""
    key = {"train": "train", "validation": "val", "test": "test"}[split]
    values, labels = read_npz(path, [f"{key}_images", f"{key}_labels"])
    _check_extents(values, path, channels, volumes=True)
    _check_pair(values, labels, path, about.get("classes"), several)
    values = values[:, None] if channels == 1 else np.moveaxis(values, -1, 1)
    targets: Any = labels.astype(np.float32) if several else labels.reshape(-1).astype(np.int64)
    return InMemory(
        torch.from_numpy(np.ascontiguousarray(values)),
        targets,
        scale=_BYTE,
        several=several,
        **about,
    )


def _check_pair(
    values: Any, labels: Any, files: str, classes: list[str] | None, several: bool = False
) -> None:
    """Each image has its label, which is one of those that there are."""
    if len(values) != len(labels):
        raise DamagedFile(f"{files}: there are {len(values)} images and {len(labels)} labels")
    columns = len(classes) if several and classes else 1
    if labels.size != columns * len(labels) and not (several and classes is None):
        raise DamagedFile(
            f"{files}: labels have the extents {labels.shape}, not ({len(labels)}, {columns})"
        )
    if not finite(values):
        raise DamagedFile(f"{files}: images have numbers that are missing or infinite")
    if not (finite(labels) and (labels == np.floor(labels)).all()):
        raise DamagedFile(f"{files}: labels must be whole numbers")
    last = 1 if several else None if classes is None else len(classes) - 1
    if labels.size and (labels.min() < 0 or (last is not None and labels.max() > last)):
        allowed = "0 or more" if last is None else f"0 to {last}"
        raise DamagedFile(
            f"{files}: labels are {labels.min():g} to {labels.max():g}, not {allowed}"
        )


def _check_extents(images: Any, files: str, channels: int = 1, volumes: bool = False) -> None:
    """Examples are pictures, or volumes; more channels than one come last."""
    colour = int(channels > 1)
    if images.ndim - colour not in ((3, 4) if volumes else (3,)) or (
        colour and images.shape[-1] != channels
    ):
        raise DamagedFile(
            f"{files}: images have the extents {images.shape}, which are not those of "
            f"pictures of {channels} channel{'s' * colour}"
        )
