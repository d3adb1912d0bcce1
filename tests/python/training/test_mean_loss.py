"""The loss of data doesn't depend on how they are cut into batches."""

import numpy as np
import pytest
import torch

import escnn_r
from escnn_r.datasets.clouds import cloud_dataset
from escnn_r.nn import building
from escnn_r.training import evaluation, normalised_weights

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

SPACE = gspaces.flipRot3dOnR3()
TRIVIAL = nn.FieldType(SPACE, [SPACE.trivial_repr])
# the molecules of a batch are small, or large
COUNTS = [2] * 4 + [7] * 4


def molecules(missing=0):
    draw = np.random.default_rng(0)
    total = sum(COUNTS)
    forces = draw.normal(size=(total, 3)) * np.repeat([[1.0], [5.0]], [8, 28], axis=0)
    forces[:missing] = np.nan
    coords = draw.normal(size=(total, 3))
    data = cloud_dataset(coords, np.ones((total, 1)), COUNTS, draw.normal(size=8), on_points=forces)
    return normalised_weights.weighed(data, None, "energies", 0)


def score(data, batch_size):
    torch.manual_seed(0)
    module = building.build_module(
        "PointNetwork", TRIVIAL, TRIVIAL, radius=4.0, width=4, depth=1, pool="sum"
    )
    plan = {
        "batch_size": batch_size,
        "targets": "energies",
        "loss": {"name": "energy_forces", "energy": 0.5, "forces": 1},
        "metrics": ["forces_rmse", "energy_rmse"],
        "precision": "float64",
    }
    return evaluation.scores(module, data, plan, measure_loss=True)


@pytest.mark.parametrize("missing", [0, 3])
def test_clouds_of_all_sizes_count_as_they_should(missing):
    scores = score(molecules(missing), 8)
    expected = 0.5 * scores["energy_rmse"] ** 2 + scores["forces_rmse"] ** 2
    assert scores["loss"] == pytest.approx(expected, rel=1e-5)
    for batch_size in (1, 3, 4):
        assert score(molecules(missing), batch_size)["loss"] == pytest.approx(expected, rel=1e-5)
