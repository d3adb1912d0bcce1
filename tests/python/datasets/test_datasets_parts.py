"""Tiles and crops."""

import numpy as np
import pytest

from escnn_r.bridge.errors import BadArgument
from escnn_r.datasets.base import InMemory
from escnn_r.datasets.parts import crops_of, list_of_images, tiles_of
from escnn_r.datasets.writing import DatasetWriter, append_part


def images(*sizes):
    made = [
        np.arange(h * w, dtype=float).reshape(1, h, w) + 1000 * i for i, (h, w) in enumerate(sizes)
    ]
    return list_of_images(made, [each[0].astype(int) for each in made], ["x"] * 3000, "made")


def test_every_pixel_is_in_a_tile():
    data = tiles_of(images((7, 9), (5, 4)), [5, 4], 1)
    values, targets = data.take(np.arange(len(data)))
    seen = np.unique(values.numpy())
    assert len(seen) == 63 + 20
    assert np.array_equal(values[:, 0].numpy(), targets.numpy())


def test_positions_may_come_in_any_order():
    data = tiles_of(images((7, 9), (5, 4)), [5, 4], 0)
    order = np.array([3, 0, 4, 1])
    assert np.array_equal(data.take(order)[0].numpy(), data.take(np.arange(5))[0].numpy()[order])


def test_crops_depend_on_the_seed_alone():
    first, again = (crops_of(images((7, 9)), [3, 3], 6, 2).places for _ in range(2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, crops_of(images((7, 9)), [3, 3], 6, 3).places)


def test_images_that_are_too_small_are_named():
    with pytest.raises(BadArgument, match="image 2 is 5 x 4"):
        tiles_of(images((7, 9), (5, 4)), [5, 5], 0)


def test_other_data_sets_keep_their_description():
    base = InMemory(np.zeros((2, 3, 6, 6)), np.array([0, 1]), classes=["a", "b"], name="base")
    data = tiles_of(base, [3, 3], 0)
    assert len(data) == 8 and data.classes == ["a", "b"] and data.name == "base"
    assert data.targets().tolist() == [0] * 4 + [1] * 4


def test_parts_are_in_memory_where_the_images_are(tmp_path):
    base = InMemory(np.zeros((2, 3, 6, 6)), np.array([0, 1]), classes=["a", "b"])
    assert tiles_of(base, [3, 3], 0).in_memory and tiles_of(images((7, 9)), [3, 3], 0).in_memory
    writer = DatasetWriter(str(tmp_path / "kept"))
    append_part(writer, base, 0, 2)
    kept = writer.close(1.0, base.about())
    for data in (kept, kept.subset([1])):
        assert not tiles_of(data, [3, 3], 0).in_memory
