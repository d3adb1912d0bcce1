"""Fields at any angle: scalars stay, vectors turn, others as far as the group goes."""

import numpy as np
import pytest
import torch

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.training import batches, rotated_data, turned_fields

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")


def test_vectors_turn_at_any_angle_and_other_fields_at_those_of_the_group():
    space = gspaces.rot2dOnR2(4)
    kind = nn.FieldType(space, [space.trivial_repr, space.irrep(1)])
    x = torch.tensor([[5.0, 1, 0]])
    found = turned_fields.turn(x, kind, space, 45)
    assert torch.allclose(found, torch.tensor([[5.0, 0.5**0.5, 0.5**0.5]]))
    regular = nn.FieldType(space, [space.regular_repr])
    x = torch.arange(4.0).unsqueeze(0)
    found = turned_fields.turn(x, regular, space, 90)
    assert torch.allclose(found, x.roll(1, 1), atol=1e-6)
    with pytest.raises(BadArgument, match="45 degrees"):
        turned_fields.turn(x, regular, space, 45)


@pytest.mark.parametrize(
    "make", [lambda: gspaces.rot3dOnR3(), lambda: gspaces.flipRot3dOnR3()], ids=["SO(3)", "O(3)"]
)
def test_irreps_turn_by_elements_of_continuous_groups(make):
    space = make()
    irrep = space.irrep(2) if space.fibergroup.name == "SO(3)" else space.irrep(0, 2)
    kind = nn.FieldType(space, [irrep, space.basespace_action])
    x = torch.randn(3, 8)
    once = turned_fields.turn(x, kind, space, 30)
    thrice = turned_fields.turn(turned_fields.turn(once, kind, space, 30), kind, space, 30)
    assert torch.allclose(thrice, turned_fields.turn(x, kind, space, 90), atol=1e-5)
    assert not torch.allclose(once[:, :5], x[:, :5], atol=1e-2)


def test_without_symmetry_two_channels_of_a_vector_still_turn():
    space = gspaces.trivialOnR2()
    kind = nn.FieldType(space, [space.basespace_action])
    found = turned_fields.turn(torch.tensor([[1.0, 0]]), kind, space, 90)
    assert torch.allclose(found, torch.tensor([[0.0, 1]]), atol=1e-6)
    scalars = nn.FieldType(space, [space.trivial_repr] * 2)
    assert torch.equal(turned_fields.turn(torch.ones(1, 2), scalars, space, 90), torch.ones(1, 2))


def test_wind_turns_in_inputs_and_targets():
    space = gspaces.rot2dOnR2(4)
    vector = nn.FieldType(space, [space.irrep(1)])
    wind = torch.zeros(1, 2, 5, 5)
    wind[0, 0, 2, 4] = 1
    data = batches.Arrays(wind, torch.tensor([[1.0, 0]]))
    module = nn.R2Conv(vector, vector, 5)
    values, targets = rotated_data.rotate_data(data, 90, module).take(np.array([0]))
    # what lay to the right and blew to the right lies above and blows up
    assert values[0, 1, 0, 2] == pytest.approx(1) and values.abs().sum() == pytest.approx(1)
    assert torch.allclose(targets, torch.tensor([[0.0, 1]]), atol=1e-6)


def test_a_missing_component_spoils_what_is_made_of_it_alone():
    space = gspaces.rot2dOnR2(4)
    kind = nn.FieldType(space, [space.irrep(1), space.trivial_repr])
    x = torch.tensor([[1.0, float("nan"), 2]])
    for angle, missing in ((90, [1, 0, 0]), (45, [1, 1, 0])):
        turned = turned_fields.turn(x, kind, space, angle)
        assert turned.isnan().int()[0].tolist() == missing
    assert turned_fields.turn(x, kind, space, 90)[0, 1:].tolist() == pytest.approx([1, 2])
