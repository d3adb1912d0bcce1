"""Random input for measurements: smooth fields on a grid, and features on points."""

from __future__ import annotations

import numpy as np
import torch

from ..fields import FieldTypeLike, GeometricTensorLike, edges

# of stripes, in pixels
_WIDTH = 2.0
_LENGTH = 6.0
_TINY = 1e-9


def random_input(
    field_type: FieldTypeLike,
    size: int,
    batch: int = 2,
    seed: int = 0,
    dtype: torch.dtype = torch.float32,
    device: str | torch.device = "cpu",
) -> GeometricTensorLike:
    """Smooth random fields that fade out to the border, each with stripes of its own direction.

    White noise can't be rotated by interpolation and a square's corners leave
    the picture, so neither would say anything about the module. Without a
    direction, inputs would look the same to modules that count things in all of
    the picture, turned or not.
    """
    from escnn.nn import GeometricTensor

    d = field_type.gspace.dimensionality
    generator = torch.Generator().manual_seed(seed)
    shape = (batch, field_type.size, *[size] * d)
    values = torch.randn(shape, generator=generator, dtype=torch.float64)
    if d:
        line = torch.fft.fftfreq(size, dtype=torch.float64)
        frequencies = torch.stack(torch.meshgrid(*[line] * d, indexing="ij"))
        directions = torch.randn(batch, d, generator=generator, dtype=torch.float64)
        directions = directions / directions.norm(dim=1, keepdim=True)
        lengthwise = torch.einsum("bd,d...->b...", directions, frequencies) ** 2
        across = (frequencies**2).sum(0) - lengthwise
        squares = across * _WIDTH**2 + lengthwise * _LENGTH**2
        damping = torch.exp(-squares * (2 * np.pi) ** 2 / 2).unsqueeze(1)
        axes = tuple(range(2, 2 + d))
        values = torch.fft.ifftn(torch.fft.fftn(values, dim=axes) * damping, dim=axes).real
        values = values * torch.clamp(4 * (1 - radius(size, d)), 0, 1)
        # of one strength: inputs that are only louder than others differ in nothing that turns
        strength = values.flatten(1).square().mean(1).sqrt().clamp_min(_TINY)
        values = values / strength.view(-1, *[1] * (d + 1))
    return GeometricTensor(values.to(dtype=dtype, device=device), field_type)


def others_like(one: GeometricTensorLike, n: int, seed: int = 0) -> GeometricTensorLike:
    """Random inputs of the size, the mean and the spread of a given one."""
    from escnn.nn import GeometricTensor

    values = one.tensor
    size = max(values.shape[2:], default=0)
    drawn = random_input(one.type, size, n, seed, values.dtype, values.device).tensor
    for axis, length in enumerate(values.shape[2:], start=2):
        drawn = drawn.narrow(axis, (size - length) // 2, length)
    spread = values.std(unbiased=False) / drawn.std(unbiased=False).clamp_min(_TINY)
    return GeometricTensor(drawn * spread + values.mean(), one.type)


def random_cloud(
    field_type: FieldTypeLike,
    seed: int = 0,
    dtype: torch.dtype = torch.float32,
    device: torch.device | str = "cpu",
) -> GeometricTensorLike:
    """Random features on random points, those within a distance of 2 connected."""
    from escnn.nn import GeometricTensor

    generator = torch.Generator().manual_seed(seed)
    values = torch.randn(24, field_type.size, generator=generator, dtype=torch.float64)
    d = field_type.gspace.dimensionality
    coords = torch.randn(24, d, generator=generator, dtype=torch.float64)
    cloud = GeometricTensor(
        values.to(dtype=dtype, device=device), field_type, coords.to(dtype=dtype, device=device)
    )
    return edges.connect_points(cloud, radius=2.0)


def radius(size: int, d: int) -> torch.Tensor:
    """Distance from the centre, 1 at the middle of an edge."""
    line = torch.linspace(-1, 1, size, dtype=torch.float64)
    return torch.stack([c**2 for c in torch.meshgrid(*[line] * d, indexing="ij")]).sum(0).sqrt()
