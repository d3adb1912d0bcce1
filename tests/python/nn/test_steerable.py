"""Layers with a steerable basis: private bases, fresh filters, state dicts of either mode."""

import copy

import pytest
import torch

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.fields import clouds
from escnn_r.nn import building, steerable
from escnn_r.nn import layers as modules

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")
kernels = pytest.importorskip("escnn.kernels")

C4 = gspaces.rot2dOnR2(4)
TRIVIAL = nn.FieldType(C4, [C4.trivial_repr])
REGULAR = nn.FieldType(C4, [C4.regular_repr])
MIXED = nn.FieldType(C4, [C4.trivial_repr, C4.regular_repr, C4.trivial_repr])
POINT = gspaces.no_base_space(C4.fibergroup)
FIBRES = POINT.type(POINT.regular_repr)


def made(name):
    """A layer of each kind, and input for it."""
    if name in ("Linear", "TensorProductModule"):
        return building.build_module(name, FIBRES, FIBRES), FIBRES(torch.randn(3, FIBRES.size))
    return building.build_module(name, MIXED, MIXED, kernel_size=3), MIXED(torch.randn(1, 6, 5, 5))


KINDS = ["R2Conv", "R2ConvTransposed", "Linear", "TensorProductModule"]


@pytest.mark.parametrize("name", KINDS)
def test_a_layer_shares_its_basis_with_no_other(name):
    first, x = made(name)
    second, _ = made(name)
    assert isinstance(first, steerable.Steerable) and type(first).__name__ == name
    before = second(x).tensor
    first.double()
    assert torch.equal(second(x).tensor, before)
    assert first(x.type(x.tensor.double())).tensor.dtype == torch.float64
    again, _ = made(name)
    again(x)


@pytest.mark.skipif(not clouds.clouds_available(), reason="needs torch_geometric")
def test_bases_that_equal_each_other_are_all_of_the_layer():
    # two pairs of irreps have equal bases of scalar filters, which are two objects
    space = gspaces.rot3dOnR3()
    one, many = space.type(space.trivial_repr), space.type(space.trivial_repr, space.irrep(1))
    kept = {"width": 1.0, "n_rings": 3, "frequencies_cutoff": 1.0}
    building.build_module("R3PointConv", one, many, **kept).double()
    again = building.build_module("R3PointConv", one, space.type(space.irrep(1)), **kept)
    assert all(b.dtype == torch.float32 for b in again.buffers())
    cached = kernels.wignereckart_solver.RestrictedWignerEckartBasis._cached_instances
    # masks of other layers may be among them
    assert torch.float64 not in {b.dtype for each in cached.values() for b in each.buffers()}


@pytest.mark.parametrize("name", KINDS)
def test_evaluation_mode_is_without_graph_and_knows_new_weights(name):
    layer, x = made(name)
    trained = layer(x).tensor
    layer.eval()
    assert torch.allclose(layer(x).tensor, trained, atol=1e-6)
    held = layer.filter if hasattr(layer, "filter") else layer.matrix
    assert not held.requires_grad
    copied = copy.deepcopy(layer)
    with torch.no_grad():
        layer.weights.mul_(2)
        if getattr(layer, "bias", None) is not None:
            layer.bias.mul_(2)
    assert torch.allclose(layer(x).tensor, 2 * trained, atol=1e-5)
    assert torch.allclose(copied(x).tensor, trained, atol=1e-6)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("saved", [True, False])
@pytest.mark.parametrize("loaded", [True, False])
def test_state_of_either_mode_loads_into_either(name, saved, loaded):
    source, x = made(name)
    source.train(saved)
    target, _ = made(name)
    target.train(loaded)
    target.load_state_dict(source.state_dict())
    assert torch.allclose(target(x).tensor, source(x).tensor, atol=1e-6)


def test_state_is_exchanged_with_escnns_own_layers():
    ours, raw = (
        building.build_module("R2Conv", TRIVIAL, REGULAR, kernel_size=3),
        nn.R2Conv(TRIVIAL, REGULAR, 3),
    )
    x = TRIVIAL(torch.randn(1, 1, 5, 5))
    raw.load_state_dict(ours.state_dict())
    assert torch.allclose(raw(x).tensor, ours(x).tensor, atol=1e-6)
    raw.eval()
    ours.load_state_dict(raw.state_dict())
    assert torch.allclose(raw(x).tensor, ours(x).tensor, atol=1e-6)


def test_missing_weights_and_unknown_ones_are_still_told():
    layer, _ = made("R2Conv")
    state = dict(layer.state_dict())
    state.pop("weights")
    with pytest.raises(RuntimeError, match="Missing key"):
        layer.load_state_dict(state)
    with pytest.raises(RuntimeError, match="Unexpected key"):
        layer.load_state_dict({**layer.state_dict(), "nix": torch.ones(1)})


def test_loading_another_basis_leaves_escnns_cache_alone():
    layer, x = made("R2Conv")
    other, _ = made("R2Conv")
    before = other(x).tensor
    layer.load_state_dict({k: torch.zeros_like(v) for k, v in layer.state_dict().items()})
    assert not layer(x).tensor.any()
    assert torch.equal(other(x).tensor, before)


def test_filters_are_made_in_the_precision_of_the_layer():
    layer, _ = made("R2Conv")
    layer.eval()
    layer.double()
    exact = layer.basisexpansion(layer.weights).reshape(layer.filter.shape)
    assert layer.filter.dtype == torch.float64 and torch.equal(layer.filter, exact)


def test_a_filter_written_by_hand_stays_until_weights_are_written():
    layer, x = made("R2Conv")
    layer.eval()
    with torch.no_grad():
        layer.filter.zero_()
        layer.expanded_bias.zero_()
    layer.eval()
    assert not layer(x).tensor.any()
    layer.refresh()
    assert layer(x).tensor.any()


def test_another_precision_is_refused_but_for_autocast():
    layer, x = made("R2Conv")
    with pytest.raises(BadArgument, match="own precision, float32, not float64"):
        layer(MIXED(x.tensor.double()))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        layer(MIXED(x.tensor.bfloat16()))


def test_twins_keep_the_shape_of_their_tree():
    inner = torch.nn.Linear(1, 1)
    tree = torch.nn.Sequential(inner)
    tree.again = {"list": [inner]}
    tree.register_buffer("wide", torch.ones(2, dtype=torch.float64))
    twin = steerable.own(tree)
    assert twin[0] is not inner and twin.again["list"][0] is twin[0]
    assert twin.wide.dtype == torch.float32 and tree.wide.dtype == torch.float64


def test_every_class_with_a_basis_is_steerable_and_no_other():
    for name in dir(nn):
        upstream = getattr(nn, name)
        if isinstance(upstream, type) and issubclass(upstream, torch.nn.Module):
            expands = any(hasattr(upstream, basis) for basis in ("basisexpansion", "basissampler"))
            assert issubclass(modules.find(name), steerable.Steerable) == expands, name
