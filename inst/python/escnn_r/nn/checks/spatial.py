"""What must hold before a layer on a grid is built, with the remedy where it doesn't."""

from __future__ import annotations

import math
import re
from typing import Any

from ...bridge import BadArgument
from ...fields import field_type_label
from . import advice_on_kernels
from .grid_classes import BLURRED, CONVS, POOLS, TRANSPOSED, UPSAMPLING, WINDOWED
from .preconditions import precondition

Kwargs = dict[str, Any]
Args = tuple[Any, ...]

_ALL = (*CONVS, *TRANSPOSED, *UPSAMPLING, *POOLS)


def function_name(class_name: str) -> str:
    """The name under which users build a class."""
    parted = re.sub("([a-z])([A-Z0-9])|([0-9])([A-Z][a-z])", r"\1\3_\2\4", class_name)
    return f"nn_{parted.lower()}()"


def _dimensions(class_name: str) -> int:
    return 3 if class_name.startswith("R3") or class_name.endswith("3D") else 2


def _counterpart(class_name: str) -> str | None:
    """The class that does the same in the other number of dimensions."""
    if "Ico" in class_name or class_name == "NormMaxPool":
        return None
    if class_name[:2] in ("R2", "R3"):
        return ("R3" if class_name[1] == "2" else "R2") + class_name[2:]
    return class_name[:-2] if class_name.endswith("3D") else f"{class_name.removesuffix('2D')}3D"


@precondition(*_ALL)
def _space(class_name: str, in_type: Any, args: Args, kwargs: Kwargs) -> None:
    needed, actual = _dimensions(class_name), in_type.gspace.dimensionality
    if actual == needed:
        return
    other = _counterpart(class_name) if actual in (2, 3) else None
    hint = None
    if other is not None:
        hint = f"Use `{function_name(other)}` for {'volumes' if actual == 3 else 'images'}."
    elif actual == 0:
        hint = "Without a base space, use `nn_linear()`."
    raise BadArgument(
        "x",
        f"on a gspace of {needed} dimensions, as {class_name} needs",
        f"on one of {actual} ({in_type.gspace.name})",
        hint,
    )


@precondition("MaskModule")
def _maskable(class_name: str, in_type: Any, args: Args, kwargs: Kwargs) -> None:
    if in_type.gspace.dimensionality not in (2, 3):
        raise BadArgument(
            "x",
            "on a gspace of 2 or 3 dimensions, as a mask needs",
            f"on one of {in_type.gspace.dimensionality}",
        )
    if isinstance(kwargs["S"], tuple):
        raise BadArgument("size", "one whole number, because masks are round", "several")
    _positive("sigma", kwargs)


@precondition(*_ALL)
def _directions(class_name: str, in_type: Any, args: Args, kwargs: Kwargs) -> None:
    d = in_type.gspace.dimensionality
    square = ("kernel_size", "dilation") if class_name in (*CONVS, *TRANSPOSED) else ()
    for name, value in kwargs.items():
        if not isinstance(value, tuple):
            continue
        shown = f"c({', '.join(str(v) for v in value)})"
        if name in square and len(set(value)) == 1:
            kwargs[name] = value[0]
        elif name in square:
            raise BadArgument(name, "one whole number, because these kernels are square", shown)
        elif len(value) != d:
            axes = "`c(h = , w = )`" if d == 2 else "`c(d = , h = , w = )`"
            raise BadArgument(name, f"one whole number or {axes}", shown)
    advice_on_kernels.about_directions(in_type, kwargs)


@precondition(*CONVS, *TRANSPOSED)
def _groups(class_name: str, in_type: Any, args: Args, kwargs: Kwargs) -> None:
    count = kwargs.get("groups", 1)
    for role, kind in (("input", in_type), ("output", args[0])):
        fields = kind.representations
        if len(fields) % count:
            whole = math.gcd(len(in_type), len(args[0]))
            fits = [str(n) for n in range(1, whole + 1) if whole % n == 0]
            raise BadArgument(
                "groups",
                f"a divisor of {len(fields)}, the number of the {role}'s fields",
                str(count),
                f"With these types, {', '.join(fits)} would do.",
            )
        size = len(fields) // count
        if any(fields[i] != fields[i % size] for i in range(len(fields))):
            raise BadArgument(
                "groups",
                f"a number of groups into which the {role}'s fields split alike",
                f"{count}, with {field_type_label(kind)}",
                "Give the fields in repeating order, for example "
                '`field_type(g, "trivial", "regular", "trivial", "regular")`.',
            )


