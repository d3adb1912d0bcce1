"""Energies with forces, and targets of points: trained, measured, predicted, turned."""

import numpy as np
import pytest
import torch

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.datasets.cloud_targets import Energies
from escnn_r.datasets.clouds import cloud_dataset, describe_clouds
from escnn_r.nn import building
from escnn_r.saving import copies
from escnn_r.training import augmentation, forces, rotated_data, running

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

SPACE = gspaces.flipRot3dOnR3()
SCALARS = nn.FieldType(SPACE, [SPACE.trivial_repr] * 2)
PLAN = {
    "batch_size": 5,
    "targets": "energies",
    "loss": {"name": "energy_forces", "energy": 1, "forces": 1},
}


def springs(n=20, level=1000.0):
    """Triangles whose sides are springs, with two types of points."""
    draw = np.random.default_rng(0)
    coords = draw.normal(scale=0.2, size=(n, 3, 3)) + np.eye(3)
    energy, slopes = np.zeros(n), np.zeros((n, 3, 3))
    for a, b in ((0, 1), (0, 2), (1, 2)):
        way = coords[:, a] - coords[:, b]
        r = np.linalg.norm(way, axis=1)
        energy += (r - 1.2) ** 2
        pull = (2 * (r - 1.2) / r)[:, None] * way
        slopes[:, a] -= pull
        slopes[:, b] += pull
    types = np.tile(np.array([[1, 0], [1, 0], [0, 1]]), (n, 1))
    return cloud_dataset(
        coords.reshape(-1, 3),
        types,
        [3] * n,
        energy + level,
        on_points=slopes.reshape(-1, 3),
    )


def network(pool="sum"):
    torch.manual_seed(0)
    return building.build_module(
        "PointNetwork",
        SCALARS,
        nn.FieldType(SPACE, [SPACE.trivial_repr]),
        radius=4.0,
        width=8,
        depth=2,
        pool=pool,
    )


def test_energies_and_forces_are_learnt():
    data, module = springs(), network()
    plan = {
        **PLAN,
        "epochs": 25,
        "optimizer": {"name": "adam", "lr": 0.01},
        "metrics": ["forces_mae", "energy_mae"],
    }
    made = running.make_trainer(module, data, data, plan)
    history = running.run_training(made, None, None)["history"]
    assert history[-1]["valid_forces_mae"] < 0.5 * history[0]["valid_forces_mae"]
    assert history[-1]["valid_energy_mae"] < 0.5
    # the level is the model's, and goes with it
    energies, found, counts = forces.predict_forces(copies.fresh_copy(module), data, 7)
    assert abs(float(energies.mean()) - 1000) < 1 and counts == [3] * 20
    truth = data.take(np.arange(20))[1]
    off = float((found - truth.forces).abs().mean())
    assert off == pytest.approx(history[-1]["valid_forces_mae"], rel=1e-4)


def test_forces_are_the_negative_gradient():
    module = network().double()
    values, _ = springs(1).take(np.array([0]))
    values = values.to(torch.float64)
    found = forces.energies(module, values)
    step = 1e-5
    ahead, behind = values.coords.clone(), values.coords.clone()
    ahead[1, 2] += step
    behind[1, 2] -= step
    high = forces.energies(module, values.replaced(values.values, ahead)).energies
    low = forces.energies(module, values.replaced(values.values, behind)).energies
    assert float(found.forces[1, 2]) == pytest.approx(float(low - high) / (2 * step), abs=1e-5)
    # they come to nothing in sum, as space is the same everywhere
    assert torch.allclose(found.forces.sum(0), torch.zeros(3, dtype=torch.float64), atol=1e-9)


def test_models_and_targets_that_do_not_fit_are_told():
    values, targets = springs(3).take(np.arange(3))
    with pytest.raises(BadArgument, match="single number"):
        forces.energies(network("none"), values)
    with pytest.raises(BadArgument, match="energy = , forces ="):
        forces.check(torch.zeros(3), targets)
    with pytest.raises(BadArgument, match="forces of dim"):
        forces.check(Energies(targets.energies, targets.forces[1:]), targets)


def test_forces_turn_with_their_molecules():
    data = springs(6)
    values, targets = data.take(np.arange(6))
    _, along = rotated_data.rotate_data(data, 90, network()).take(np.arange(6))
    x, y, z = targets.forces.T
    assert torch.allclose(along.forces, torch.stack([-y, x, z], 1), atol=1e-5)
    assert torch.equal(along.energies, targets.energies)
    turns = augmentation.Turns(SCALARS, False, 1, None)
    moved, along = turns(values, targets, 0, 0)
    assert not torch.allclose(along.forces, targets.forces)
    assert torch.allclose(along.forces.norm(dim=1), targets.forces.norm(dim=1), atol=1e-5)
    # places and forces turn alike
    assert torch.allclose(
        (moved.coords * along.forces).sum(1),
        (values.coords * targets.forces).sum(1),
        atol=1e-5,
    )


def test_targets_of_points_are_taken_with_their_clouds():
    coords = np.arange(36.0).reshape(12, 3)
    on_points = np.arange(12)
    data = cloud_dataset(coords, None, [3, 5, 4], on_points=on_points)
    assert data.take(np.array([2, 0]))[1].tolist() == [8, 9, 10, 11, 0, 1, 2]
    part = data.subset(np.array([1]))
    assert part.targets().tolist() == [3, 4, 5, 6, 7]
    assert describe_clouds(part) == {
        "clouds": True,
        "counts": [5],
        "points": True,
        "forces": False,
        "types": None,
    }
    with pytest.raises(BadArgument, match="12 points"):
        cloud_dataset(coords, None, [3, 5, 4], on_points=on_points[1:])


def test_vectors_of_points_are_turned_by_augmentation_and_angles():
    vector = nn.FieldType(SPACE, [SPACE.basespace_action])
    coords = np.random.default_rng(0).normal(size=(10, 3))
    data = cloud_dataset(coords, None, [4, 6], on_points=coords)
    module = building.build_module(
        "PointNetwork", nn.FieldType(SPACE, [SPACE.trivial_repr]), vector, k=3, width=4
    )
    values, targets = data.take(np.arange(2))
    for moved, along in (
        augmentation.Turns(module.in_type, False, 1, vector)(values, targets, 0, 0),
        rotated_data.rotate_data(data, 33, module).take(np.arange(2)),
    ):
        assert torch.allclose(moved.coords.float(), along, atol=1e-5)
        assert not torch.allclose(along, targets, atol=1e-2)


@pytest.mark.parametrize("wide, allowed", [(False, 1e-5), (True, 1e-7)])
def test_turned_molecules_have_turned_forces(wide, allowed):
    # of size 20 or more, so that single precision is right to 1e-4 at best
    module = network()
    module.levels.scale.fill_(3000.0)
    kind = torch.float64 if wide else torch.float32
    module.to(kind)
    values = springs().take(np.arange(20))[0]
    turn = np.linalg.qr(np.random.default_rng(3).normal(size=(3, 3)))[0]
    moved = values.replaced(values.values, values.coords @ torch.from_numpy(turn.T))
    with torch.no_grad():
        before = forces.energies(module, values.to(kind)).forces.double().numpy()
        after = forces.energies(module, moved.to(kind)).forces.double().numpy()
    largest = np.abs(before).max()
    assert largest > 20
    assert np.abs(before @ turn.T - after).max() < allowed * largest
