"""The stand-ins: against stored values, against the real packages, and by their properties."""

import itertools
import json
from pathlib import Path

import make_reference
import numpy as np
import pytest
from make_reference import MAX_DEGREE, angle_sets, checksum, tensor, triples

from escnn_r.compat.standins.clebsch_gordan import clebsch_gordan
from escnn_r.compat.standins.wigner import wigner_D_matrix

REFERENCE = json.loads(Path(make_reference.__file__).with_name("reference.json").read_text())
TOLERANCE = 1e-10


def rotation(alpha, beta, gamma):
    """The rotation matrix of intrinsic ZYZ angles, on (x, y, z)."""

    def turn(i, j, angle):
        matrix = np.eye(3)
        matrix[i, i] = matrix[j, j] = np.cos(angle)
        matrix[j, i] = np.sin(angle)
        matrix[i, j] = -matrix[j, i]
        return matrix

    return turn(0, 1, alpha) @ turn(2, 0, beta) @ turn(0, 1, gamma)


def euler(matrix):
    """The ZYZ angles of a generic rotation matrix."""
    return (
        np.arctan2(matrix[1, 2], matrix[0, 2]),
        np.arccos(matrix[2, 2]),
        np.arctan2(matrix[2, 1], -matrix[2, 0]),
    )


# Clebsch-Gordan coefficients


def test_coefficients_match_stored_values():
    rows = np.array(REFERENCE["coefficients"])
    values = clebsch_gordan(*rows[:, :6].T.astype(int))
    np.testing.assert_allclose(values, rows[:, 6], rtol=0, atol=TOLERANCE)


def test_every_tensor_matches_its_stored_checksum():
    cases = triples(2 * MAX_DEGREE)
    stored = REFERENCE["coefficient_checksums"]
    assert len(cases) == len(stored)
    found = [checksum(tensor(clebsch_gordan, two_j), seed) for seed, two_j in enumerate(cases)]
    np.testing.assert_allclose(found, stored, rtol=0, atol=TOLERANCE)


def test_coefficients_match_py3nj_for_all_degrees():
    real = pytest.importorskip("py3nj").clebsch_gordan
    if getattr(real, "__module__", "").startswith("escnn_r"):
        pytest.skip("py3nj is served by its stand-in")
    for two_j in itertools.product(range(2 * MAX_DEGREE + 1), repeat=3):
        found, wanted = tensor(clebsch_gordan, two_j), tensor(real, two_j)
        np.testing.assert_allclose(found, wanted, rtol=0, atol=TOLERANCE)


@pytest.mark.parametrize(("j1", "j2"), [(0, 5), (1, 1), (3, 4), (16, 16), (15, 16), (32, 32)])
def test_coefficients_are_an_orthonormal_basis_with_condon_shortley_signs(j1, j2):
    totals = range(abs(j1 - j2), j1 + j2 + 1, 2)
    columns = [tensor(clebsch_gordan, (j1, j2, j3)).reshape(-1, j3 + 1) for j3 in totals]
    basis = np.concatenate(columns, axis=1)
    np.testing.assert_allclose(basis.T @ basis, np.eye((j1 + 1) * (j2 + 1)), atol=1e-12)
    for j3 in totals:
        assert clebsch_gordan(j1, j2, j3, j1, j3 - j1, j3) > 0


def test_known_coefficients():
    assert clebsch_gordan(1, 1, 0, 1, -1, 0) == pytest.approx(np.sqrt(1 / 2))
    assert clebsch_gordan(1, 1, 0, -1, 1, 0) == pytest.approx(-np.sqrt(1 / 2))
    assert clebsch_gordan(2, 2, 4, 0, 0, 0) == pytest.approx(np.sqrt(2 / 3))
    assert clebsch_gordan(2, 2, 2, 0, 0, 0) == 0
    assert clebsch_gordan(4, 2, 2, 0, 0, 0) == pytest.approx(-np.sqrt(2 / 5))


def test_coefficients_broadcast_and_keep_scalars():
    assert isinstance(clebsch_gordan(2, 2, 4, 2, 2, 4), np.float64)
    m = np.array([-2, 0, 2])
    values = clebsch_gordan(2, [[2]], np.uint8(4), m[:, None], m, m[:, None] + m)
    assert values.shape == (3, 3)
    np.testing.assert_allclose(values, values.T)
    assert clebsch_gordan(np.zeros(0, int), 2, 2, 0, 0, 0).shape == (0,)


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        ((-2, 2, 2, 0, 0, 0), "negative"),
        ((2, -2, 2, 0, 0, 0), "negative"),
        ((2, 2, -2, 0, 0, 0), "negative"),
        ((2, 2, 4, 0, 4, 4), "larger than their j"),
        ((2, 2, 4, 2, 2, 6), "larger than their j"),
    ],
)
def test_impossible_numbers_are_errors_unless_ignored(numbers, message):
    with pytest.raises(ValueError, match=message):
        clebsch_gordan(*numbers)
    assert clebsch_gordan(*numbers, ignore_invalid=True) == 0


@pytest.mark.parametrize(
    "numbers",
    [(2, 2, 8, 0, 0, 0), (2, 2, 3, 0, 0, 1), (2, 2, 4, 1, 1, 2), (2, 2, 4, 4, -2, 2)],
)
def test_forbidden_numbers_give_zero(numbers):
    assert clebsch_gordan(*numbers) == 0


@pytest.mark.parametrize("number", [2.0, True, "2"])
def test_numbers_must_be_integers(number):
    with pytest.raises(ValueError, match="integers"):
        clebsch_gordan(number, 2, 2, 0, 0, 0)


