"""What escnn's groups, elements and representations are, as far as they are used here.

escnn has no types of its own. These say what a value must have; escnn's classes have all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt


class ElementLike(Protocol):
    """An element of a group."""

    @property
    def group(self) -> GroupLike:
        """The group that it is an element of."""

    def to(self, param: str) -> Any:
        """The value in a parametrisation."""

    def __matmul__(self, other: ElementLike) -> ElementLike: ...

    def __invert__(self) -> ElementLike: ...


class RepresentationLike(Protocol):
    """A representation of a group; called with an element it gives a matrix."""

    name: str
    size: int
    irreps: list[IrrepId]
    irreducible: bool
    supported_nonlinearities: set[str]
    change_of_basis: npt.NDArray[np.float64]
    change_of_basis_inv: npt.NDArray[np.float64]
    attributes: dict[str, Any]
    representation: Callable[[ElementLike], npt.NDArray[np.float64]]
    _characters: Any

    @property
    def group(self) -> GroupLike:
        """The group that it represents."""

    def __call__(self, element: ElementLike) -> npt.NDArray[np.float64]:
        """The matrix of an element."""

    def character(self, e: ElementLike) -> float:
        """The trace of an element's matrix."""

    def is_trivial(self) -> bool:
        """Whether every element's matrix is (1)."""

    def restrict(self, id: SubgroupId) -> RepresentationLike:
        """The same matrices for a subgroup."""

    def tensor(self, other: RepresentationLike) -> RepresentationLike:
        """The tensor product."""

    def endomorphism_basis(self) -> npt.NDArray[np.float64]:
        """A basis of the matrices that commute with it."""


class IrrepLike(RepresentationLike, Protocol):
    """An irreducible representation."""

    id: IrrepId
    sum_of_squares_constituents: int


class HomSpaceLike(Protocol):
    """The homogeneous space G / H."""

    G: GroupLike
    H: GroupLike
    sgid: SubgroupId
    _inclusion: Callable[[ElementLike], ElementLike]
    _restriction: Callable[[ElementLike], ElementLike | None]
    _names_to_psi: dict[str, IrrepId]
    _names_to_irreps: dict[str, list[IrrepId]]

    def same_coset(self, g1: ElementLike, g2: ElementLike) -> bool:
        """Whether two elements give the same point."""

    def basis(
        self, element: ElementLike, rho: IrrepLike | IrrepId, psi: IrrepLike | IrrepId
    ) -> npt.NDArray[np.float64]:
        """The basis of psi-fields that change by rho, at an element."""

    def dimension_basis(self, rho: IrrepId, psi: IrrepId) -> tuple[int, int, int]:
        """Size of rho, its multiplicity, size of psi."""

    def induced_representation(
        self, psi: IrrepLike | IrrepId, irreps: Sequence[IrrepLike | IrrepId], name: str
    ) -> RepresentationLike | None:
        """What psi induces, as far as it lies in some irreps."""

    def complete_basis(
        self, element: ElementLike, psi: IrrepLike, irreps: Sequence[IrrepLike], name: str
    ) -> npt.NDArray[np.float64]:
        """The bases for several irreps at an element."""


