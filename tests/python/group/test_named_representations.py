"""Representations and irreps by what people type: their names and ids."""

import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.group import named_representations
from escnn_r.group.plain_values import group_of

escnn_r.prepare()
group = pytest.importorskip("escnn.group")
gspaces = pytest.importorskip("escnn.gspaces")

C4, C5, D4, D5 = (
    *(group.cyclic_group(4), group.cyclic_group(5)),
    *(group.dihedral_group(4), group.dihedral_group(5)),
)
SO2, O2, SO3, O3 = group.so2_group(2), group.o2_group(2), group.so3_group(1), group.o3_group(1)
OCTA, FULL_OCTA = group.octa_group(), group.full_octa_group()
PRODUCT = group.direct_product(C4, C5)
NESTED = group.direct_product(group.direct_product(group.cyclic_group(2), C5), C4)


@pytest.mark.parametrize("which", [C4, D5, SO2, O2, SO3, O3, OCTA, FULL_OCTA, PRODUCT, NESTED])
def test_names_of_irreps_lead_to_them(which):
    for irrep in which.irreps():
        assert (
            named_representations.representation(which, named_representations.irrep_name(irrep.id))
            is irrep
        )


def test_spaces_stand_for_their_groups():
    space = gspaces.rot2dOnR2(4)
    assert group_of(space) is space.fibergroup and group_of(C4) is C4
    assert named_representations.representation(space, "trivial") is space.trivial_repr
    assert (
        named_representations.representation(space, "regular")
        is named_representations.regular_representation(space)
        is space.regular_repr
    )
    assert named_representations.irrep_of(space, 1) is space.irrep(1)


def test_representations_made_before_have_names(monkeypatch):
    made = group.directsum([C5.irrep(1), C5.irrep(2)], name="mine")
    monkeypatch.setitem(C5.representations, "mine", made)
    assert named_representations.representation(C5, "mine") is made


def test_continuous_groups_have_irreps_beyond_their_maximum():
    assert named_representations.irrep_of(SO2, 9).size == 2
    assert named_representations.representation(SO2, "irrep_11").size == 2
    assert named_representations.irrep_of(SO3, 6).size == 13


def test_irreps_of_direct_products_have_flat_ids():
    assert named_representations.irrep_of(PRODUCT, 1, 0).size == 2
    # both factors are of complex type: their product splits in two
    first, second = (named_representations.irrep_of(PRODUCT, 1, 1, k) for k in range(2))
    assert first.size == second.size == 2 and first is not second


@pytest.mark.parametrize(
    ("which", "ids"), [(C4, (3,)), (C4, (-1,)), (C4, ()), (D4, (1,)), (PRODUCT, (1,)), (SO3, (-1,))]
)
def test_unknown_irreps_are_refused_with_those_known(which, ids):
    with pytest.raises(BadArgument, match="`id` must be the id of an irrep") as caught:
        named_representations.irrep_of(which, *ids)
    assert "irrep_0" in caught.value.hint


@pytest.mark.parametrize("name", ["nix", "irrep_x", "irrep_9", "irrep_"])
def test_unknown_names_are_refused_with_those_known(name):
    with pytest.raises(BadArgument, match=f'not "{name}"') as caught:
        named_representations.representation(C4, name)
    assert '"trivial", "regular", "irrep_0", "irrep_1", "irrep_2"' in caught.value.hint


def test_only_finite_groups_have_a_regular_representation():
    with pytest.raises(BadArgument, match="only finite groups have"):
        named_representations.representation(SO2, "regular")
    with pytest.raises(BadArgument, match="which is continuous"):
        named_representations.regular_representation(SO2)
    with pytest.raises(BadArgument) as caught:
        named_representations.representation(SO2, "nix")
    assert '"regular"' not in caught.value.hint
