"""Edges of point clouds: found, carried, and looked for once."""

import numpy as np
import pytest
import torch

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.fields import edges, tensors

escnn_r.prepare()
pytest.importorskip("escnn.nn")
from point_cases import cloud  # noqa: E402


def brute(coords, radius):
    distance = np.linalg.norm(coords[:, None] - coords[None], axis=2)
    target, source = np.nonzero(distance <= radius)
    return np.stack([source, target])


def test_radius_neighbours_are_those_of_brute_force():
    coords = np.random.default_rng(0).standard_normal((40, 3))
    assert np.array_equal(edges.neighbours(coords, radius=0.9), brute(coords, 0.9))


def test_points_in_one_place_have_their_k_neighbours():
    coords = np.zeros((5, 2))
    found = edges.neighbours(coords, k=2, loops=False)
    assert np.array_equal(np.bincount(found[1]), [2] * 5)
    assert not np.any(found[0] == found[1])


def test_one_search_serves_all_layers():
    x = cloud(10)
    first = edges.edges_for(x, None, 1.0)
    assert edges.edges_for(x, None, 1.0) is first
    with pytest.raises(BadArgument, match="edges"):
        edges.edges_for(x, None, None)


def test_edges_stay_when_coordinates_move():
    x = edges.connect_points(cloud(6), radius=1.0)
    wide = tensors.moved_tensor(x, None, "float64")
    assert wide.coords.dtype == torch.float64
    assert np.array_equal(edges.edges_of(wide), edges.edges_of(x))


def test_a_long_way_of_points_is_fast():
    coords = np.random.default_rng(0).random((20000, 3))
    assert edges.neighbours(coords, k=8).shape == (2, 20000 * 9)