@precondition(*CONVS, *TRANSPOSED)
def _rings(class_name: str, in_type: Any, args: Args, kwargs: Kwargs) -> None:
    width, dilation = kwargs["kernel_size"], kwargs.get("dilation", 1)
    rings, sigma = kwargs.get("rings"), kwargs.get("sigma")
    corner = dilation * (width - 1) / 2 * math.sqrt(_dimensions(class_name))
    if rings is not None:
        rings = kwargs["rings"] = [float(r) for r in _listed(rings)]
        if not rings or max(rings) > corner:
            raise BadArgument(
                "rings",
                f"radii from 0 to {math.floor(corner * 100) / 100:g}, the corner of the kernel",
                f"{max(rings):g}" if rings else "none",
            )
    widths = [float(s) for s in _listed(sigma)] if sigma is not None else [1.0]
    if min(widths) <= 0:
        raise BadArgument("sigma", "more than 0", f"{min(widths):g}")
    count = len(rings) if rings is not None else math.ceil(width / 2)
    if len(widths) not in (1, count):
        raise BadArgument("sigma", f"one number, or one for each of {count} rings", len_of(widths))
    if sigma is not None:
        kwargs["sigma"] = widths if len(widths) > 1 else widths[0]


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def len_of(values: list[Any]) -> str:
    """How many numbers, in words."""
    return f"{len(values)} numbers"


@precondition(*TRANSPOSED)
def _output_padding(class_name: str, in_type: Any, args: Args, kwargs: Kwargs) -> None:
    d = _dimensions(class_name)
    spread = (kwargs.get(n, 1) for n in ("stride", "dilation"))
    extra, *steps = (_each(v, d) for v in (kwargs.get("output_padding", 0), *spread))
    limits = [max(*pair) for pair in zip(*steps, strict=True)]
    for number, limit in zip(extra, limits, strict=True):
        if number >= limit:
            raise BadArgument(
                "output_padding",
                f"less than the larger of stride and dilation, which is {limit}",
                str(number),
            )


def _each(value: Any, d: int) -> tuple[int, ...]:
    return value if isinstance(value, tuple) else (value,) * d


@precondition("R3IcoConv", "R3IcoConvTransposed")
def _icosahedral(class_name: str, in_type: Any, args: Args, kwargs: Kwargs) -> None:
    from escnn.group import Icosahedral

    group = in_type.gspace.fibergroup
    if not isinstance(group, Icosahedral):
        raise BadArgument(
            "x",
            f"on a gspace with the icosahedral group, as {class_name} needs",
            f"on one with {group.name}",
            "Make it with `gspace_ico_on_r3()`, or use `nn_r3_conv()`.",
        )


@precondition(*UPSAMPLING)
def _upsampling(class_name: str, in_type: Any, args: Args, kwargs: Kwargs) -> None:
    sized_by = [n for n in ("scale_factor", "size") if kwargs.get(n) is not None]
    if len(sized_by) != 1:
        raise BadArgument(
            "scale_factor",
            "left out when `size` is given" if sized_by else "given when `size` is not",
            None,
            "A factor keeps directions alike; prefer it.",
        )
    linear = "bilinear" if _dimensions(class_name) == 2 else "trilinear"
    if kwargs.get("mode", linear) not in (linear, "nearest"):
        raise BadArgument(
            "mode",
            f'"{linear}" or "nearest" in {_dimensions(class_name)} dimensions',
            f'"{kwargs["mode"]}"',
        )
    if kwargs.get("scale_factor") == 0:
        raise BadArgument("scale_factor", "more than 0", "0")


@precondition(*WINDOWED)
def _windows(class_name: str, in_type: Any, args: Args, kwargs: Kwargs) -> None:
    d = _dimensions(class_name)
    width, padding = (_each(kwargs.get(n, 0), d) for n in ("kernel_size", "padding"))
    for k, p in zip(width, padding, strict=True):
        if 2 * p > k:
            raise BadArgument("padding", f"at most half of `kernel_size`, {k // 2}", str(p))
    if kwargs.get("centre") and kwargs.get("ceil_mode"):
        raise BadArgument(
            "ceil_mode",
            "`FALSE` with `centre = TRUE`",
            "`TRUE`",
            "Windows around the centre reach both borders at once.",
        )


@precondition(*BLURRED)
def _blurring(class_name: str, in_type: Any, args: Args, kwargs: Kwargs) -> None:
    if any(step != 1 for step in _each(kwargs.pop("dilation", 1), 1)):
        raise BadArgument("dilation", "1 for maxima that are blurred", "more")
    _positive("sigma", kwargs)


def _positive(name: str, kwargs: Kwargs) -> None:
    value = kwargs.get(name, 1)
    if isinstance(value, (list, tuple)):
        raise BadArgument(name, "one number", len_of(list(value)))
    if value <= 0:
        raise BadArgument(name, "more than 0", f"{value:g}")
