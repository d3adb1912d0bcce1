"""Modules in use: modes without a graph, resets, filters, and plain copies that are compared."""

import copy

import pytest
import torch

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.exporting import plain_network
from escnn_r.nn import building, module_methods

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

C4 = gspaces.rot2dOnR2(4)
TRIVIAL = nn.FieldType(C4, [C4.trivial_repr])
REGULAR = nn.FieldType(C4, [C4.regular_repr] * 2)


def test_evaluation_mode_leaves_no_graph_behind():
    conv = nn.R2Conv(TRIVIAL, REGULAR, 3)
    conv.eval()
    assert conv.filter.requires_grad  # upstream's way
    module_methods.set_mode(conv, True)
    module_methods.set_mode(conv, False)
    assert not conv.filter.requires_grad and not conv.training
    copy.deepcopy(conv)


def test_resets_forget_statistics_and_on_request_what_was_learnt():
    norm = nn.InnerBatchNorm(TRIVIAL)
    norm(nn.GeometricTensor(5 + torch.randn(8, 1, 5, 5), TRIVIAL))
    inner = next(iter(norm.children()))
    with torch.no_grad():
        inner.weight.fill_(7)
    module_methods.reset_module(nn.SequentialModule(norm), parameters=False)
    assert float(inner.running_mean) == 0 and float(inner.weight) == 7
    module_methods.reset_module(norm, parameters=True)
    assert float(inner.weight) == 1
    with pytest.raises(BadArgument, match="a batch normalisation"):
        module_methods.reset_module(nn.ReLU(REGULAR), parameters=True)


def test_the_filter_is_what_the_convolution_convolves_with():
    conv = nn.R2Conv(TRIVIAL, REGULAR, 3, padding=1)
    found = module_methods.module_filters(conv)
    x = torch.randn(1, 1, 9, 9)
    by_hand = torch.nn.functional.conv2d(x, found["filter"], found["bias"], padding=1)
    assert torch.allclose(conv(nn.GeometricTensor(x, TRIVIAL)).tensor, by_hand, atol=1e-6)
    assert (
        module_methods.module_filters(
            nn.Linear(
                nn.FieldType(gspaces.no_base_space(C4.fibergroup), [C4.regular_repr]),
                nn.FieldType(gspaces.no_base_space(C4.fibergroup), [C4.regular_repr]),
                bias=False,
            )
        )["bias"]
        is None
    )
    with pytest.raises(BadArgument, match="steerable basis"):
        module_methods.module_filters(nn.ReLU(REGULAR))


def test_plain_copies_compute_the_same_and_modes_stay():
    model = nn.SequentialModule(
        nn.R2Conv(TRIVIAL, REGULAR, 3), nn.InnerBatchNorm(REGULAR), nn.ReLU(REGULAR)
    )
    found = plain_network.plain_module(model)
    assert model.training and not isinstance(found, nn.EquivariantModule)
    x = torch.randn(2, 1, 9, 9)
    model.eval()
    assert torch.allclose(model(nn.GeometricTensor(x, TRIVIAL)).tensor, found(x), atol=1e-5)


def test_plain_copies_are_right_where_upstream_is_wrong_or_has_none():
    wrong = nn.R2Conv(TRIVIAL, REGULAR, 3, padding=1, padding_mode="circular")
    irreps = nn.FieldType(C4, [C4.irrep(1)])
    for layer in (wrong, nn.NormNonLinearity(irreps)):
        found = plain_network.plain_module(layer, [7, 8])
        x = torch.randn(2, layer.in_type.size, 7, 8)
        expected = layer(nn.GeometricTensor(x, layer.in_type)).tensor
        assert torch.allclose(found(x), expected, atol=1e-5)
    assert not any(type(p).__module__.startswith("escnn.") for p in found.modules())
    with pytest.raises(BadArgument, match="`input`"):
        plain_network.plain_module(wrong, [7])


def test_the_table_has_a_row_for_each_weight():
    space = gspaces.rot2dOnR2(-1)
    irreps = nn.FieldType(space, [space.irrep(0), space.irrep(1)])
    layer = building.build_module(
        "R2Conv", irreps, irreps, kernel_size=5, basis_filter={"radius": 1}
    )
    found = module_methods.basis_table(layer)
    assert {len(column) for column in found.values()} == {layer.weights.numel()}
    assert max(found["radius"]) <= 1 and set(found["in_field"]) == {1, 2}
    with pytest.raises(BadArgument, match="steerable basis"):
        module_methods.basis_table(nn.NormNonLinearity(irreps))
