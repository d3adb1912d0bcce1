"""Clouds as examples: taken in any order, connected once, moved with what belongs to them."""

import numpy as np
import pytest
import torch

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.datasets import clouds
from escnn_r.fields import clouds as points
from escnn_r.fields import edges
from escnn_r.training import holding_out, rotated_data

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")


def three(**more):
    draw = np.random.default_rng(0)
    coords, values = draw.normal(size=(12, 3)), draw.normal(size=(12, 2))
    return (
        coords,
        values,
        clouds.cloud_dataset(coords, values, [3, 5, 4], [0, 1, 2], classes=list("abc"), **more),
    )


def test_clouds_are_taken_in_any_order():
    coords, values, data = three()
    batch, targets = data.take(np.array([2, 0]))
    rows = [8, 9, 10, 11, 0, 1, 2]
    assert torch.equal(batch.coords, torch.tensor(coords[rows], dtype=torch.float64))
    assert torch.equal(batch.values, torch.tensor(values[rows], dtype=torch.float32))
    assert points.cloud(batch.coords).index.tolist() == [0] * 4 + [1] * 3
    assert targets.tolist() == [2, 0]
    assert len(batch) == 2 and len(data) == 3


def test_neighbours_are_those_of_each_cloud_and_looked_for_once(monkeypatch):
    coords, _, data = three(k=2)
    batch, _ = data.take(np.array([1, 2]))
    index = np.repeat([0, 1], [5, 4])
    expected = edges.neighbours(coords[3:], index, 2, None)
    assert np.array_equal(points.cloud(batch.coords).edges.numpy(), expected)
    monkeypatch.setattr(edges, "neighbours", None)
    again, _ = data.take(np.array([2, 1]))
    assert points.cloud(again.coords).edges.shape == expected.shape


def test_what_belongs_to_points_moves_with_them():
    _, _, data = three(radius=1.5)
    batch, _ = data.take(np.arange(3))
    moved = batch.to(torch.device("cpu"), torch.float64)
    assert moved.values.dtype == moved.coords.dtype == torch.float64
    assert torch.equal(points.cloud(moved.coords).edges, points.cloud(batch.coords).edges)
    assert batch.rows([0, 2]).tolist() == [True] * 3 + [False] * 5 + [True] * 4


def test_rotated_clouds_turn_counter_clockwise_about_the_third_axis():
    data = clouds.cloud_dataset([[1.0, 0, 5], [0, 2, 6]], None, [2])
    found, _ = rotated_data.rotate_data(data, 90).take(np.array([0]))
    assert torch.allclose(found.coords.float(), torch.tensor([[0.0, 1, 5], [-2, 0, 6]]), atol=1e-6)
    assert torch.equal(found.values, torch.ones(2, 1))


def test_augmented_clouds_keep_their_distances():
    space = gspaces.rot3dOnR3()
    kind = nn.FieldType(space, [space.trivial_repr, space.irrep(1)])
    _, _, data = three()
    data.values = torch.randn(12, 4)
    from escnn_r.training import augmentation

    turns = augmentation.Turns(kind, True, 3)
    batch, targets = data.take(np.arange(3))
    moved, same = turns(batch, targets, 0, 0)
    assert torch.equal(same, targets)
    again, _ = turns(batch, targets, 0, 0)
    assert torch.equal(moved.coords, again.coords)
    for cloud in range(3):
        rows = batch.rows([cloud])
        before, after = batch.coords[rows], moved.coords[rows]
        assert torch.allclose(torch.cdist(before, before), torch.cdist(after, after), atol=1e-4)
        assert not torch.allclose(before, after, atol=1e-2)
        # one element turns places and vectors: their products stay
        vectors = batch.values[rows][:, 1:], moved.values[rows][:, 1:]
        to_xyz = [2, 0, 1]  # escnn's irrep 1 has the axes in the order y, z, x
        products = [
            (v[:, to_xyz] * c).sum(1) for v, c in zip(vectors, (before, after), strict=True)
        ]
        assert torch.allclose(products[0], products[1], atol=1e-4)
        assert torch.equal(batch.values[rows][:, 0], moved.values[rows][:, 0])


def test_what_does_not_fit_is_told():
    _, _, data = three()
    space = gspaces.rot2dOnR2(N=4)
    kind = nn.FieldType(space, [space.trivial_repr])
    batch, _ = data.take(np.array([0]))
    with pytest.raises(BadArgument, match="2 and 3"):
        batch.tensor(kind)
    with pytest.raises(BadArgument, match="3 clouds"):
        clouds.cloud_dataset(np.zeros((3, 2)), None, [1, 1, 1], [0, 1])
    rest, held = holding_out.split_examples(data, 1 / 3, 0)
    assert len(rest) == 2 and len(held) == 1


def test_clouds_without_points_are_refused_by_their_number():
    kind = nn.FieldType(gspaces.rot2dOnR2(4), [gspaces.rot2dOnR2(4).trivial_repr])
    made = [nn.GeometricTensor(torch.ones(n, 1), kind, torch.zeros(n, 2)) for n in (2, 0, 3)]
    with pytest.raises(BadArgument, match="whose entry 2 has none"):
        clouds.clouds_of_tensors(made)
