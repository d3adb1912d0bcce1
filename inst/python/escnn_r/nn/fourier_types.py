"""Field types of Fourier coefficients: functions on a group or on a homogeneous space."""

from __future__ import annotations

from typing import Any, cast

import numpy as np

from ..bridge import BadArgument
from ..fields import FieldTypeLike, check_fields, field_type_label
from ..group import (
    GivenSubgroup,
    GroupLike,
    RepresentationLike,
    SubgroupId,
    costs,
    irrep_of,
    subgroups,
)
from ..gspaces import GSpaceLike
from .checks.advice import advise
from .protocols import EquivariantModuleLike, GivenIrreps, Source


def read_irreps(group: GroupLike, irreps: GivenIrreps, argument: str = "irreps") -> list[Any]:
    """Ids of irreps from a list of them, a highest frequency, or None for all of a finite group."""
    if irreps is None:
        if group.continuous:
            raise BadArgument(
                argument,
                f"given for {group.name}, which has infinitely many irreps",
                "NULL",
                "Give a highest frequency such as 2, or a list of ids.",
            )
        return [irrep.id for irrep in group.irreps()]
    if isinstance(irreps, (int, float)):
        return _up_to(group, int(irreps), argument)
    ids = []
    for each in irreps:
        parts = each if isinstance(each, (list, tuple)) else [each]
        try:
            ids.append(irrep_of(group, *(int(i) for i in parts)).id)
        except BadArgument as problem:
            hint = problem.hint
            raise BadArgument(argument, problem.allowed, problem.given, hint) from problem
    if len(set(ids)) < len(ids) or not ids:
        raise BadArgument(argument, "different irreps, one at least", f"{len(ids)} ids")
    return ids


def _up_to(group: Any, highest: int, argument: str) -> list[Any]:
    if hasattr(group, "bl_irreps"):
        costs.check_irreps(group, highest, argument)
        try:
            return [group.irrep(*ids).id for ids in group.bl_irreps(highest)]
        except AssertionError as problem:
            raise BadArgument(
                argument,
                f"a frequency that {group.name} has",
                str(highest),
                "Give a lower one, or a list of ids.",
            ) from problem
    if not all("frequency" in irrep.attributes for irrep in group.irreps()):
        raise BadArgument(
            argument,
            f"a list of ids, because the irreps of {group.name} have no single frequency",
            str(highest),
            "Write for example `list(c(0, 0), c(1, 1))`.",
        )
    return [r.id for r in group.irreps() if abs(r.attributes["frequency"]) <= highest]


def representation(
    group: GroupLike, irreps: list[Any], subgroup: SubgroupId = None
) -> RepresentationLike | None:
    """Functions on the group, or on its quotient by a subgroup, that have these irreps."""
    sizes = [group.irrep(*ids).size for ids in irreps]
    if group.continuous:
        # on a quotient there are fewer
        costs.check_representation(
            sum(size * (size if subgroup is None else 1.0) for size in sizes), "irreps"
        )
    if subgroup is None:
        try:
            return group.spectral_regular_representation(*irreps, name=None)
        except NotImplementedError:
            return _direct_sum(group, irreps)
    quotient = group.spectral_quotient_representation(subgroup, *irreps, name=None)
    if quotient is None:  # escnn puts this nothing among the group's representations
        for name in [name for name, known in group.representations.items() if known is None]:
            del group.representations[name]
    return quotient


def _direct_sum(group: Any, irreps: list[Any]) -> Any:
    """Functions on a group whose subgroups escnn doesn't know, such as the octahedral one."""
    from escnn.group import directsum

    parts = []
    for ids in irreps:
        irrep = group.irrep(*ids)
        parts += [irrep] * (irrep.size // irrep.sum_of_squares_constituents)
    return directsum(parts, name=f"regular_[{'|'.join(str(ids) for ids in irreps)}]")


def field_type(
    gspace: GSpaceLike,
    channels: int,
    irreps: GivenIrreps,
    subgroup: SubgroupId = None,
    argument: str = "irreps",
) -> FieldTypeLike:
    """A field type of so many functions with these irreps."""
    from escnn.nn import FieldType

    check_fields(float(channels), "channels")
    ids = read_irreps(gspace.fibergroup, irreps, argument)
    field = representation(gspace.fibergroup, ids, subgroup)
    if field is None:
        raise BadArgument(
            argument,
            f"irreps of {gspace.fibergroup.name} that functions on this quotient have",
            "none of them",
            "The trivial irrep is always one of them.",
        )
    return FieldType(gspace, [field] * channels)


def fourier_type(
    gspace: GSpaceLike, channels: int, irreps: GivenIrreps, subgroup: GivenSubgroup = None
) -> FieldTypeLike:
    """A field type of so many functions, on the quotient by a subgroup if one is given."""
    chosen = None if subgroup is None else subgroups.read(gspace, subgroup)
    return field_type(gspace, channels, irreps, chosen)


def fourier_layer(
    class_name: str,
    x: Source | GSpaceLike,
    channels: int | None,
    irreps: GivenIrreps,
    **options: Any,
) -> EquivariantModuleLike:
    """A Fourier layer on a type or a module, or on a type made from a gspace."""
    from .building import build_module, out_type_of

    subgroup = None
    if "subgroup" in options:
        kind: Any = out_type_of(cast(Source, x))
        subgroup = subgroups.read(getattr(kind, "gspace", kind), options.pop("subgroup"))
        options["subgroup"] = subgroup
    if hasattr(x, "dimensionality"):
        if channels is None:
            raise BadArgument("channels", "one whole number of at least 1, for a gspace", "NULL")
        x = field_type(cast(GSpaceLike, x), channels, irreps, subgroup)
    else:
        _own_fields(channels=channels, irreps=irreps)
    return build_module(class_name, x, **options)


def _own_fields(**options: Any) -> None:
    for name, value in options.items():
        if value is not None:
            raise BadArgument(
                name,
                "left out where `x` is a field type or a module, which has its own",
                "given",
                "Start with a gspace to give `channels` and `irreps`.",
            )


def irreps_of(in_type: FieldTypeLike, subgroup: SubgroupId = None) -> list[Any]:
    """The irreps of a type of Fourier coefficients, checked against what they would make."""
    first = in_type.representations[0]
    irreps = list(dict.fromkeys(first.irreps))
    expected = representation(in_type.fibergroup, irreps, subgroup)
    alike = expected is not None and expected.irreps == first.irreps
    if (
        not alike
        or not np.allclose(first.change_of_basis, np.eye(first.size))
        or any(r != first for r in in_type.representations)
    ):
        where = "its group" if subgroup is None else f"its group's quotient by {subgroup}"
        raise BadArgument(
            "x",
            f"of fields that are all the same functions on {where}, in the basis of irreps",
            f"of type {field_type_label(in_type)}",
            "`field_type_fourier()` makes such types. On a finite group's regular fields, "
            "`nn_elu()` and the like do the same at once.",
        )
    return irreps


def enough(elements: list[Any], size: int, group: GroupLike) -> None:
    """Advise against grids that can't tell the functions apart."""
    if len(elements) < size:
        advise(
            "grid",
            f"A grid of {len(elements)} elements of {group.name} can't tell functions with "
            f"{size} coefficients apart: the layer is far from equivariant. "
            f"Take {2 * size} or more, or leave `grid` out.",
        )