class GroupLike(Protocol):
    """A group."""

    name: str
    continuous: bool
    abelian: bool
    _subgroups: dict[SubgroupId, Any]

    @property
    def PARAM(self) -> str:
        """The parametrisation of elements."""

    @property
    def PARAMETRIZATIONS(self) -> list[str]:
        """All parametrisations."""

    @property
    def identity(self) -> ElementLike:
        """The neutral element."""

    @property
    def elements(self) -> list[ElementLike]:
        """All elements of a finite group."""

    @property
    def generators(self) -> list[ElementLike]:
        """Elements whose products are all of a finite group."""

    @property
    def representations(self) -> dict[str, RepresentationLike]:
        """The representations made so far, by name."""

    @property
    def trivial_representation(self) -> IrrepLike:
        """The trivial representation."""

    @property
    def regular_representation(self) -> RepresentationLike:
        """The regular representation of a finite group."""

    def order(self) -> int:
        """The number of elements; -1 if there are infinitely many."""

    def element(self, element: ElementValue, param: str = ...) -> ElementLike:
        """The element that a value names."""

    def sample(self) -> ElementLike:
        """A random element."""

    def grid(self, *args: str | int, **kwargs: str | int | ElementLike) -> list[ElementLike]:
        """A collection of elements."""

    def testing_elements(self, n: int = ...) -> Iterable[ElementLike]:
        """The elements to test with."""

    def irrep(self, *id: int | IrrepId) -> IrrepLike:
        """The irrep with an id."""

    def irreps(self) -> list[IrrepLike]:
        """The irreps made so far."""

    def subgroup(
        self, id: SubgroupId
    ) -> tuple[
        GroupLike, Callable[[ElementLike], ElementLike], Callable[[ElementLike], ElementLike | None]
    ]:
        """A subgroup, the inclusion of its elements, and the restriction to them."""

    def homspace(self, id: SubgroupId) -> HomSpaceLike:
        """The homogeneous space by a subgroup."""

    def spectral_regular_representation(
        self, *irreps: IrrepId, name: str | None
    ) -> RepresentationLike:
        """The part of the regular representation that holds some irreps."""

    def spectral_quotient_representation(
        self, subgroup_id: SubgroupId, *irreps: IrrepId, name: str | None
    ) -> RepresentationLike | None:
        """The part of a quotient representation that holds some irreps."""

    def _process_subgroup_id(self, id: SubgroupId) -> SubgroupId: ...

    def _clebsh_gordan_coeff(
        self, m: IrrepId, n: IrrepId, j: IrrepId
    ) -> npt.NDArray[np.float64]: ...


class ProductLike(GroupLike, Protocol):
    """The direct product of two groups."""

    G1: GroupLike
    G2: GroupLike

    def split_element(self, element: ElementLike) -> tuple[ElementLike, ElementLike]:
        """The elements of both factors that make an element."""

    def pair_elements(self, element1: ElementLike, element2: ElementLike) -> ElementLike:
        """The element that two elements of the factors make."""


class DihedralLike(GroupLike, Protocol):
    """Finitely many rotations and reflections of the plane."""

    rotation_order: int


class OrthogonalLike(GroupLike, Protocol):
    """O(2) or O(3), which have collections of rotations; O(3) has an inversion too."""

    inversion: ElementLike

    def grid_so2(self, N: int, type: str) -> list[ElementLike]:
        """Rotations of the plane."""

    def grid_so3(self, type: str, *args: int, **kwargs: Any) -> list[ElementLike]:
        """Rotations of space."""


class HasGroup(Protocol):
    """What acts by a group: a gspace."""

    fibergroup: GroupLike


class SubgroupLike(Protocol):
    """A subgroup with its maps to the group it is in, and from it."""

    parent: GroupLike
    id: SubgroupId
    group: GroupLike


# a gspace or a group, where only the group counts
Space: TypeAlias = GroupLike | HasGroup
# ids in the types that escnn insists on
IrrepId: TypeAlias = tuple[Any, ...]
SubgroupId: TypeAlias = "int | float | str | ElementLike | tuple[SubgroupId, ...] | None"
# the value of an element: numbers, an array, or the two parts of a pair
ElementValue: TypeAlias = "float | npt.NDArray[Any] | Sequence[ElementValue]"
# what R may give
GivenIrrep: TypeAlias = RepresentationLike | str | int | Sequence[int]
GivenSubgroup: TypeAlias = "SubgroupLike | SubgroupId | Sequence[GivenSubgroup]"
GivenNumbers: TypeAlias = "float | npt.NDArray[Any] | Sequence[GivenNumbers]"
