"""Pools around the centre of an image or volume."""

import pytest
import torch

import escnn_r
from escnn_r.nn import building
from escnn_r.nn.layers import pooling

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

OCTA = gspaces.octaOnR3()
VOLUME = nn.FieldType(OCTA, [OCTA.trivial_repr])


def test_positions_cut_both_ends_alike():
    line = torch.arange(6.0).reshape(1, 1, 1, 6)
    assert [p.flatten().tolist() for p in pooling.positions(line, (0, 2))] == [[1, 2, 3, 4]]
    odd = [p.flatten().tolist() for p in pooling.positions(line, (0, 3))]
    assert odd == [[1, 2, 3], [2, 3, 4]]
    assert len(pooling.positions(torch.zeros(1, 1, 4, 4), (1, 1))) == 4


@pytest.mark.parametrize(
    ("name", "kwargs"),
    [
        ("PointwiseAvgPool3D", {"kernel_size": 2}),
        ("PointwiseMaxPool3D", {"kernel_size": 2}),
        ("PointwiseAvgPoolAntialiased3D", {"sigma": 0.4, "stride": 2}),
        ("PointwiseMaxPoolAntialiased3D", {"kernel_size": 2, "stride": 2}),
    ],
)
def test_pools_around_the_centre_commute_with_flips(name, kwargs):
    pool = building.build_module(name, VOLUME, centre=True, **kwargs)
    for size in (5, 6):
        x = torch.randn(1, 1, size, size, size)
        there = pool(VOLUME(x.flip(2, 4))).tensor
        assert torch.allclose(there, pool(VOLUME(x)).tensor.flip(2, 4), atol=1e-6)
