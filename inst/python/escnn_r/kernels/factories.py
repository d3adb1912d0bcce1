"""Kernel bases of escnn.kernels: the factories, with upstream's gaps filled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..bridge import BadArgument
from ..group import RepresentationLike, orthogonal, subgroups
from . import costs, offsets
from .elements import asked
from .inspection import plain
from .parts import filled, rings
from .protocols import KernelBasisLike


@dataclass(frozen=True)
class Factory:
    """What a factory's representations must be of, and how it is reached when not by its name."""

    kind: str
    words: str
    order: int | None = None
    by: str | None = None
    subgroup: Any = None
    missing: bool = False


FACTORIES = {
    "kernels_on_point": Factory("", "any group"),
    "kernels_Flip_act_R2": Factory("CyclicGroup", "group_cyclic(2)", 2),
    "kernels_DN_act_R2": Factory("DihedralGroup", "a dihedral group"),
    "kernels_O2_act_R2": Factory("O2", "group_o2()"),
    "kernels_Trivial_act_R2": Factory("CyclicGroup", "group_trivial()", 1),
    "kernels_CN_act_R2": Factory("CyclicGroup", "a cyclic group"),
    "kernels_SO2_act_R2": Factory("SO2", "group_so2()"),
    "kernels_SO2_subgroup_act_R2": Factory("", "the subgroup of SO(2)"),
    "kernels_O2_subgroup_act_R2": Factory("", "the subgroup of O(2)"),
    "kernels_O3_act_R3": Factory("O3", "group_o3()"),
    "kernels_SO3_act_R3": Factory("SO3", "group_so3()"),
    "kernels_SO3_subgroup_act_R3": Factory("", "the subgroup of SO(3)"),
    "kernels_O3_subgroup_act_R3": Factory("", "the subgroup of O(3)"),
    "kernels_Ico_act_R3": Factory("Icosahedral", "group_ico()"),
    "kernels_Octa_act_R3": Factory("Octahedral", "group_octa()"),
    # upstream leaves these two unwritten, though their parts are there
    "kernels_FullIco_act_R3": Factory(
        "DirectProductGroup",
        "group_full_ico()",
        120,
        "kernels_O3_subgroup_act_R3",
        (True, "ico"),
    ),
    "kernels_FullOcta_act_R3": Factory(
        "DirectProductGroup",
        "group_full_octa()",
        48,
        "kernels_O3_subgroup_act_R3",
        (True, "octa"),
    ),
    "kernels_Tetra_act_R3": Factory("", "the tetrahedral group", missing=True),
    "kernels_FullTetra_act_R3": Factory("", "the full tetrahedral group", missing=True),
    "kernels_Pyrito_act_R3": Factory("", "the pyritohedral group", missing=True),
    "kernels_SO2_act_R3": Factory("SO2", "group_so2()"),
    "kernels_CN_act_R3": Factory("CyclicGroup", "a cyclic group"),
    "kernels_O2_conical_act_R3": Factory("O2", "group_o2()"),
    "kernels_DN_conical_act_R3": Factory("DihedralGroup", "a dihedral group"),
    "kernels_O2_dihedral_act_R3": Factory("O2", "group_o2()"),
    "kernels_DN_dihedral_act_R3": Factory("DihedralGroup", "a dihedral group"),
    "kernels_Inv_act_R3": Factory("CyclicGroup", "group_cyclic(2)", 2),
    "kernels_Trivial_act_R3": Factory("CyclicGroup", "group_trivial()", 1),
    "kernels_aliased_Ico_act_R3_dodecahedron": Factory("Icosahedral", "group_ico()"),
    "kernels_aliased_Ico_act_R3_icosidodecahedron": Factory("Icosahedral", "group_ico()"),
    "kernels_aliased_Ico_act_R3_icosahedron": Factory("Icosahedral", "group_ico()"),
}

_PARENTS = {"SO2": "so2_group", "O2": "o2_group", "SO3": "so3_group", "O3": "o3_group"}


