"""Point clouds: neighbours, batches and what travels with coordinates."""

import numpy as np
import pytest
import torch

import escnn_r
from escnn_r import field_types, points, tensors
from escnn_r.errors import BadArgument

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

C4 = gspaces.rot2dOnR2(4)
KIND = nn.FieldType(C4, [C4.trivial_repr, C4.irrep(1)])


def cloud(n, seed=0):
    draw = torch.Generator().manual_seed(seed)
    values = torch.randn(n, 3, generator=draw)
    return nn.GeometricTensor(values, KIND, torch.randn(n, 2, generator=draw))


def brute(coords, radius):
    distance = np.linalg.norm(coords[:, None] - coords[None], axis=2)
    target, source = np.nonzero(distance <= radius)
    return np.stack([source, target])


def test_radius_neighbours_are_those_of_brute_force():
    coords = np.random.default_rng(0).standard_normal((40, 3))
    assert np.array_equal(points.neighbours(coords, radius=0.9), brute(coords, 0.9))


def test_points_in_one_place_have_their_k_neighbours():
    coords = np.zeros((5, 2))
    found = points.neighbours(coords, k=2, loops=False)
    assert np.array_equal(np.bincount(found[1]), [2] * 5)
    assert not np.any(found[0] == found[1])


def test_one_search_serves_all_layers():
    x = cloud(10)
    first = points.edges_for(x, None, 1.0)
    assert points.edges_for(x, None, 1.0) is first
    with pytest.raises(BadArgument, match="edges"):
        points.edges_for(x, None, None)


def test_edges_stay_when_coordinates_move():
    x = points.connect(cloud(6), radius=1.0)
    wide = tensors.moved(x, None, "float64")
    assert wide.coords.dtype == torch.float64
    assert np.array_equal(points.edges_of(wide), points.edges_of(x))


def test_joined_clouds_come_apart():
    a, b = points.connect(cloud(4), k=1), points.connect(cloud(3, 1), k=1)
    both = points.join([a, b])
    parts = points.separate(both)
    assert torch.equal(parts[1].tensor, b.tensor)
    assert np.array_equal(points.edges_of(parts[1]), points.edges_of(b))
    assert points.index_of(points.join([both, a])) == [1] * 4 + [2] * 3 + [3] * 4


@pytest.mark.parametrize("how", ["mean", "sum", "max"])
def test_pools_are_those_of_each_cloud(how):
    both = points.join([cloud(4), cloud(3, 1)])
    found = points.pool(both.tensor, both.coords, how)
    rows = [both.tensor[:4], both.tensor[4:]]
    plain = {"mean": lambda v: v.mean(0), "sum": lambda v: v.sum(0), "max": lambda v: v.amax(0)}
    assert torch.allclose(found, torch.stack([plain[how](v) for v in rows]))


def test_fibres_and_types():
    e = C4.fibergroup.element(1)
    x = cloud(4)
    turned = tensors.transform_fibres(x, e)
    assert torch.equal(turned.coords, x.coords)
    matrix = torch.tensor(field_types.matrix(KIND, e), dtype=torch.float32)
    assert torch.allclose(turned.tensor, x.tensor @ matrix.T, atol=1e-6)
    with pytest.raises(BadArgument, match="C4"):
        field_types.matrix(KIND, gspaces.rot2dOnR2(8).fibergroup.element(1))
    assert field_types.in_order(nn.FieldType(C4, [C4.irrep(1), C4.trivial_repr])) == [1, 0]


def test_going_through_a_tensor_ends():
    x = nn.GeometricTensor(torch.randn(3, 3, 4, 4), KIND)
    items = list(x)
    assert len(items) == 3
    assert torch.equal(items[2].tensor, x.tensor[2:])


def test_without_this_package_it_never_would():
    x = nn.GeometricTensor(torch.randn(3, 3, 4, 4), KIND)
    # Python asks for item 0, 1, 2, ... until an IndexError, which never comes
    assert x[1000:1001].tensor.shape[0] == 0
    assert x[1000].tensor.shape[0] == 0


def test_a_long_way_of_points_is_fast():
    coords = np.random.default_rng(0).random((20000, 3))
    assert points.neighbours(coords, k=8).shape == (2, 20000 * 9)
