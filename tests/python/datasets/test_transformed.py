"""Arrays, tensors and data sets come back as what they were."""

import numpy as np
import pytest
import torch

from escnn_r.bridge.errors import BadArgument
from escnn_r.datasets import moved_maps, transformed
from escnn_r.datasets.base import Dataset, InMemory
from escnn_r.datasets.gaps import MISSING_CLASS
from escnn_r.datasets.rotation import random_angles, rotate_planes
from escnn_r.datasets.transformed import embedded_images, rotated_images, rotated_volumes

IMAGES = np.random.RandomState(1).uniform(size=(5, 2, 6, 6))
QUALITY = {"order": 1, "supersample": 1}
EMBEDDING = {**QUALITY, "antialias": True}


class Lazy(Dataset):
    """Values that are read when they are taken."""

    def __len__(self):
        return len(IMAGES)

    def take(self, index):
        return torch.from_numpy(IMAGES[index].astype(np.float32)), torch.from_numpy(index)

    def targets(self):
        return torch.arange(len(IMAGES))


class Mapped(Lazy):
    """A class for each pixel, too."""

    def __init__(self, maps):
        super().__init__(shape=(2, 6, 6))
        self.maps = torch.from_numpy(maps)

    def take(self, index):
        return super().take(index)[0], self.maps[index]

    def targets(self):
        return self.maps


def turned(x, angle=None, seed=1, fill=0.0):
    return rotated_images(x, angle, seed, fill, QUALITY)


def test_shapes_mean_what_they_say():
    wanted = rotate_planes(IMAGES, np.full(5, 30.0))
    assert np.allclose(turned(IMAGES, 30).numpy(), wanted)
    assert np.allclose(turned(IMAGES[:, 0], 30).numpy(), wanted[:, 0])
    assert np.allclose(turned(IMAGES[2, 1], 30).numpy(), wanted[2, 1])
    angles = np.arange(5.0) * 20
    each = turned(IMAGES[:, 1], angles).numpy()
    assert np.allclose(each, rotate_planes(IMAGES, angles)[:, 1])
    assert turned(IMAGES, 90).is_contiguous()


def test_tensors_keep_their_type():
    for dtype in (torch.float32, torch.float64, torch.uint8):
        x = (torch.from_numpy(IMAGES) * 100).to(dtype)
        assert turned(x, 30).dtype == dtype


def test_random_angles_follow_the_seed():
    assert torch.equal(turned(IMAGES), turned(IMAGES))
    assert not torch.equal(turned(IMAGES), turned(IMAGES, seed=2))
    assert np.allclose(turned(IMAGES).numpy(), rotate_planes(IMAGES, random_angles(5, 1)))


def test_sets_in_memory_stay_bytes_and_keep_their_targets():
    stored = (IMAGES * 255).astype(np.uint8)
    data = InMemory(stored, np.arange(5), scale=1 / 255, name="made", note="first")
    for part, index in ((data, np.arange(5)), (data.subset([3, 1]), np.array([3, 1]))):
        got = turned(part, seed=4, fill=1.0)
        angles = random_angles(len(part), 4)
        assert got.values.dtype == torch.uint8 and got.scale == 1 / 255
        wanted = rotate_planes(stored[index], angles, fill=255.0)
        assert np.array_equal(got.values.numpy(), wanted)
        assert got.targets().tolist() == index.tolist()
        assert got.note == "first; rotated by random angles, seed 4" and got.name == "made"


def test_sets_that_are_read_turn_each_example_in_its_own_way():
    data = Lazy(shape=(2, 6, 6))
    got = turned(data, seed=3)
    assert not got.in_memory and len(got) == 5 and got.targets().tolist() == list(range(5))
    whole = turned(IMAGES.astype(np.float32), seed=3)
    values, targets = got.take(np.array([4, 2]))
    assert torch.equal(values, whole[[4, 2]]) and targets.tolist() == [4, 2]
    assert embedded_images(data, (9, 7), 1.0, "centre", 1, 0.0, QUALITY).shape == (2, 9, 7)