def build_basis(
    name: str, in_repr: RepresentationLike, out_repr: RepresentationLike, **arguments: Any
) -> KernelBasisLike:
    """The basis that the factory ``name`` makes, with only the arguments it has."""
    from escnn import kernels

    from .choice import ChosenBasis

    factory = FACTORIES[name]
    _check_groups(factory, in_repr, out_repr)
    # a subgroup may be that which nothing stands for
    options = {k: value for k, value in arguments.items() if value is not None or k == "sg_id"}
    if "radii" in arguments:
        options["radii"], options["sigma"] = rings(arguments["radii"], arguments["sigma"])
    if options.get("filter") is not None:
        options["filter"] = asked(options["filter"], plain, "filter")
    offset = options.pop("max_offset", None)
    dimension = 3 if "_R3" in name else 2
    adjoint = options.pop("adjoint", None)
    if "maximum_frequency" in arguments:
        _frequency(options, in_repr, out_repr, offset, dimension)
    if "radii" in options:
        # kernels on the orbits of polyhedra have no frequencies to choose
        highest = options.get("maximum_frequency", None if "maximum_frequency" in arguments else 3)
        costs.check_basis(
            in_repr,
            out_repr,
            dimension,
            len(options["radii"]),
            highest,
            "maximum_frequency" if offset is None else "max_offset",
        )
    if "sg_id" in options:
        options["sg_id"] = _subgroup(name, options, in_repr, out_repr)
    if factory.by is not None:
        options["sg_id"] = factory.subgroup
    basis = filled(lambda: getattr(kernels, factory.by or name)(in_repr, out_repr, **options))
    near = None if offset is None else offsets.near(basis, in_repr.group, offset, dimension)
    if adjoint is not None:
        basis = kernels.AdjointBasis(basis, orthogonal(adjoint, dimension, "adjoint"))
    return basis if near is None else filled(lambda: ChosenBasis(basis, near))


def _check_groups(factory: Factory, in_repr: Any, out_repr: Any) -> None:
    import escnn.group

    if in_repr.group != out_repr.group:
        raise BadArgument(
            "out_repr",
            f"a representation of {in_repr.group.name}, as `in_repr` is",
            f"one of {out_repr.group.name}",
        )
    group = in_repr.group
    if factory.missing:
        raise BadArgument(
            "in_repr",
            f"a representation of {factory.words}, which Python's escnn doesn't have yet",
            f"one of {group.name}",
            "The octahedral group holds the tetrahedral one: use `kernels_octa_act_r3()` or "
            "`kernels_full_octa_act_r3()`.",
        )
    fits = not factory.kind or isinstance(group, getattr(escnn.group, factory.kind))
    if fits and factory.order is not None:
        fits = group.order() == factory.order
    if not fits:
        raise BadArgument(
            "in_repr",
            f"a representation of {factory.words}",
            f"one of {group.name}",
            "`gspace_build_kernel_basis()` finds the factory for a gspace by itself.",
        )


def _frequency(
    options: dict[str, Any], in_repr: Any, out_repr: Any, offset: int | None, dimension: int
) -> None:
    if options.get("maximum_frequency") is not None:
        return
    options.pop("maximum_frequency", None)
    group = in_repr.group
    if offset is not None:
        order = getattr(group, "rotation_order", None) or group.order()
        highest = [max(each[-1] for each in r.irreps) for r in (in_repr, out_repr)]
        options["maximum_frequency"] = sum(highest) + offset * order
    elif not group.continuous and dimension == 2:
        raise BadArgument(
            "maximum_frequency",
            f"given for {group.name}, whose kernels have infinitely many frequencies",
            "NULL",
            "For example `maximum_frequency = 5`: rings of larger radius allow for higher ones.",
        )


def _subgroup(name: str, options: dict[str, Any], in_repr: Any, out_repr: Any) -> Any:
    import escnn.group

    parent = name.split("_")[1]
    maximum = options.get("maximum_frequency", 5)
    group = getattr(escnn.group, _PARENTS[parent])(maximum)
    options["maximum_frequency"] = maximum
    subgroup = subgroups.subgroup_of(group, options["sg_id"], "subgroup")
    if subgroup.group != in_repr.group:
        raise BadArgument(
            "in_repr",
            f"a representation of {subgroup.group.name}, the subgroup",
            f"one of {in_repr.group.name}",
        )
    return subgroup.id
