"""What bases of kernels lead between, and how their points are moved."""

import numpy as np
import pytest
import torch
from escnn import group, gspaces, kernels

from escnn_r.bridge import BadArgument
from escnn_r.kernels import kernel_basis, kernel_ends, point_matrix


def test_a_kernel_at_moved_points_is_mixed_by_its_ends() -> None:
    space = gspaces.flipRot2dOnR2(4, axis=0.3)
    basis = kernel_basis(space, space.irrep(1, 1), space.regular_repr, [0.0, 1.0], [0.6, 0.6])
    ends = kernel_ends(basis)
    element = space.fibergroup.element((1, 1))
    points = torch.tensor([[0.3, 0.9], [-1.2, 0.4]])
    moved = points @ torch.as_tensor(point_matrix(basis, element), dtype=torch.float32).T
    mixed = np.einsum(
        "rR,peRC,Cc->perc",
        ends["out_repr"](element),
        basis.sample(points).numpy(),
        ends["in_repr"](~element),
    )
    assert np.allclose(basis.sample(moved).numpy(), mixed, atol=1e-5)
    assert ends["group"] == space.fibergroup


def test_kernels_between_irreps_have_ends() -> None:
    filters = kernels.CircularShellsBasis(2, kernels.GaussianRadialProfile([1.0], 0.6))
    basis = kernels.WignerEckartBasis(filters, (1, 1), (1, 1))
    assert kernel_ends(basis)["in_repr"] == group.o2_group().irrep(1, 1)


def test_bases_without_ends_are_refused() -> None:
    with pytest.raises(BadArgument, match="basis"):
        kernel_ends(kernels.GaussianRadialProfile([1.0], 0.6))
