"""Clebsch-Gordan coefficients of SU(2), a drop-in for ``py3nj.clebsch_gordan``.

The Racah sum is evaluated on Python integers, so nothing cancels, and only the final
square root is rounded. Signs follow the Condon-Shortley convention, as in py3nj:
weights trained with one carry over to the other.
"""

from __future__ import annotations

from functools import lru_cache
from math import comb, copysign, sqrt

import numpy as np
import numpy.typing as npt


@lru_cache(maxsize=1 << 16)
def _coefficient(j1: int, j2: int, j3: int, m1: int, m2: int) -> float:
    """Return <j1 m1, j2 m2 | j3 m1+m2> of admissible doubled quantum numbers."""
    total = (j1 + j2 + j3) // 2
    a, b, c = total - j3, total - j2, total - j1
    p, q = (j1 - m1) // 2, (j2 + m2) // 2
    racah = sum(
        (-1) ** k * comb(a, k) * comb(b, p - k) * comb(c, q - k)
        for k in range(max(0, p - b, q - c), min(a, p, q) + 1)
    )
    numerator = comb(j1, a) * comb(j2, a)
    denominator = comb(total + 1, a) * comb(j1, p) * comb(j2, q) * comb(j3, (j3 - m1 - m2) // 2)
    return copysign(sqrt(racah * racah * numerator / denominator), racah)


def _integers(*arguments: npt.ArrayLike) -> list[npt.NDArray[np.int64]]:
    """Broadcast the arguments against each other, accepting integers only."""
    arrays = [np.asarray(argument) for argument in arguments]
    if any(array.dtype.kind not in "iu" for array in arrays):
        raise ValueError("Doubled quantum numbers must be integers.")
    return list(np.broadcast_arrays(*(array.astype(np.int64) for array in arrays)))


def clebsch_gordan(
    two_j1: npt.ArrayLike,
    two_j2: npt.ArrayLike,
    two_j3: npt.ArrayLike,
    two_m1: npt.ArrayLike,
    two_m2: npt.ArrayLike,
    two_m3: npt.ArrayLike,
    ignore_invalid: bool = False,
) -> npt.NDArray[np.float64] | np.float64:
    """Return the Clebsch-Gordan coefficients <j1 m1, j2 m2 | j3 m3>.

    Args:
        two_j1: twice the first angular momentum; an integer or an array of integers.
        two_j2: twice the second angular momentum.
        two_j3: twice the total angular momentum.
        two_m1: twice the projection of the first.
        two_m2: twice the projection of the second.
        two_m3: twice the projection of the total.
        ignore_invalid: return 0 for impossible quantum numbers instead of raising.

    Returns:
        An array of the shape that the arguments broadcast to, or a scalar.

    Raises:
        ValueError: an argument is not an integer or, unless ``ignore_invalid``, a ``j`` is
            negative or ``m2`` or ``m3`` exceeds its ``j``. Combinations that are merely
            forbidden (by the triangle rule or by parity, say) give 0, as in py3nj.
    """
    j1, j2, j3, m1, m2, m3 = _integers(two_j1, two_j2, two_j3, two_m1, two_m2, two_m3)
    if not ignore_invalid:
        if (j1 < 0).any() or (j2 < 0).any() or (j3 < 0).any():
            raise ValueError("Some of the j values are negative.")
        if (np.abs(m2) > j2).any() or (np.abs(m3) > j3).any():
            raise ValueError("Some of the m values are larger than their j.")

    allowed = (m1 + m2 == m3) & (np.abs(j1 - j2) <= j3) & (j3 <= j1 + j2)
    allowed &= (j1 + j2 + j3) % 2 == 0
    for j, m in ((j1, m1), (j2, m2), (j3, m3)):
        allowed &= (j >= 0) & (np.abs(m) <= j) & ((j + m) % 2 == 0)

    result = np.zeros(allowed.shape)
    numbers = np.stack([array[allowed] for array in (j1, j2, j3, m1, m2)], axis=-1)
    result[allowed] = [_coefficient(*row) for row in numbers.tolist()]
    return result if result.ndim else np.float64(result)
