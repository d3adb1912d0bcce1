"""Some elements of a basis."""

from pathlib import Path

import pytest
import torch

import escnn_r

escnn_r.prepare()
group = pytest.importorskip("escnn.group")
kernels = pytest.importorskip("escnn.kernels")


@pytest.fixture
def basis():
    c4 = group.cyclic_group(4)
    return kernels.kernels_CN_act_R2(
        c4.regular_representation, c4.regular_representation, [0.0, 1.0], 0.6, maximum_frequency=2
    )


def test_chosen_elements_keep_values_and_attributes(basis):
    from escnn_r.kernels.choice import ChosenBasis

    keep = [position % 3 == 0 for position in range(len(basis))]
    some = ChosenBasis(basis, keep)
    points = torch.randn(4, 2)
    assert len(some) == sum(keep)
    assert torch.equal(some.sample(points), basis.sample(points)[:, ::3])
    out = torch.empty(4, len(some), 4, 4)
    assert torch.equal(some.sample(points, out), out)
    assert some[1]["in_irrep_idx"] == basis[3]["in_irrep_idx"]
    assert some[1]["idx"] == 1
    assert some == ChosenBasis(basis, keep)
    assert hash(some) == hash(ChosenBasis(basis, keep))
    assert some != basis


def test_no_elements_are_escnns_exception(basis):
    from escnn_r.kernels.choice import ChosenBasis

    with pytest.raises(kernels.EmptyBasisException):
        ChosenBasis(basis, [False] * len(basis))


def test_no_protocol_is_asked_at_run_time():
    """From Python 3.12 on its answer overlooks the parts of PyTorch's modules."""
    home = Path(escnn_r.__file__).parent
    assert not [p.name for p in home.rglob("*.py") if "runtime_checkable" in p.read_text()]
