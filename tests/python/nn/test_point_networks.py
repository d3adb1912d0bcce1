"""A network of points: equivariant under any group, and smooth enough for forces."""

import numpy as np
import pytest
import torch

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.fields import clouds_available
from escnn_r.nn import building, point_blocks, point_paths
from escnn_r.nn.checks.advice import Advice

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

SPACES = {
    "SO(3)": lambda: gspaces.rot3dOnR3(),
    "O(3)": lambda: gspaces.flipRot3dOnR3(),
    "octahedral": lambda: gspaces.octaOnR3(),
    "cylinder": lambda: gspaces.rot2dOnR3(),
    "none": lambda: gspaces.trivialOnR3(),
    "SO(2)": lambda: gspaces.rot2dOnR2(-1),
    "C4": lambda: gspaces.rot2dOnR2(4),
    "D3": lambda: gspaces.flipRot2dOnR2(3),
}


def network(space, **kwargs):
    """Two scalars and a vector in, a scalar and a vector out, in double precision."""
    vector = space.basespace_action
    into = nn.FieldType(space, [space.trivial_repr] * 2 + [vector])
    out = nn.FieldType(space, [space.trivial_repr, vector])
    torch.manual_seed(0)
    options = {"radius": 2.5, "width": 6, "depth": 2, **kwargs}
    return building.build_module("PointNetwork", into, out, **options).double()


def cloud(space, n=7):
    draw = torch.Generator().manual_seed(1)
    d = space.dimensionality
    x = torch.randn(n, 2 + d, generator=draw, dtype=torch.float64)
    return x, torch.randn(n, d, generator=draw, dtype=torch.float64)


@pytest.mark.parametrize("name", SPACES)
@pytest.mark.parametrize("pool", ["none", "sum", "mean"])
def test_outputs_turn_along(name, pool):
    space = SPACES[name]()
    module = network(space, pool=pool)
    x, places = cloud(space)
    before = module(nn.GeometricTensor(x, module.in_type, places)).tensor
    assert before[:, 1:].abs().max() > 1e-3
    for element in point_paths.elements(space)[:5]:
        action = torch.tensor(np.asarray(space.basespace_action(element)))
        into = torch.block_diag(torch.eye(2, dtype=torch.float64), action)
        out = torch.block_diag(torch.ones(1, 1, dtype=torch.float64), action)
        turned = nn.GeometricTensor(x @ into.T, module.in_type, places @ action.T)
        assert torch.allclose(module(turned).tensor, before @ out.T, atol=1e-7)


@pytest.mark.parametrize("name", ["O(3)", "octahedral", "C4"])
def test_gradients_by_coordinates_are_those_of_finite_differences(name):
    space = SPACES[name]()
    module = network(space, pool="sum")
    x, places = cloud(space)

    def energy(where):
        return module(nn.GeometricTensor(x, module.in_type, where)).tensor[0, 0]

    free = places.clone().requires_grad_()
    (slope,) = torch.autograd.grad(energy(free), free)
    step = 1e-5
    for i in range(3):
        for j in range(places.shape[1]):
            ahead, behind = places.clone(), places.clone()
            ahead[i, j] += step
            behind[i, j] -= step
            known = (energy(ahead) - energy(behind)) / (2 * step)
            assert abs(float(known - slope[i, j])) < 1e-6


@pytest.mark.skipif(not clouds_available(), reason="needs torch_geometric")
def test_upstream_point_convolutions_have_gradients_by_coordinates():
    space = gspaces.rot3dOnR3()
    kind = nn.FieldType(space, [space.trivial_repr])
    layer = building.build_module("R3PointConv", kind, kind, radius=3.0, width=2.0, n_rings=3)
    layer = layer.double()
    torch.manual_seed(2)
    places = torch.randn(5, 3, dtype=torch.float64)
    x = torch.randn(5, 1, dtype=torch.float64)

    def total(where):
        return (layer(nn.GeometricTensor(x, kind, where)).tensor ** 2).sum()

    free = places.clone().requires_grad_()
    (slope,) = torch.autograd.grad(total(free), free)
    ahead, behind = places.clone(), places.clone()
    ahead[2, 1] += 1e-5
    behind[2, 1] -= 1e-5
    known = (total(ahead) - total(behind)) / 2e-5
    assert abs(float(known - slope[2, 1])) < 1e-5 * max(1.0, abs(float(known)))


def test_a_neighbour_comes_and_goes_smoothly():
    space = gspaces.rot3dOnR3()
    module = network(space, pool="sum", radius=1.0)
    x, _ = cloud(space, 2)

    def energy(r):
        places = torch.tensor([[0.0, 0, 0], [0, 0, r]], dtype=torch.float64)
        return module(nn.GeometricTensor(x, module.in_type, places)).tensor[0, 0]

    assert abs(float(energy(0.999) - energy(1.001))) < 1e-6
    assert abs(float(energy(0.5) - energy(1.001))) > 1e-4
    assert torch.allclose(
        point_blocks.envelope(torch.tensor([0.0, 1.0, 2.0])), torch.tensor([1.0, 0.0, 0.0])
    )


def test_points_in_one_place_and_alone_give_numbers():
    space = gspaces.rot3dOnR3()
    module = network(space, pool="none")
    x, _ = cloud(space, 3)
    places = torch.tensor([[0.0, 0, 0], [0, 0, 0], [9, 9, 9]], dtype=torch.float64)
    places.requires_grad_()
    found = module(nn.GeometricTensor(x, module.in_type, places)).tensor
    (slope,) = torch.autograd.grad(found.sum(), places)
    assert bool(torch.isfinite(found).all()) and bool(torch.isfinite(slope).all())


def test_paths_are_the_same_each_time():
    space = gspaces.rot3dOnR3()
    irreps = point_paths.irreps_of(space, 1)
    first, counts = point_paths.paths(space, irreps, 2)
    again, _ = point_paths.paths(space, irreps, 2)
    assert irreps == [(0,), (1,)] and counts == [2, 4]
    assert torch.allclose(first, again, atol=1e-12)


def test_it_has_no_double_precision_of_its_own():
    # which Apple's GPUs lack
    kind = nn.FieldType(space := SPACES["SO(3)"](), [space.trivial_repr])
    module = building.build_module("PointNetwork", kind, kind, radius=2.0, width=2, depth=1)
    tensors = [*module.parameters(), *module.buffers()]
    assert all(each.dtype != torch.float64 for each in tensors)


def test_it_needs_a_plane_or_a_space():
    space = gspaces.no_base_space(gspaces.rot2dOnR2(4).fibergroup)
    kind = nn.FieldType(space, [space.trivial_repr])
    with pytest.raises(BadArgument, match="plane"):
        building.build_module("PointNetwork", kind, kind, radius=1.0)


def test_vectors_in_another_order_are_advised_of():
    space = gspaces.rot3dOnR3()
    scalar = nn.FieldType(space, [space.trivial_repr])
    irrep = nn.FieldType(space, [space.trivial_repr, space.irrep(1)])
    with pytest.warns(Advice, match="y, z, x"):
        building.build_module("PointNetwork", irrep, scalar, radius=1.0)
