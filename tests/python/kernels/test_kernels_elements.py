"""Elements of a kernel basis, kept by functions and limits."""

import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.kernels import elements

escnn_r.prepare()
pytest.importorskip("escnn.nn")

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
