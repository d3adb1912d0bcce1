"""Bases at points: values that agree with escnn's, compared, and measured."""

import numpy as np
import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.kernels import parts, values

escnn_r.prepare()
pytest.importorskip("escnn.kernels")
from kernel_cases import c4_basis, circles  # noqa: E402


@pytest.mark.parametrize("points", [np.zeros((2, 3)), np.zeros((1, 1, 2)), [1.0, 2.0, 3.0], None])
def test_points_have_as_many_coordinates_as_the_space(points):
    with pytest.raises(BadArgument, match="points"):
        values.sample_basis(c4_basis(), points)


def test_values_agree_with_escnn():
    basis = c4_basis()
    points = np.random.default_rng(0).normal(size=(5, 2))
    import torch

    raw = basis.sample(torch.tensor(points, dtype=torch.float32)).numpy()
    assert np.allclose(values.sample_basis(basis, points), raw)
    by_irrep = values.sample_harmonics(basis, points)
    assert np.allclose(np.concatenate(list(by_irrep.values()), axis=1), raw)
    again = values.sample_harmonics(basis, values.evaluate_harmonics(basis, points))
    assert all(np.allclose(again[j], by_irrep[j]) for j in by_irrep)


def test_turned_bases_turn_the_points_of_their_filters():
    turn = np.array([[0.0, -1.0], [1.0, 0.0]])
    basis = c4_basis()
    turned = parts.adjoint_basis(basis, turn)
    points = np.random.default_rng(0).normal(size=(5, 2))
    ours = values.evaluate_harmonics(turned, points)
    assert all(
        np.allclose(v, ours[j], atol=1e-6)
        for j, v in values.evaluate_harmonics(basis, points @ turn.T).items()
    )


def test_bases_are_the_same_when_their_values_are():
    assert values.same_basis(c4_basis(), c4_basis())
    assert not values.same_basis(c4_basis(), c4_basis(maximum_frequency=2))
    first, other = circles(axis=0.0), circles(axis=1.0)
    assert first == other  # upstream looks at no axis
    assert not values.same_basis(first, other)


def test_equivariance_is_measured_and_its_lack_seen():
    basis = c4_basis()
    assert max(values.check_basis_equivariance(basis)["error"]) < 1e-5
    broken = c4_basis()
    broken.B += 0.1
    assert max(values.check_basis_equivariance(broken)["error"]) > 1e-2
    with pytest.raises(BadArgument, match="basis"):
        values.check_basis_equivariance(parts.gaussian_radial_profile([1], 1))


def test_only_bases_of_steerable_filters_have_harmonics():
    profile = parts.gaussian_radial_profile([1], 1)
    for call in (values.evaluate_harmonics, values.sample_harmonics):
        with pytest.raises(BadArgument, match="basis"):
            call(profile, np.ones((1, 1)))
