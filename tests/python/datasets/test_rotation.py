"""Rotations of images and volumes."""

import numpy as np
import pytest
import torch
from scipy.spatial.transform import Rotation

import escnn_r
from escnn_r.datasets.rotation import (
    axis_rotations,
    random_angles,
    random_rotations,
    rotate,
    rotate_planes,
)
from escnn_r.fields.action import transform

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

IMAGES = np.random.RandomState(1).uniform(size=(4, 2, 6, 6)).astype(np.float32)


def test_quarter_turns_are_exact_and_counter_clockwise():
    turned = rotate_planes(IMAGES, np.array([0.0, 90.0, 180.0, -90.0]))
    for i, times in enumerate([0, 1, 2, 3]):
        assert np.array_equal(turned[i], np.rot90(IMAGES[i], times, (-2, -1)))


def test_turns_are_those_of_group_elements():
    gspace = gspaces.rot2dOnR2(8)
    kind = nn.FieldType(gspace, 2 * [gspace.trivial_repr])
    tensor = nn.GeometricTensor(torch.from_numpy(IMAGES), kind)
    for k in range(8):
        wanted = transform(tensor, gspace.fibergroup.element(k), order=1).tensor.numpy()
        got = rotate_planes(IMAGES, np.full(4, 45.0 * k), order=1)
        # only the edges differ: ours are blended with what is outside
        assert np.abs(got - wanted)[..., 2:4, 2:4].max() < 1e-5


def test_volumes_turn_as_group_elements():
    gspace = gspaces.octaOnR3()
    kind = nn.FieldType(gspace, [gspace.trivial_repr])
    values = np.random.RandomState(2).uniform(size=(1, 1, 5, 5, 5)).astype(np.float32)
    tensor = nn.GeometricTensor(torch.from_numpy(values), kind)
    for element in gspace.fibergroup.elements:
        wanted = transform(tensor, element).tensor.numpy()
        assert np.array_equal(rotate(values, element.to("MAT")[None]), wanted)


def test_turning_back_gives_smooth_images_again():
    y, x = np.mgrid[-1:1:33j, -1:1:33j]
    smooth = np.exp(-8 * ((x - 0.2) ** 2 + 2 * (y + 0.1) ** 2))[None, None]
    errors = [
        np.abs(
            rotate_planes(rotate_planes(smooth, [40.0], order=order), [-40.0], order=order) - smooth
        ).max()
        for order in (0, 1, 3)
    ]
    assert errors[2] < 1e-3 < errors[1] < 0.05 < errors[0]


def test_bytes_stay_bytes():
    images = (IMAGES * 255).astype(np.uint8)
    turned = rotate_planes(images, random_angles(4, 1), order=3)
    assert turned.dtype == np.uint8
    exact = rotate_planes(images.astype(np.float64), random_angles(4, 1), order=3)
    assert np.abs(np.clip(exact, 0, 255) - turned).max() <= 0.5 + 1e-4


def test_images_that_are_not_square_turn_about_their_centre():
    image = np.zeros((1, 1, 3, 5))
    image[0, 0, 1, 4] = 1
    turned = rotate_planes(image, [90.0])
    # two to the right of the centre goes two up, which is outside
    assert np.abs(turned).max() < 1e-6
    image[0, 0, 1, 4], image[0, 0, 1, 3] = 0, 1
    turned = rotate_planes(image, [90.0])
    assert turned[0, 0, 0, 2] == pytest.approx(1) and turned.sum() == pytest.approx(1, abs=1e-5)


def test_random_rotations_are_rotations_and_uniform():
    turns = random_rotations(4000, 1)
    assert np.abs(turns @ turns.transpose(0, 2, 1) - np.eye(3)).max() < 1e-12
    assert np.linalg.det(turns).min() > 0.99
    # the mean of a uniform rotation's matrix is zero
    assert np.abs(turns.mean(axis=0)).max() < 0.05
    cube = random_rotations(2000, 1, exact=True)
    assert set(np.unique(cube)) == {-1, 0, 1} and len(np.unique(cube, axis=0)) == 24
    assert np.array_equal(turns, random_rotations(4000, 1))
    assert not np.array_equal(turns, random_rotations(4000, 2))
    angles = random_angles(4000, 3)
    assert angles.min() >= 0 and angles.max() < 360
    assert abs(np.exp(1j * np.radians(angles)).mean()) < 0.05


def test_axes_need_not_have_length_one():
    got = axis_rotations(np.array([90.0, 30.0]), np.array([0.0, 0.0, 3.0]))
    wanted = Rotation.from_euler("z", [[90], [30]], degrees=True).as_matrix()
    assert np.abs(got - wanted).max() < 1e-12
