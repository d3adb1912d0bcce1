"""Layers and pipes: sequences are new, and mistakes are told by their place."""

import pytest
import torch

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.nn import building
from escnn_r.nn import layers as modules

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

C4 = gspaces.rot2dOnR2(4)
TRIVIAL = nn.FieldType(C4, [C4.trivial_repr])
REGULAR = nn.FieldType(C4, [C4.regular_repr] * 2)
IRREP = nn.FieldType(C4, [C4.irrep(1)])


def conv(kind=TRIVIAL):
    return building.build_module("R2Conv", kind, REGULAR, kernel_size=3)


def test_a_layer_on_a_field_type_is_the_layer_itself():
    made = conv()
    assert type(made) is modules.find("R2Conv")
    assert (made.in_type, made.out_type, made.kernel_size) == (TRIVIAL, REGULAR, 3)
    assert building.out_type_of(made) is made.out_type and building.out_type_of(TRIVIAL) is TRIVIAL


def test_a_layer_on_a_module_is_a_new_sequence():
    first = conv()
    second = building.build_module("ReLU", first)
    third = building.build_module("GroupPooling", second)
    assert [type(layer).__name__ for layer in third] == ["R2Conv", "ReLU", "GroupPooling"]
    assert len(second) == 2 and type(first) is modules.find("R2Conv")
    assert third[0] is second[0] is first and third[1] is second[1]
    assert (third.in_type, third.out_type.size) == (TRIVIAL, 2)


def test_two_pipes_may_go_on_from_one():
    trunk = building.build_module("ReLU", conv())
    left, right = (
        building.build_module("GroupPooling", trunk),
        building.build_module("NormPool", trunk),
    )
    assert [len(model) for model in (trunk, left, right)] == [2, 3, 3]
    x = nn.GeometricTensor(torch.randn(1, 1, 5, 5), TRIVIAL)
    assert torch.equal(left(x).tensor, left[2](trunk(x)).tensor)


def test_sequences_are_laid_flat_but_not_their_subclasses():
    class Block(nn.SequentialModule):
        pass

    relu = nn.ReLU(REGULAR)
    block = Block(nn.ELU(REGULAR))
    inner = building.build_sequence([relu, building.build_sequence([block])])
    found = building.build_sequence([conv(), inner, relu])
    assert [type(layer).__name__ for layer in found] == ["R2Conv", "ReLU", "Block", "ReLU"]
    assert found[1] is found[3] is relu and found[2] is block


def test_types_that_do_not_follow_on_are_told_by_layer():
    with pytest.raises(BadArgument) as caught:
        building.build_sequence([building.build_module("ReLU", conv()), nn.ReLU(TRIVIAL)])
    assert "layer 2 (ReLU) gives C4: 2 regular (8 channels)" in caught.value.allowed
    assert caught.value.given == "layer 3 (ReLU), which takes C4: 1 trivial (1 channel)"


def test_output_types_on_another_space_are_refused():
    other = nn.FieldType(gspaces.rot2dOnR2(8), [gspaces.rot2dOnR2(8).trivial_repr])
    with pytest.raises(BadArgument, match="with group C4, not one on another, with group C8"):
        building.build_module("R2Conv", TRIVIAL, other, kernel_size=3)


@pytest.mark.parametrize(
    "name",
    ["ReLU", "ELU", "LeakyReLU", "PointwiseNonLinearity", "PointwiseMaxPool", "GroupPooling"],
)
def test_unsupported_nonlinearities_are_told_by_representation(name):
    with pytest.raises(BadArgument) as caught:
        building.build_module(name, IRREP)
    assert f"support pointwise functions, as {name} needs" in caught.value.allowed
    assert caught.value.given == "one with irrep_1 of C4, which supports gated, norm"


def test_supported_nonlinearities_pass_in_a_pipe_too():
    assert len(building.build_module("NormNonLinearity", conv(IRREP), function="n_relu")) == 2
    with pytest.raises(BadArgument, match="as ReLU needs"):
        building.build_module("ReLU", nn.IdentityModule(IRREP))
