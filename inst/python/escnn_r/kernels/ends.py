"""What the kernels of a basis lead between, and how its group moves their points."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ..bridge import BadArgument
from ..group import ElementLike
from .inspection import core_with, ends_of
from .protocols import BasisLike
from .values import actions


def kernel_ends(basis: BasisLike) -> dict[str, Any]:
    """The group of a basis, and the representations that go in and come out."""
    core = core_with(basis, "basis")
    ends = ends_of(core)
    if ends is None:
        raise BadArgument(
            "basis", "a basis of kernels between representations", f"a {type(basis).__name__}"
        )
    return {"group": core.group, "in_repr": ends[0], "out_repr": ends[1]}


def point_matrix(basis: BasisLike, element: ElementLike) -> npt.NDArray[Any]:
    """The matrix by which an element moves the points at which kernels have values."""
    act = actions(basis)[1]
    return np.asarray(act(element), dtype=np.float64)
