"""Types with gates, and gates that don't fit."""

import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.nn import building, gates

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")
group = pytest.importorskip("escnn.group")

C4 = gspaces.rot2dOnR2(4)
R, T = C4.regular_repr, C4.trivial_repr
KIND = nn.FieldType(C4, [R, C4.irrep(1)])


def test_gates_come_first():
    found = gates.gated_type(KIND)
    assert list(found.representations) == [T, T, R, C4.irrep(1)]
    assert building.build_module("GatedNonLinearity1", found).out_type == KIND
    assert gates.gated_type(KIND, gate="regular").representations[:2] == (R, R)


def test_gates_inside_belong_to_irreps():
    kind = nn.FieldType(C4, [group.directsum([C4.irrep(1), C4.irrep(2)])] * 3)
    found = gates.gated_type(kind, uniform=True)
    assert found.uniform
    assert found.representations[0].irreps == [(0,), (0,), (1,), (2,)]
    layer = building.build_module("GatedNonLinearityUniform", found)
    assert layer.out_type.representations[0].irreps == [(1,), (2,)]
    with pytest.raises(BadArgument, match="all the same"):
        gates.gated_type(KIND, uniform=True)


def test_gates_of_another_group_are_refused():
    with pytest.raises(BadArgument, match="a representation of C4"):
        gates.gated_type(KIND, gate=group.cyclic_group(3).regular_representation)


@pytest.mark.parametrize(
    ("kind", "roles", "argument"),
    [
        ([R], None, "x"),
        ([R, T], None, "x"),
        ([T, R], ["gated"], "gates"),
        ([T, R], ["gate", "gate"], "gates"),
        ([T, R], ["gated", "gate"], "x"),
    ],
)
def test_gates_that_do_not_fit_are_refused(kind, roles, argument):
    options = {} if roles is None else {"gates": roles}
    with pytest.raises(BadArgument) as caught:
        building.build_module("GatedNonLinearity1", nn.FieldType(C4, kind), **options)
    assert caught.value.argument == argument
