"""What bases tell about themselves: right where upstream's own ways fail."""

import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.kernels import inspection

escnn_r.prepare()
pytest.importorskip("escnn.kernels")
from kernel_cases import c4_basis, circles  # noqa: E402


def test_plain_attributes_count_from_1():
    given = {"idx": 0, "j": (1, 2), "_j": (0,), "irrep:frequency": 2, "shape": (4, 1), "s": 1}
    assert inspection.plain(given) == {
        "idx": 1,
        "j": "irrep_1,2",
        "j_restricted": "irrep_0",
        "irrep_frequency": 2,
        "rows": 4,
        "columns": 1,
        "s": 2,
    }


def test_attributes_of_circular_shells_which_upstream_asserts_against():
    with pytest.raises(AssertionError):
        circles()[0]
    assert [each["idx"] for each in inspection.attributes(circles())] == list(range(10))


def test_attributes_of_filtered_kernels_which_upstream_loses():
    basis = c4_basis(filter=lambda a: a["radius"] > 0)
    with pytest.raises(AssertionError):
        list(basis)
    found = inspection.attributes(basis)
    assert len(found) == len(basis)
    assert {each["radius"] for each in found} == {1.0}


def test_what_only_some_bases_have():
    with pytest.raises(BadArgument, match="basis"):
        inspection.ring_coeff(c4_basis(), 0)
    assert inspection.harmonic_multiplicity(c4_basis(), [1, 1]) == 2
    assert inspection.dim_harmonic(c4_basis(), [1, 1]) == 4
    assert inspection.basis_name(c4_basis(), [1, 1]) == "irrep_1,1"
