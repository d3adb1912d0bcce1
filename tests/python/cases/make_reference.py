"""Print reference values of the real lie_learn and py3nj, for test_standins.py.

Run as ``python make_reference.py > reference.json`` where both packages are installed. A
checksum is the sum of all entries of a tensor, times fixed random weights: any wrong value or
sign in it shows, in a single number.
"""

import json
from itertools import product

import numpy as np

MAX_DEGREE = 8


def triples(maximum):
    """Return all admissible (two_j1, two_j2, two_j3), half-integers included."""
    return [
        (j1, j2, j3)
        for j1, j2 in product(range(maximum + 1), repeat=2)
        for j3 in range(abs(j1 - j2), min(j1 + j2, maximum) + 1, 2)
    ]


def tensor(clebsch_gordan, two_j):
    """Return a whole tensor of coefficients, indexed by m1, m2, m3."""
    two_m = np.ix_(*(np.arange(-j, j + 1, 2) for j in two_j))
    return clebsch_gordan(*two_j, *two_m)


def checksum(array, seed):
    """Sum an array with weights that depend on the seed alone."""
    weights = np.random.RandomState(seed).standard_normal(array.shape)
    return float((array * weights).sum())


def angle_sets():
    """Return Euler angles: the special ones and a few at random."""
    special = product((0.0, np.pi / 2, np.pi), repeat=3)
    return [*special, *np.random.RandomState(1).uniform(0, 2 * np.pi, (8, 3)).tolist()]


def sample_coefficients(clebsch_gordan, size=300):
    """Return rows of six doubled quantum numbers and the coefficient, none of them 0."""
    rng = np.random.RandomState(2)
    admissible = triples(2 * MAX_DEGREE)
    rows = []
    while len(rows) < size:
        j1, j2, j3 = admissible[rng.randint(len(admissible))]
        m1, m2 = (int(rng.choice(np.arange(-j, j + 1, 2))) for j in (j1, j2))
        if abs(m1 + m2) <= j3:
            value = float(clebsch_gordan(j1, j2, j3, m1, m2, m1 + m2))
            if value != 0:
                rows.append([j1, j2, j3, m1, m2, m1 + m2, value])
    return rows


def main():
    """Print the reference values as JSON."""
    from lie_learn.representations.SO3.wigner_d import wigner_D_matrix
    from py3nj import clebsch_gordan

    reference = {
        "coefficients": sample_coefficients(clebsch_gordan),
        "coefficient_checksums": [
            checksum(tensor(clebsch_gordan, two_j), seed)
            for seed, two_j in enumerate(triples(2 * MAX_DEGREE))
        ],
        "wigner_entries": [
            [degree, *angles, *wigner_D_matrix(degree, *angles)[0, :2].tolist()]
            for degree in range(1, MAX_DEGREE + 1)
            for angles in angle_sets()[-8:]
        ],
        "wigner_checksums": [
            checksum(wigner_D_matrix(degree, *angles), seed)
            for seed, (degree, angles) in enumerate(product(range(MAX_DEGREE + 1), angle_sets()))
        ],
    }
    print(json.dumps(reference))


if __name__ == "__main__":
    main()
