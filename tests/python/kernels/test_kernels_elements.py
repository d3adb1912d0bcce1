"""Elements of a kernel basis: kept by functions and limits, and listed."""

import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.kernels import elements
from escnn_r.nn import building

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

SO2 = gspaces.rot2dOnR2(-1)
IRREPS = nn.FieldType(SO2, [SO2.irrep(0), SO2.irrep(1)])
ELEMENT = {"irrep:frequency": 2, "radius": 1.0, "in_irrep": (1,), "basis": object()}


def test_limits_hold_by_name_and_a_number_is_the_frequency():
    assert elements.chosen(2)(ELEMENT) and not elements.chosen(1)(ELEMENT)
    assert not elements.chosen({"radius": 0.5, "frequency": 3})(ELEMENT)
    assert elements.chosen({"radius": 1})({"irrep:frequency": 9})
    with pytest.raises(BadArgument, match="limits named"):
        elements.chosen({"colour": 1})


def test_functions_get_plain_data_and_give_a_verdict():
    seen = []
    elements.chosen(lambda a: bool(seen.append(a)))(ELEMENT)
    assert seen[0] == {"irrep_frequency": 2, "frequency": 2, "radius": 1.0, "in_irrep": [1]}
    with pytest.raises(BadArgument, match="gives `TRUE` or `FALSE`"):
        elements.chosen(lambda a: "yes")(ELEMENT)


def test_the_table_has_a_row_for_each_weight():
    layer = building.build_module(
        "R2Conv", IRREPS, IRREPS, kernel_size=5, basis_filter={"radius": 1}
    )
    found = elements.basis_table(layer)
    assert {len(column) for column in found.values()} == {layer.weights.numel()}
    assert max(found["radius"]) <= 1 and set(found["in_field"]) == {1, 2}
    with pytest.raises(BadArgument, match="steerable basis"):
        elements.basis_table(nn.NormNonLinearity(IRREPS))