def test_volumes_turn_by_matrices_axes_or_at_random():
    volumes = np.random.RandomState(2).uniform(size=(3, 1, 4, 4, 4))

    def turn(rotation, angle=None, axis=(0, 0, 1), seed=1):
        return rotated_volumes(volumes, rotation, angle, axis, seed, 0.0, QUALITY).numpy()

    about_z = np.array([[0.0, -1, 0], [1, 0, 0], [0, 0, 1]])
    quarter = np.rot90(volumes, 1, (-2, -1))
    assert np.array_equal(turn(about_z), quarter)
    assert np.array_equal(turn("all", angle=90.0), quarter)
    assert np.array_equal(turn(np.stack([about_z] * 3)), quarter)
    cube = turn("octahedral")
    assert np.allclose(np.sort(cube.reshape(3, -1)), np.sort(volumes.reshape(3, -1)))
    assert not np.array_equal(cube, turn("octahedral", seed=2))
    for wrong in (np.eye(3) * 2, np.diag([1.0, 1, -1]), np.eye(2), np.stack([np.eye(3)] * 2)):
        with pytest.raises(BadArgument, match="rotation"):
            turn(wrong)


def test_random_places_differ_between_examples_and_seeds():
    def place(seed):
        return embedded_images(IMAGES, (40, 40), 1.0, "random", seed, 0.0, QUALITY).numpy()

    first = place(1)
    corners = {tuple(np.argwhere(image[0] > 0)[0]) for image in first}
    assert len(corners) == 5 and np.array_equal(first, place(1))
    assert not np.array_equal(first, place(2))


def test_wrong_shapes_and_counts_are_told():
    with pytest.raises(BadArgument, match=r"`x` must be of dim c\(height, width\) or"):
        turned(np.zeros(3))
    with pytest.raises(BadArgument, match="`angle` must be one number, or 5"):
        turned(IMAGES, [1, 2])
    with pytest.raises(BadArgument, match="a data set of volumes"):
        rotated_volumes(Lazy(shape=(2, 6, 6)), "all", None, (0, 0, 1), 1, 0.0, QUALITY)


def test_nothing_gives_nothing():
    assert turned(np.zeros((0, 1, 4, 4))).shape == (0, 1, 4, 4)


def test_maps_are_changed_as_their_images_are():
    classes = np.random.RandomState(3).randint(0, 3, (5, 6, 6))
    numbers = IMAGES[:, :1].astype(np.float32).copy()
    numbers[0, 0, 1, 2] = np.nan
    for base in (InMemory(IMAGES, classes), Mapped(classes)):
        quarter = turned(base, 90).subset(np.array([3, 1]))
        expected = torch.from_numpy(np.rot90(classes, axes=(1, 2)).copy())[[3, 1]]
        assert torch.equal(quarter.targets(), expected)
        assert torch.equal(quarter.take(np.arange(2))[1], expected)
        # no class is made up, and what comes from outside has none
        assert set(turned(base, 30).targets().unique().tolist()) == {MISSING_CLASS, 0, 1, 2}
        canvas = embedded_images(base, (9, 8), 1.0, "random", 1, 0.0, EMBEDDING)
        images, maps = canvas.take(np.arange(5))
        assert torch.equal(maps == MISSING_CLASS, (images == 0).all(1))
    maps = turned(InMemory(IMAGES, numbers), 90).targets()
    assert np.array_equal(maps, np.rot90(numbers, axes=(2, 3)), equal_nan=True)
    slanted = turned(InMemory(IMAGES, numbers), 30).targets()
    assert slanted[:, :, 0, 0].isnan().all() and not slanted[1:, :, 2:4, 2:4].isnan().any()
    assert slanted[0].isnan().sum() > slanted[1].isnan().sum()
    # numbers of whole images are no maps
    assert turned(InMemory(IMAGES, np.ones((5, 2))), 90).targets().tolist() == [[1.0, 1.0]] * 5
    with pytest.raises(BadArgument, match="maps are as large as its images, 6 x 6"):
        turned(InMemory(IMAGES, classes[:, :3, :3]), 90)


def test_maps_of_sets_that_are_read_are_changed_once(monkeypatch):
    calls = []

    def counted(*arguments):
        calls.append(arguments)
        return moved_maps.moved(*arguments)

    monkeypatch.setattr(transformed, "moved", counted)
    quarter = turned(Mapped(np.zeros((5, 6, 6), np.int64)), 90)
    calls.clear()
    first = quarter.targets()
    assert quarter.targets() is first and len(calls) == 1
    assert torch.equal(quarter.subset(np.array([1])).targets(), first[[1]]) and len(calls) == 1


def test_maps_of_volumes_turn_too():
    volumes = np.random.RandomState(2).uniform(size=(3, 1, 4, 4, 4)).astype(np.float32)
    data = InMemory(volumes, (volumes[:, 0] > 0.5).astype(np.int64))
    images, maps = rotated_volumes(data, "octahedral", None, None, 1, 0.0, QUALITY).take([0, 1, 2])
    assert torch.equal(maps, (images[:, 0] > 0.5).long())
