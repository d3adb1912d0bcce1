"""Advice on kernels, strides and sizes: where equivariance is lost or poor on a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...fields import FieldTypeLike, GeometricTensorLike, size_label
from .. import pixel_grids
from .advice import advise, adviser
from .grid_classes import BLURRED, CONVS, TRANSPOSED, UPSAMPLING

if TYPE_CHECKING:
    import torch


@adviser(*CONVS, *TRANSPOSED)
def _kernel(in_type: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    width, stride = kwargs.get("kernel_size"), kwargs.get("stride", 1)
    transposed = "output_padding" in kwargs
    if not isinstance(width, int):
        return
    if width % 2 == 0 and not (transposed and stride != 1):
        advise(
            "kernel",
            f"A kernel of {width} pixels has no pixel in its centre: it has fewer basis elements, "
            "and padding cannot keep the size of the image. "
            f"Take a `kernel_size` of {pixel_grids.odd_neighbours(width)}.",
        )
    if width == 3 and pixel_grids.leaves_grid(in_type.gspace):
        advise(
            "kernel",
            f"A kernel of 3 pixels is too coarse for {in_type.gspace.fibergroup.name}, which turns "
            "by less than quarter turns: at those turns it errs two to three times as much as one "
            "of 5. Take a `kernel_size` of 5 or 7.",
        )


@adviser(*CONVS, *TRANSPOSED)
def _ignored(in_type: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    if kwargs.get("maximum_offset") is not None:
        advise(
            "argument",
            "escnn 1.0 takes `maximum_offset` and makes no use of it. "
            "Limit frequencies with `frequencies_cutoff` or `basis_filter`.",
        )


@adviser(*TRANSPOSED)
def _one_sided(in_type: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    extra = kwargs.get("output_padding", 0)
    function = f"nn_r{in_type.gspace.dimensionality}_upsampling()"
    if any(pixel_grids.each(extra, 1)) and any(pixel_grids.moved_axes(in_type.gspace)):
        advise(
            "size",
            "`output_padding` adds pixels at one border only, so quarter turns and flips are "
            "not exact. To double the size, take `kernel_size = 4, stride = 2, padding = 1`, or "
            f"{function} and a convolution.",
        )


@adviser(*UPSAMPLING)
def _nearest(in_type: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    if kwargs.get("mode") == "nearest" and pixel_grids.leaves_grid(in_type.gspace):
        linear = "bilinear" if in_type.gspace.dimensionality == 2 else "trilinear"
        advise(
            "mode",
            f'`mode = "nearest"` makes steps that do not turn with the image, and '
            f"{in_type.gspace.fibergroup.name} turns by less than quarter turns. "
            f'Take `mode = "{linear}"`.',
        )


@adviser(*BLURRED)
def _blur(in_type: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    sigma = kwargs.get("sigma", 0.6)
    reach = 4 if "kernel_size" in kwargs else 3
    if round(reach * sigma) == 0:
        advise(
            "sigma",
            f"`sigma = {sigma:g}` blurs nothing, because it is one pixel wide. "
            "Take 0.6 or more for `stride = 2`.",
        )


def about_directions(in_type: FieldTypeLike, kwargs: dict[str, Any]) -> None:
    """Say so when directions that the group turns into each other are treated differently."""
    names = ("kernel_size", "stride", "padding", "dilation", "output_padding", "output_size")
    uneven = [n for n in names if isinstance(kwargs.get(n), tuple) and len(set(kwargs[n])) > 1]
    if uneven and pixel_grids.swaps_axes(in_type.gspace):
        advise(
            "size",
            f"`{uneven[0]}` differs between directions that {in_type.gspace.fibergroup.name} turns "
            "into each other, so that equivariance is lost. Give one number for all.",
        )


def first_of_its_size(layer: torch.nn.Module, values: torch.Tensor) -> bool:
    """Whether a layer has had no input of this size yet: only then is it looked at."""
    size = values.shape[2:]
    try:
        known: set[Any] = layer._sizes_seen
    except AttributeError:
        known = layer._sizes_seen = set()
    if size in known:
        return False
    known.add(size)
    return True


def about_size(
    layer: torch.nn.Module, input: GeometricTensorLike, width: pixel_grids.Sizes, remedy: str = ""
) -> None:
    """Say so when windows leave pixels over on an axis that the group turns or flips."""
    size = tuple(input.shape[2:])
    stride, padding = (pixel_grids.each(v, len(size)) for v in (layer.stride, layer.padding))
    if max(stride) == 1 or len(size) != len(width):
        return
    rest = pixel_grids.left_over(size, width, stride, padding)
    axes = pixel_grids.moved_axes(layer.in_type.gspace)
    lost = [i for i, (r, moved) in enumerate(zip(rest, axes, strict=True)) if r and moved]
    if not lost:
        return
    i = lost[0]
    fits = [n for n in (size[i] - rest[i], size[i] - rest[i] + stride[i]) if n > 0]
    advise(
        "size",
        f"{type(layer).__name__} with stride {stride[i]} ignores the last "
        f"{'pixel' if rest[i] == 1 else f'{rest[i]} pixels'} of {size[i]}, so quarter turns "
        f"and flips are not exact. Sizes such as {' or '.join(str(n) for n in fits)} fit: "
        f"size + 2 * {padding[i]} - {width[i]} must be a multiple of {stride[i]}.{remedy}",
    )


def about_stretch(
    layer: torch.nn.Module, size: pixel_grids.Sizes, target: pixel_grids.Sizes
) -> None:
    """Say so when upsampling stretches directions differently that the group swaps."""
    ratios = {round(m / n, 6) for n, m in zip(size, target, strict=True)}
    if len(ratios) == 1 or not pixel_grids.swaps_axes(layer.in_type.gspace):
        return
    advise(
        "size",
        f"{type(layer).__name__} stretches {size_label(size)} to "
        f"{size_label(target)}, more in one direction than in another that "
        f"{layer.in_type.gspace.fibergroup.name} turns into it. Give `scale_factor` instead.",
    )
