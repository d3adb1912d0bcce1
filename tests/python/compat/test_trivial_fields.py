"""Trivial fields of direct products support what trivial fields do."""

import pytest

import escnn_r
from escnn_r.compat import trivial_fields
from escnn_r.nn import building
from escnn_r.nn.checks import preconditions

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")
group = pytest.importorskip("escnn.group")

WHICH = group.direct_product(group.cyclic_group(3), group.cyclic_group(2))
KIND = nn.FieldType(gspaces.no_base_space(WHICH), [WHICH.trivial_representation])


def test_a_check_changes_nothing_and_the_mending_does():
    supported = WHICH.trivial_representation.supported_nonlinearities
    before = set(supported)
    supported.clear()
    try:
        with pytest.raises(Exception, match="pointwise"):
            preconditions.check("ReLU", KIND, (), {})
        assert supported == set()
        trivial_fields.mend((KIND, KIND))
        assert supported == {"pointwise", "gate", "gated", "norm"}
    finally:
        supported.update(before)


def test_layers_on_them_are_built():
    assert building.build_module("ReLU", KIND).in_type == KIND
