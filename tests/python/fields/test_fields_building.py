"""Field types and geometric tensors: what is refused and why, and what parts hold."""

import numpy as np
import pytest
import torch

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.fields import building

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")
group = pytest.importorskip("escnn.group")

C4 = gspaces.rot2dOnR2(4)
POINT = gspaces.no_base_space(group.cyclic_group(4))
MIXED = building.field_type(C4, ["trivial", "irrep_1", "regular"], [1, 1, 1])
ONE = building.field_type(C4, ["trivial"], [1])


def of(values, kind=MIXED, coords=None):
    return nn.GeometricTensor(torch.as_tensor(values), kind, coords)


def random(*shape):
    return torch.randn(shape, generator=torch.Generator().manual_seed(1))


# field types


def test_field_types_repeat_each_field():
    kind = building.field_type(C4, ["regular", C4.irrep(1), "trivial"], [2, 1, 0])
    assert kind == nn.FieldType(C4, [C4.regular_repr, C4.regular_repr, C4.irrep(1)])


def test_representations_of_other_groups_are_refused():
    foreign = group.cyclic_group(8).regular_representation
    with pytest.raises(BadArgument, match=r"C4, the gspace's group, not one of C8 \(field 2\)"):
        building.field_type(C4, ["trivial", foreign], [1, 1])


def test_picked_fields_keep_their_order():
    assert building.pick_examples(MIXED, [2, 0]).representations == (
        C4.regular_repr,
        C4.trivial_repr,
    )


# tensors from values


def test_arrays_are_copied_and_torch_tensors_taken():
    array = np.ones((2, 7, 3, 3))
    made = building.geometric_tensor(array, MIXED)
    assert (made.tensor.dtype, made.type) == (torch.float32, MIXED)
    made.tensor.zero_()
    assert array.all()
    assert building.geometric_tensor(array, MIXED, dtype="float64").tensor.dtype == torch.float64
    values = random(2, 7, 3, 3)
    assert building.geometric_tensor(values, MIXED).tensor is values


def test_point_clouds_have_coordinates():
    made = building.geometric_tensor(np.ones((5, 7)), MIXED, np.arange(10.0).reshape(5, 2))
    assert made.coords.tolist() == np.arange(10).reshape(5, 2).tolist()
    assert made.coords.dtype == torch.float32


@pytest.mark.parametrize(
    ("shape", "space", "wanted", "hint"),
    [
        ((3, 3), C4, "4 dimensions (batch, channels, height, width)", "c(1, 1, dim(x))"),
        ((1, 3, 3), C4, "4 dimensions (batch, channels, height, width)", "c(1, dim(x))"),
        ((1, 1, 3, 3, 3), C4, "4 dimensions (batch, channels, height, width)", "is time"),
        ((1, 1, 3, 3), gspaces.octaOnR3(), "5 dimensions (batch, channels, depth, ", "c(1, dim"),
        ((1, 1, 3, 3), POINT, "2 dimensions (batch, channels)", None),
    ],
)
def test_wrong_ranks_are_refused_with_the_axes(shape, space, wanted, hint):
    kind = building.field_type(space, ["trivial"], [1])
    with pytest.raises(BadArgument) as caught:
        building.geometric_tensor(np.zeros(shape), kind)
    assert caught.value.argument == "x"
    assert wanted in caught.value.allowed
    listed = ", ".join(map(str, shape))
    assert caught.value.given == f"one of {len(shape)} (dim c({listed}))"
    assert caught.value.hint is None if hint is None else hint in caught.value.hint


def test_wrong_channels_are_refused_with_the_type():
    with pytest.raises(BadArgument) as caught:
        building.geometric_tensor(np.zeros((2, 3, 4, 4)), MIXED)
    label = "C4: 1 trivial + 1 irrep_1 + 1 regular (7 channels)"
    assert label in caught.value.allowed
    assert caught.value.given == "one with 3 (dim c(2, 3, 4, 4))"


def test_wrong_coordinates_are_refused():
    with pytest.raises(BadArgument, match=r"5 points by 2 coordinates, not one of dim c\(5, 3\)"):
        building.geometric_tensor(np.zeros((5, 7)), MIXED, np.zeros((5, 3)))
    with pytest.raises(BadArgument, match=r"2 dimensions \(points, channels\), not one of 4"):
        building.geometric_tensor(np.zeros((5, 7, 3, 3)), MIXED, np.zeros((5, 2)))


# parts


