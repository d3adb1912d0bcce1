"""What escnn's bases of filters and kernels are, as far as they are used here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Protocol, TypeGuard

import numpy as np
import numpy.typing as npt

from ..group import GroupLike, IrrepId

if TYPE_CHECKING:
    import torch


class RadialLike(Protocol):
    """Rings with Gaussian profiles."""

    radii: torch.Tensor
    sigma: torch.Tensor

    def __len__(self) -> int: ...


class HarmonicsLike(Protocol):
    """The generator of harmonic polynomials up to degree L, which are d."""

    L: int
    d: int


class KernelBasisLike(Protocol):
    """A basis of filters or kernels; element ``i`` has attributes by name."""

    dim: int
    shape: tuple[int, int]

    def sample(self, points: torch.Tensor, out: torch.Tensor | None = None) -> torch.Tensor:
        """The elements at points: rows x columns x elements x points."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[dict[str, Any]]: ...

    def __getitem__(self, idx: int) -> dict[str, Any]: ...


class SteerableBasisLike(KernelBasisLike, Protocol):
    """A basis of steerable filters, or of kernels made of some, sorted by irreps."""

    # ids of irreps; with their multiplicities where it is of filters
    js: list[Any]
    group: GroupLike

    def dim_harmonic(self, j: IrrepId) -> int:
        """How many elements come from filters that change by an irrep."""


class SteerableFiltersLike(SteerableBasisLike, Protocol):
    """A basis of steerable scalar filters."""

    def multiplicity(self, j: IrrepId) -> int:
        """How often an irrep is among the filters."""

    def steerable_attrs_iter(self) -> Iterator[dict[str, Any]]:
        """The attributes of the invariant spaces of filters."""

    def sample_as_dict(self, points: torch.Tensor) -> dict[IrrepId, torch.Tensor]:
        """The filters at points, by irrep."""


class SteerableKernelsLike(SteerableBasisLike, Protocol):
    """A basis of kernels that is made of a basis of filters."""

    basis: SteerableFiltersLike

    def sample_harmonics(self, points: dict[IrrepId, torch.Tensor]) -> dict[IrrepId, torch.Tensor]:
        """The kernels that sampled filters make, by irrep of the filters."""


class ChosenLike(KernelBasisLike, Protocol):
    """Some of the elements of another basis."""

    basis: KernelBasisLike
    keep: npt.NDArray[np.bool_]


def is_chosen(basis: object) -> TypeGuard[ChosenLike]:
    """Whether it is some of the elements of another basis.

    From Python 3.12 on, `isinstance()` overlooks what PyTorch's modules keep as their parts.
    """
    return hasattr(basis, "basis") and hasattr(basis, "keep")


# what R may call a basis
BasisLike = KernelBasisLike | HarmonicsLike
# a function of an element's attributes, upper limits by name, or one of the frequency
GivenFilter = Callable[[dict[str, Any]], Any] | dict[str, float] | float
