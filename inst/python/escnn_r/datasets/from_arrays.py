"""Data sets made from arrays, described, split and looked into: what another language calls."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument, check_extents
from .array_shapes import check_targets, check_values
from .base import Dataset, InMemory, Subset
from .drawing import class_labels, draw_part, image_groups
from .gaps import count_missing, missing


def array_dataset(
    values: npt.NDArray[Any] | torch.Tensor,
    targets: npt.NDArray[Any] | torch.Tensor | None = None,
    classes: list[str] | None = None,
    scale: float = 1.0,
    name: str = "arrays",
    several: bool = False,
    note: str = "",
    fill: list[float] | None = None,
) -> Dataset:
    """A data set of values in memory; with ``classes``, targets are classes from 0.

    With ``several`` as well, they are rows of 0 and 1, a column for each label. ``fill`` is what
    stands in each channel for values that were missing, where that was so.
    """
    kept = torch.as_tensor(_compact(values))
    check_values(kept)
    check_extents(kept.shape)
    target_values = None
    if targets is not None:
        kind = torch.float32 if classes is None or several else torch.int64
        if isinstance(targets, torch.Tensor):
            target_values = targets.detach().cpu().to(kind, copy=True)
        else:
            target_values = torch.from_numpy(np.array(targets)).to(kind)
        check_targets(target_values, len(kept))
        check_extents(target_values.shape, "y")
    about = {"classes": classes, "name": name, "several": several, "note": note}
    data = InMemory(kept, target_values, scale, **about)
    data.fill = fill
    return data


def dataset_fill(data: Dataset) -> list[float] | None:
    """What stands for missing values in each channel, if they were filled."""
    whole = data.base if isinstance(data, Subset) else data
    return whole.fill if isinstance(whole, InMemory) else None


def _compact(values: Any) -> Any:
    """A copy in few bytes: whole numbers up to 255 as bytes, others as float32."""
    if isinstance(values, torch.Tensor):
        kept = values.detach().cpu()
        return kept.clone() if kept.dtype == torch.uint8 else kept.to(torch.float32, copy=True)
    values = np.asarray(values)
    if values.dtype == np.uint8:
        return np.array(values, order="C")
    whole = np.issubdtype(values.dtype, np.integer)
    if whole and values.size and values.min() >= 0 and values.max() <= 255:
        return np.array(values, dtype=np.uint8, order="C")
    return np.array(values, dtype=np.float32, order="C")


def describe_dataset(data: Dataset) -> dict[str, Any]:
    """Sizes, classes with counts, and where a data set comes from."""
    about = data.about()
    about["shape"] = [int(size) for size in data.shape]
    about["count"] = len(data)
    about["counts"] = counts(data)
    about["in_memory"] = data.in_memory
    targets = data.targets()
    about["missing"] = count_missing(targets)
    about["targets"] = None if targets is None else [int(size) for size in targets.shape]
    return about


def counts(data: Dataset) -> list[int] | None:
    """How many examples each class, or each label, has."""
    targets = data.targets()
    if targets is None or data.classes is None:
        return None
    if data.several:
        return [int(count) for count in targets.nansum(dim=0)]
    of_classes = torch.bincount(targets[~missing(targets)], minlength=len(data.classes))
    return [int(count) for count in of_classes]


def subset_dataset(data: Dataset, index: npt.ArrayLike) -> Dataset:
    """The examples at these positions, from 0."""
    return data.subset(np.asarray(index, dtype=np.int64).reshape(-1))


def example_files(data: Dataset) -> list[str] | None:
    """The file of each example, where examples are files."""
    return data.paths()


def dataset_targets(data: Dataset) -> torch.Tensor | None:
    """The targets of all examples."""
    return data.targets()


def dataset_values(data: Dataset) -> torch.Tensor:
    """The values of all examples."""
    values = data.take(np.arange(len(data)))[0]
    if not isinstance(values, torch.Tensor):
        raise BadArgument("x", "a data set of arrays", "one of point clouds")
    return values


def split_dataset(
    data: Dataset, share: float, seed: int, stratified: bool, group: Any = None
) -> list[Dataset]:
    """Two parts at random, the second with this share of the examples.

    ``stratified`` takes that share of each class, as nearly as whole examples allow; where an
    example has several labels or a map of classes, it makes no difference. ``group`` has an
    entry for each example, is None for the images that examples are cut from, or False.
    """
    labels = None
    if stratified and data.classes is not None:
        labels = class_labels(data.targets(), len(data))
    if group is None:
        group = image_groups(data.sources())
    groups = None if group is False else group
    rest, held = draw_part(len(data), share, np.random.default_rng(seed), labels, groups)
    train, out = data.subset(rest), data.subset(held)
    out.name = f"{data.name}, held out"
    return [train, out]


def example_images(data: Dataset) -> npt.NDArray[np.int64] | None:
    """The number of the image that each example is cut from, where several are from one."""
    groups = image_groups(data.sources())
    return None if groups is None else np.asarray(groups, dtype=np.int64)
