"""What layers cost: their bases, weights and filters, and the smallest output that they have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Any

from ..bridge import check_cost
from ..fields import FieldTypeLike, check_fields
from ..kernels import costs as basis_costs
from .checks.grid_classes import ADAPTIVE, BLURRED, CONVS, TRANSPOSED, UPSAMPLING
from .expansion import costs as expansion_costs

Kwargs = dict[str, Any]
Args = tuple[Any, ...]

# the buffer, what training makes of the weights, its gradient
_FILTERS = 3 * 4.0
# weights, their gradient, what they are initialised with, an optimiser's moments
_WEIGHTS = 5 * 4.0
_ICO_POINTS = {"ico": 12, "dodeca": 20, "icosidodeca": 30}


@dataclass(frozen=True)
class Layer:
    """Bytes for the parts of a layer; ``passing`` are needed only while it is built."""

    passing: float
    basis: float
    weights: float
    filter: float

    @property
    def total(self) -> float:
        """Bytes altogether."""
        return self.passing + self.basis + self.weights + self.filter


def _counted(kind: Any) -> list[tuple[Any, int]]:
    """Each representation with how many fields have it; to compare them would take longer."""
    counts: dict[int, int] = {}
    for each in kind.representations:
        counts[id(each)] = counts.get(id(each), 0) + 1
    by_id = {id(each): each for each in kind.representations}
    return [(by_id[key], count) for key, count in counts.items()]


def _trivial_parts(kind: Any) -> int:
    trivial = kind.fibergroup.trivial_representation.id
    return sum(each.irreps.count(trivial) * count for each, count in _counted(kind))


def expanded(
    in_type: FieldTypeLike, out_type: FieldTypeLike, rings: basis_costs.Rings, groups: int = 1
) -> Layer:
    """A layer whose filter is expanded over a basis for each pair of representations."""
    passing = lasting = count = 0.0
    for source, ins in _counted(in_type):
        for target, outs in _counted(out_type):
            basis = basis_costs.between(source, target, rings)
            ins_of_group = max(ins / groups, 1.0)
            shape = (float(target.size), float(source.size), rings.points, outs * ins_of_group)
            by_pairs = expansion_costs.factored(basis.small, basis.kinds, *shape)
            whole = by_pairs >= expansion_costs.dense(basis.kept, *shape)
            now, then = basis.passing, basis.lasting
            if whole:
                now, then = max(now, basis.whole_passing), then + basis.whole_lasting
            # one basis is built after the other
            passing, lasting = max(passing, now), lasting + then
            count += basis.kept * ins_of_group * outs
    size = float(out_type.size) * in_type.size / groups * rings.points
    # a matrix that puts biases into the trivial parts of fields
    lasting += 4.0 * out_type.size * _trivial_parts(out_type)
    return Layer(passing, lasting, _WEIGHTS * count, _FILTERS * size)


_ESTIMATES: dict[str, Callable[..., None]] = {}


def _for(*classes: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    def register(function: Callable[..., None]) -> Callable[..., None]:
        for name in classes:
            _ESTIMATES[name] = function
        return function

    return register


def check_layer(
    class_name: str, in_type: FieldTypeLike | tuple[FieldTypeLike, ...], args: Args, kwargs: Kwargs
) -> None:
    """Raise TooLarge if a layer of this class would be too large on ``in_type``."""
    estimate = _ESTIMATES.get(class_name)
    if estimate is not None:
        estimate(class_name, in_type, args, kwargs)


def _seconds(in_type: Any, out_type: Any, rings: basis_costs.Rings) -> float:
    """How long harmonics take; those on polyhedra in space are kept over sessions."""
    group = in_type.fibergroup
    if rings.d == 3 and not group.continuous:
        return 0.0
    pairs = [(i, o) for i in _counted(in_type) for o in _counted(out_type)]
    kinds = sum(basis_costs.between(i[0], o[0], rings).kinds for i, o in pairs)
    return basis_costs.seconds_of_harmonics(group, rings.d, rings.frequency, kinds)


def _refuse(
    class_name: str, layer: Layer, argument: str, value: Any, types: Any, seconds: float = 0.0
) -> None:
    ends = " to ".join(f"{kind.size:,}" for kind in types)
    fields = argument == "kernel_size" and value <= _ORDINARY
    check_cost(
        f"{class_name} from {ends} channels with `{argument} = {value}`",
        layer.total,
        seconds,
        argument="out_type" if fields else argument,
        hint="Take fewer or smaller fields."
        if fields
        else f"Take a smaller `{argument}`, or fewer and smaller fields.",
    )


@_for(*CONVS, *TRANSPOSED)
def _convolution(class_name: str, in_type: Any, args: Args, kwargs: Kwargs) -> None:
    along, groups = rings_of(class_name, in_type, **kwargs), kwargs.get("groups", 1)
    layer = expanded(in_type, args[0], along, groups)
    seconds = _seconds(in_type, args[0], along)
    _refuse(class_name, layer, *_blamed(kwargs), (in_type, args[0]), seconds)
    if class_name in CONVS:
        check_field(args[0], 2 * _largest(kwargs.get("padding", 0)), "padding")
    else:
        extra = max(_largest(kwargs.get(n, 1)) for n in ("stride", "dilation"))
        check_field(args[0], extra, "stride")


def _blamed(kwargs: Kwargs) -> tuple[str, Any]:
    """The argument that makes a convolution large."""
    cutoff, rings = kwargs.get("frequencies_cutoff"), kwargs.get("rings")
    if rings is not None and len(rings) > kwargs["kernel_size"]:
        return "rings", f"{len(rings):,} numbers"
    if isinstance(cutoff, (int, float)) and cutoff > 10:
        return "frequencies_cutoff", f"{cutoff:g}"
    if kwargs.get("dilation", 1) > kwargs["kernel_size"]:
        return "dilation", kwargs["dilation"]
    return "kernel_size", kwargs["kernel_size"]


# kernels that people use; with these it is the fields that are too many
_ORDINARY = 9


def rings_of(
    class_name: str,
    in_type: FieldTypeLike,
    kernel_size: int,
    dilation: int = 1,
    rings: Sequence[float] | None = None,
    frequencies_cutoff: Callable[[float], float] | float | str | None = None,
    samples: str = "ico",
    **_: object,
) -> basis_costs.Rings:
    """The rings of a convolution, and its points."""
    d = int(in_type.gspace.dimensionality)
    points = float(kernel_size) ** d
    if "Ico" in class_name:
        count = float(len(rings) if rings is not None else ceil(kernel_size / 2))
        kept = count * _ICO_POINTS[samples]
        return basis_costs.Rings(d, count, _ICO_POINTS[samples] ** 0.5 - 1, kept, points)
    return basis_costs.from_cutoff(d, kernel_size, dilation, rings, frequencies_cutoff, points)


def _largest(value: Any) -> float:
    return float(max(value)) if isinstance(value, (tuple, list)) else float(value)


def check_field(kind: FieldTypeLike, width: float, argument: str) -> None:
    """Refuse fields on a grid of so many points in each direction."""
    d = int(kind.gspace.dimensionality)
    what = f"With this `{argument}`, one image of {kind.size:,} channels"
    check_cost(what, 4.0 * kind.size * float(width) ** d, argument=argument)


@_for("R2PointConv", "R3PointConv")
def _points(class_name: str, in_type: Any, args: Args, kwargs: Kwargs) -> None:
    rings, cutoff = kwargs.get("rings"), kwargs.get("frequencies_cutoff", 3)
    count = float(len(rings) if rings is not None else kwargs.get("n_rings") or 3)
    width = max(rings) if rings else float(kwargs.get("width") or 1.0)
    d = int(in_type.gspace.dimensionality)
    highest = float(cutoff(width)) if callable(cutoff) else float(cutoff) * width
    along = basis_costs.Rings(d, count, highest, count * basis_costs.on_ring(d, highest))
    argument, value = ("frequencies_cutoff", f"{highest:g}")
    if count > highest:
        argument, value = ("n_rings", f"{count:g}")
    elif not callable(cutoff) and width > float(cutoff):
        argument, value = ("width", f"{width:g}")
    layer = expanded(in_type, args[0], along, kwargs.get("groups", 1))
    seconds = _seconds(in_type, args[0], along)
    _refuse(class_name, layer, argument, value, (in_type, args[0]), seconds)


@_for("Linear")
def _linear(class_name: str, in_type: Any, args: Args, kwargs: Kwargs) -> None:
    point = basis_costs.Rings(0, 1.0, 0.0, 1.0, 1.0)
    layer = expanded(in_type, args[0], point)
    _refuse_matrix(class_name, layer, in_type.size, args[0])


@_for("TensorProductModule")
def _products(class_name: str, in_type: Any, args: Args, kwargs: Kwargs) -> None:
    # a matrix for each field, between the products of two channels and a field
    fields = len(in_type.representations)
    pairs = float(in_type.representations[0].size) ** 2
    out = args[0].size / fields
    basis = 3 * 8.0 * (pairs * out) * min(pairs, out * 8)
    layer = Layer(basis, 0.0, 0.0, _FILTERS * pairs * out * fields)
    _refuse_matrix(class_name, layer, in_type.size, args[0])


@_for("PlainConvModule")
def _plain(class_name: str, in_type: Any, args: Args, kwargs: Kwargs) -> None:
    d, width = int(in_type.gspace.dimensionality), kwargs["kernel_size"]
    sizes = width if isinstance(width, (tuple, list)) else (width,) * d
    weights = 4 * 4.0 * in_type.size * float(args[0].size)
    for size in sizes:
        weights *= size
    layer = Layer(0.0, 0.0, weights, 0.0)
    _refuse(class_name, layer, "kernel_size", _largest(sizes), (in_type, args[0]))
    check_field(args[0], 2 * _largest(kwargs.get("padding", 0)), "padding")


def _refuse_matrix(class_name: str, layer: Layer, ins: int, out_type: Any) -> None:
    check_cost(
        f"{class_name} from {ins:,} to {out_type.size:,} channels",
        layer.total,
        argument="out_type",
        hint="Take fewer or smaller fields.",
    )


@_for("ToVectorModule")
def _vector(class_name: str, in_type: Any, args: Args, kwargs: Kwargs) -> None:
    hidden = [float(h) for h in kwargs.get("hidden") or ()]
    classes = kwargs.get("classes")
    widths = [float(in_type.size), *hidden, *([float(classes)] if classes is not None else [])]
    weights = sum(a * b for a, b in pairwise(widths))
    argument = "hidden" if hidden and max(hidden) >= float(classes or 0) else "classes"
    what = f"Linear layers of {' to '.join(f'{w:,.0f}' for w in widths)} numbers"
    check_cost(what, 4 * 4.0 * weights, argument=argument)
    check_fields(widths[-1], argument)


@_for("MaskModule")
def _mask(class_name: str, in_type: Any, args: Args, kwargs: Kwargs) -> None:
    size, d = float(kwargs["S"]), int(in_type.gspace.dimensionality)
    what = f"A mask of {' x '.join([f'{size:,.0f}'] * d)} pixels"
    check_cost(what, 5 * 8.0 * size**d, argument="size")


@_for(*UPSAMPLING)
def _upsampling(class_name: str, in_type: Any, args: Args, kwargs: Kwargs) -> None:
    for argument in ("size", "scale_factor"):
        if kwargs.get(argument) is not None:
            check_field(in_type, _largest(kwargs[argument]), argument)


@_for(*ADAPTIVE)
def _adaptive(class_name: str, in_type: Any, args: Args, kwargs: Kwargs) -> None:
    check_field(in_type, _largest(kwargs["output_size"]), "output_size")


@_for(*BLURRED)
def _blurred(class_name: str, in_type: Any, args: Args, kwargs: Kwargs) -> None:
    sigma = kwargs.get("sigma", 0.6)
    # escnn's filters reach four widths to each side
    width = 8 * _largest(sigma) + 1
    check_field(in_type, width, "sigma")
