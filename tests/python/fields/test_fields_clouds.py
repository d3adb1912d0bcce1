"""Point clouds: batches, and what travels with coordinates."""

import numpy as np
import pytest
import torch

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.fields import clouds, edges, field_types, tensors

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")
from point_cases import C4, KIND, cloud  # noqa: E402


def test_joined_clouds_come_apart():
    a, b = edges.connect_points(cloud(4), k=1), edges.connect_points(cloud(3, 1), k=1)
    both = clouds.join_clouds([a, b])
    parts = clouds.separate_clouds(both)
    assert torch.equal(parts[1].tensor, b.tensor)
    assert np.array_equal(edges.edges_of(parts[1]), edges.edges_of(b))
    assert clouds.cloud_index(clouds.join_clouds([both, a])) == [1] * 4 + [2] * 3 + [3] * 4


@pytest.mark.parametrize("how", ["mean", "sum", "max"])
def test_pools_are_those_of_each_cloud(how):
    both = clouds.join_clouds([cloud(4), cloud(3, 1)])
    found = clouds.pool(both.tensor, both.coords, how)
    rows = [both.tensor[:4], both.tensor[4:]]
    plain = {"mean": lambda v: v.mean(0), "sum": lambda v: v.sum(0), "max": lambda v: v.amax(0)}
    assert torch.allclose(found, torch.stack([plain[how](v) for v in rows]))


def test_fibres_and_types():
    e = C4.fibergroup.element(1)
    x = cloud(4)
    turned = tensors.transform_fibres(x, e)
    assert torch.equal(turned.coords, x.coords)
    matrix = torch.tensor(field_types.type_matrix(KIND, e), dtype=torch.float32)
    assert torch.allclose(turned.tensor, x.tensor @ matrix.T, atol=1e-6)
    with pytest.raises(BadArgument, match="C4"):
        field_types.type_matrix(KIND, gspaces.rot2dOnR2(8).fibergroup.element(1))
    assert field_types.fields_in_order(nn.FieldType(C4, [C4.irrep(1), C4.trivial_repr])) == [1, 0]


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
