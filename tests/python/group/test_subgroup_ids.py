"""Ids of subgroups: read, written and listed."""

import pytest

import escnn_r
from escnn_r.group import subgroup_ids

escnn_r.prepare()
group = pytest.importorskip("escnn.group")


def test_listed_ids_are_subgroups_and_are_read_as_themselves():
    finite = [
        group.cyclic_group(12),
        group.dihedral_group(4),
        group.octa_group(),
        group.ico_group(),
        group.full_octa_group(),
        group.double_group(group.cyclic_group(2)),
    ]
    for g in finite:
        ids = subgroup_ids.all_of(g)
        assert len(ids) == len(set(ids))
        for each in ids:
            assert subgroup_ids.typed(g, each) == each
            assert g.subgroup(each)[0].order() >= 1


def test_axes_are_the_first_of_equal_ones():
    assert subgroup_ids.typed(group.dihedral_group(6), [5, 3]) == (1, 3)
    axis, n = subgroup_ids.typed(group.o2_group(), [-1.0, 1])
    assert n == 1 and 0 <= axis < 6.2832


def test_flags_are_not_numbers():
    so3 = group.so3_group()
    with pytest.raises(subgroup_ids.Ambiguous):
        subgroup_ids.typed(so3, [1.0, 3])
    assert subgroup_ids.typed(so3, [True, 3]) == (True, 3)
    assert subgroup_ids.typed(so3, [None, 3]) == (False, 3)
    assert subgroup_ids.typed(so3, [0.5, 3]) == (0.5, 3)


def test_ids_are_written_as_they_are_typed():
    assert subgroup_ids.text((None, -1)) == "c(NA, Inf)"
    assert subgroup_ids.text((True, 4, group.so3_group().identity)) == "list(TRUE, 4)"
    assert subgroup_ids.text((2, (None, 3))) == "list(2, c(NA, 3))"
    assert subgroup_ids.text("octa") == '"octa"'
    octa = group.octa_group()
    turn = next(e for e in octa.elements if e != octa.identity)
    assert subgroup_ids.text(("octa", turn)) == 'list("octa", element)'