def test_selecting_nothing_keeps_everything():
    x = of(random(2, 7, 3, 4))
    for index in ([], [None], [None, None, None, None]):
        found = building.select_fields(x, index)
        assert found.type == x.type and torch.equal(found.tensor, x.tensor)


def test_fields_bring_all_their_channels():
    x = of(random(2, 7, 3, 4))
    found = building.select_fields(x, [None, [2, 0]])
    assert found.type == building.pick_examples(MIXED, [2, 0])
    assert torch.equal(found.tensor, x.tensor[:, [3, 4, 5, 6, 0]])


def test_batch_and_positions_are_selected_independently():
    x = of(random(3, 7, 4, 5))
    found = building.select_fields(x, [[2, 0], [1], [3, 1, 0], [4]])
    wanted = x.tensor.numpy()[np.ix_([2, 0], [1, 2], [3, 1, 0], [4])]
    assert np.array_equal(found.tensor.numpy(), wanted)
    assert building.select_fields(x, [[], None, [], None]).tensor.shape == (0, 7, 0, 5)


def test_points_are_selected_with_their_coordinates():
    x = of(random(4, 7), coords=random(4, 2))
    found = building.select_fields(x, [[3, 1], [0]])
    assert torch.equal(found.coords, x.coords[[3, 1]])
    assert torch.equal(found.tensor, x.tensor[[3, 1], :1])


# arithmetic


@pytest.mark.parametrize(
    ("operator", "left", "right", "wanted"),
    [
        ("+", of([[[[6.0]]]], ONE), of([[[[3.0]]]], ONE), 9),
        ("-", of([[[[6.0]]]], ONE), of([[[[3.0]]]], ONE), 3),
        ("*", of([[[[6.0]]]], ONE), 3, 18),
        ("*", 3.0, of([[[[6.0]]]], ONE), 18),
        ("*", of([[[[6.0]]]], ONE), torch.tensor(3), 18),
        ("*", torch.tensor([3.0]), of([[[[6.0]]]], ONE), 18),
        ("*", np.float64(3), of([[[[6.0]]]], ONE), 18),
        ("/", of([[[[6.0]]]], ONE), 3, 2),
    ],
)
def test_arithmetic(operator, left, right, wanted):
    found = building.combine_tensors(operator, left, right)
    assert (found.type, found.tensor.item(), found.tensor.dtype) == (ONE, wanted, torch.float32)


@pytest.mark.parametrize(
    ("operator", "left", "right", "message"),
    [
        ("*", of([[[[6.0]]]], ONE), of([[[[6.0]]]], ONE), "between two geometric tensors, not"),
        ("+", of([[[[6.0]]]], ONE), 1, 'between a geometric tensor and a number, not "\\+"'),
        ("+", of([[[[6.0]]]], ONE), torch.tensor(1.0), "between a geometric tensor and a number"),
        ("/", 1, of([[[[6.0]]]], ONE), 'between a geometric tensor and a number, not "/"'),
        ("*", of([[[[6.0]]]], ONE), torch.ones(2), "`e2` must be .* one number, not 2 numbers"),
        ("*", np.ones(3), of([[[[6.0]]]], ONE), "`e1` must be .* one number, not 3 numbers"),
    ],
)
def test_what_is_not_equivariant_is_refused(operator, left, right, message):
    with pytest.raises(BadArgument, match=message):
        building.combine_tensors(operator, left, right)


def test_sums_need_equal_types_and_points():
    other = of(torch.zeros(1, 1, 1, 1), building.field_type(gspaces.rot2dOnR2(8), ["trivial"], [1]))
    with pytest.raises(BadArgument, match=r"C4: 1 trivial .*, not C8: 1 trivial"):
        building.combine_tensors("+", of([[[[6.0]]]], ONE), other)
    here, there = (of(torch.ones(3, 1), ONE, torch.full((3, 2), c)) for c in (0.0, 1.0))
    with pytest.raises(BadArgument, match="`e2` must be at the same points"):
        building.combine_tensors("-", here, there)
    assert building.combine_tensors("+", here, here).coords is here.coords


def test_concatenated_fields_lie_side_by_side():
    x, y = of(random(2, 7, 3, 3)), of(random(2, 1, 3, 3), ONE)
    found = building.concatenate_tensors([x, y])
    assert found.type == nn.FieldType(C4, [*MIXED.representations, C4.trivial_repr])
    assert torch.equal(found.tensor, torch.cat([x.tensor, y.tensor], 1))
