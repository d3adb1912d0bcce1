"""What elements are called in a check, and by how much they turn."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.spatial.transform import Rotation

from ..group import ElementLike
from ..gspaces import GSpaceLike


def element_name(gspace: GSpaceLike, element: ElementLike) -> str:
    """The element as its group writes it, but on one line and with short numbers."""
    written = str(element)
    if "\n" in written or "array(" in written:
        if gspace.dimensionality == 3:
            return _axis_angle(np.array(gspace.basespace_action(element), dtype=float))
        if "MAT" in element.group.PARAMETRIZATIONS:
            return _axis_angle(_matrix(element))
        written = " ".join(written.split())
    return re.sub(r"-?\d+\.\d{3,}", lambda number: f"{float(number.group()):.3f}", written)


def _matrix(element: ElementLike) -> npt.NDArray[Any]:
    """The matrix of an element of O(3) or a group of rotations, where no space tells."""
    written = element.to("MAT")
    if isinstance(written, tuple):
        inversion, rotation = written
        return -rotation if inversion else rotation
    return np.asarray(written)


def _axis_angle(action: npt.NDArray[Any]) -> str:
    flip = np.linalg.det(action) < 0
    turn = Rotation.from_matrix(-action if flip else action).as_rotvec()
    angle = float(np.linalg.norm(turn))
    prefix = "-1 * " if flip else ""
    if angle < 1e-9:
        return prefix + "identity"
    axis = ", ".join(f"{c + 0.0:.2f}" for c in np.round(turn / angle, 2))
    return f"{prefix}{np.degrees(angle):.0f} deg about ({axis})"


def angle_and_flip(gspace: GSpaceLike, element: ElementLike) -> tuple[float, bool]:
    """Angle in degrees and whether the action mirrors space."""
    if gspace.dimensionality == 0:
        return float("nan"), False
    action = np.array(gspace.basespace_action(element), dtype=float)
    flip = bool(np.linalg.det(action) < 0)
    if len(action) == 2:
        angle = np.degrees(np.arctan2(action[1, 0], action[0, 0])) % 360
        return float(np.round(angle, 6)) % 360, flip
    proper = -action if flip else action
    cosine = np.clip((np.trace(proper) - 1) / 2, -1, 1)
    return float(np.round(np.degrees(np.arccos(cosine)), 6)), flip
