"""Resampling in bulk gives what scipy gives image by image."""

import numpy as np
import pytest
from scipy.ndimage import affine_transform

from escnn_r.datasets import resampling as module
from escnn_r.datasets.resampling import as_type, resample


@pytest.mark.parametrize("order", [0, 1, 3])
@pytest.mark.parametrize("d", [2, 3])
@pytest.mark.parametrize("fill", [0.0, -1.5])
def test_values_are_scipys(order, d, fill):
    random = np.random.RandomState(d)
    size_in, size_out = (7, 8, 6)[:d], (5, 6, 7)[:d]
    values = random.uniform(size=(3, 2, *size_in)).astype(np.float32)
    matrices = random.normal(size=(3, d, d))
    into, out_of = random.uniform(1, 5, d), random.uniform(1, 5, d)
    got = resample(values, matrices, into, out_of, size_out, order, fill=fill)
    for i in range(3):
        for c in range(2):
            wanted = affine_transform(
                values[i, c].astype(float),
                matrices[i],
                offset=into - matrices[i] @ out_of,
                output_shape=size_out,
                order=order,
                mode="grid-constant",
                cval=fill,
            )
            assert np.abs(got[i, c] - wanted).max() < 1e-4


def test_supersampling_averages_points_spread_over_the_pixel():
    values = np.random.RandomState(1).uniform(size=(1, 1, 6, 6)).astype(np.float32)
    turn = np.array([[[0.8, -0.6], [0.6, 0.8]]])
    centre = np.array([2.5, 2.5])
    got = resample(values, turn, centre, centre, (6, 6), 1, supersample=3)
    shifts = np.array([-1, 0, 1]) / 3
    parts = [
        resample(values, turn, centre + turn[0] @ [a, b], centre, (6, 6), 1)
        for a in shifts
        for b in shifts
    ]
    assert np.abs(got - np.mean(parts, axis=0)).max() < 1e-6


def test_blocks_make_no_difference(monkeypatch):
    values = np.random.RandomState(1).uniform(size=(9, 1, 5, 5)).astype(np.float32)
    turns = np.random.RandomState(2).normal(size=(9, 2, 2))
    centre = np.array([2.0, 2.0])
    whole = resample(values, turns, centre, centre, (5, 5), 3)
    monkeypatch.setattr(module, "_POINTS", 60)
    assert np.array_equal(whole, resample(values, turns, centre, centre, (5, 5), 3))


def test_whole_numbers_are_rounded_and_kept_within_their_limits():
    assert as_type(np.array([-3.0, 0.4, 0.6, 300.0]), np.uint8).tolist() == [0, 0, 1, 255]
    assert as_type(np.array([0.5]), np.float64).dtype == np.float64
