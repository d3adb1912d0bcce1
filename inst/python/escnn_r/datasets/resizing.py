"""Images and volumes brought to another size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F

Array = npt.NDArray[Any]


def resized_image(image: Array, size: Sequence[int]) -> torch.Tensor:
    """An image (height, width, channels) of another size; what becomes smaller is averaged."""
    values = torch.from_numpy(np.moveaxis(np.asarray(image, dtype=np.float64), -1, 0)[None].copy())
    found = F.interpolate(
        values, size=[int(n) for n in size], mode="bilinear", align_corners=False, antialias=True
    )
    return found[0].permute(1, 2, 0)