# Wigner D matrices


def test_matrices_match_stored_values():
    for degree, alpha, beta, gamma, *entries in REFERENCE["wigner_entries"]:
        found = wigner_D_matrix(degree, alpha, beta, gamma)[0, :2]
        np.testing.assert_allclose(found, entries, rtol=0, atol=TOLERANCE)


def test_matrices_match_their_stored_checksums():
    cases = list(itertools.product(range(MAX_DEGREE + 1), angle_sets()))
    found = [checksum(wigner_D_matrix(n, *angles), seed) for seed, (n, angles) in enumerate(cases)]
    np.testing.assert_allclose(found, REFERENCE["wigner_checksums"], rtol=0, atol=TOLERANCE)


def test_matrices_match_lie_learn():
    module = pytest.importorskip("lie_learn.representations.SO3.wigner_d")
    if not getattr(module, "__file__", None):
        pytest.skip("lie_learn is served by its stand-in")
    for degree, angles in itertools.product(range(MAX_DEGREE + 1), angle_sets()):
        wanted = module.wigner_D_matrix(degree, *angles)
        np.testing.assert_allclose(wigner_D_matrix(degree, *angles), wanted, atol=TOLERANCE)


def test_complex_matrices_match_lie_learn(monkeypatch):
    module = pytest.importorskip("lie_learn.representations.SO3.wigner_d")
    if not getattr(module, "__file__", None):
        pytest.skip("lie_learn is served by its stand-in")
    import collections
    import collections.abc

    # lie_learn's change of basis still looks for it where Python kept it until 3.9
    monkeypatch.setattr(collections, "Iterable", collections.abc.Iterable, raising=False)
    for degree, angles in itertools.product(range(MAX_DEGREE + 1), angle_sets()):
        wanted = module.wigner_D_matrix(degree, *angles, field="complex")
        found = wigner_D_matrix(degree, *angles, field="complex")
        np.testing.assert_allclose(found, wanted, atol=TOLERANCE)


@pytest.mark.parametrize("degree", [0, 1, 2, 5, 8, 16, 40])
@pytest.mark.parametrize("field", ["real", "complex"])
def test_matrices_are_a_unitary_representation(degree, field):
    g, h = np.random.RandomState(3).uniform(0.1, 3, (2, 3))
    matrix = wigner_D_matrix(degree, *g, field=field)
    assert matrix.shape == (2 * degree + 1, 2 * degree + 1)
    np.testing.assert_allclose(matrix @ matrix.conj().T, np.eye(2 * degree + 1), atol=1e-12)
    product = wigner_D_matrix(degree, *euler(rotation(*g) @ rotation(*h)), field=field)
    found = matrix @ wigner_D_matrix(degree, *h, field=field)
    np.testing.assert_allclose(found, product, atol=1e-11)
    identity = wigner_D_matrix(degree, 0, 0, 0, field=field)
    np.testing.assert_allclose(identity, np.eye(2 * degree + 1), atol=1e-13)


def test_degree_one_is_the_rotation_of_y_z_x():
    order = [1, 2, 0]
    for angles in angle_sets():
        wanted = rotation(*angles)[np.ix_(order, order)]
        np.testing.assert_allclose(wigner_D_matrix(1, *angles), wanted, atol=1e-14)


def test_coefficients_intertwine_matrices():
    g = (0.4, 1.2, -2.3)
    first, second, total = (wigner_D_matrix(degree, *g, field="complex") for degree in (3, 2, 4))
    coefficients = tensor(clebsch_gordan, (6, 4, 8)).reshape(-1, 9)
    both = np.kron(first, second)
    np.testing.assert_allclose(both @ coefficients, coefficients @ total, atol=1e-13)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"field": "quaternion"}, "`field` must be 'real' or 'complex', not 'quaternion'"),
        ({"normalization": "nfft"}, "`normalization` must be 'quantum', not 'nfft'"),
        ({"order": "block"}, "`order` must be 'centered', not 'block'"),
        ({"condon_shortley": "nocs"}, "`condon_shortley` must be 'cs', not 'nocs'"),
        ({"l": -1}, "`l` must be a whole number >= 0, not -1"),
        ({"l": 1.5}, "`l` must be a whole number >= 0, not 1.5"),
        ({"beta": np.zeros(2)}, "`beta` must be a single angle"),
    ],
)
def test_unsupported_requests_are_errors(arguments, message):
    with pytest.raises(ValueError, match=message):
        wigner_D_matrix(**{"l": 1, "alpha": 0.0, "beta": 0.0, "gamma": 0.0, **arguments})


# what escnn makes of them

COEFFICIENTS = """
import escnn_r, json
so3 = escnn_r.load().group.so3_group(4)
from itertools import product
print(json.dumps([so3._clebsh_gordan_coeff(j1, j2, j3).ravel().tolist()
                  for j1, j2, j3 in product(range(5), repeat=3) if abs(j1 - j2) <= j3 <= j1 + j2]))
"""


def test_escnn_gets_the_same_coefficients(run_python):
    for name in ("py3nj", "lie_learn"):
        pytest.importorskip(name)
    real = run_python(COEFFICIENTS, with_torch=True)
    standin = run_python(COEFFICIENTS, hide=("py3nj", "lie_learn"), with_torch=True)
    assert real.stderr == standin.stderr == ""
    for wanted, found in zip(json.loads(real.stdout), json.loads(standin.stdout), strict=True):
        np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-12)
