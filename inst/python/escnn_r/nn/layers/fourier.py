"""Any pointwise function of functions on a group, given by their Fourier coefficients."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from escnn import nn
from escnn.nn.modules.nonlinearities import fourier, fourier_quotient

from ...fields import GeometricTensorLike, checked, mapped, wrap
from ...group import grid as read_grid
from .. import fourier_types
from ..pointwise import function as read_function
from ..pointwise import over

__all__ = [
    "FourierELU",
    "FourierPointwise",
    "QuotientFourierELU",
    "QuotientFourierPointwise",
]


class _Fourier:
    """What the classes do: sample functions on a grid, apply ``function``, transform back."""

    def _build(
        self: Any,
        in_type: Any,
        function: Any,
        grid: Any,
        out_irreps: Any,
        normalize: bool,
        subgroup: Any = None,
    ) -> None:
        nn.EquivariantModule.__init__(self)
        self.space, group = in_type.gspace, in_type.fibergroup
        self.rho = in_type.representations[0]
        irreps = fourier_types.irreps_of(in_type, subgroup)
        self.in_type = self.out_type = in_type
        chosen_irreps, joint = irreps, irreps
        if out_irreps is not None:
            chosen_irreps = fourier_types.read_irreps(group, out_irreps, "out_irreps")
            joint = chosen_irreps + [each for each in irreps if each not in chosen_irreps]
            self.out_type = fourier_types.field_type(
                self.space, len(in_type), chosen_irreps, subgroup, "out_irreps"
            )
        self.rho_out = self.out_type.representations[0]
        wide = fourier_types.representation(group, joint, subgroup)
        assert wide is not None  # it holds the irreps of the input
        elements = read_grid(group, grid, joint, wide.size)
        fourier_types.enough(elements, wide.size, group)
        sampled = _samples(self.rho, _kernel(group, irreps, subgroup, normalize), elements)
        back = _samples(wide, _kernel(group, joint, subgroup, normalize), elements)
        solved = np.linalg.solve(back.T @ back + 1e-8 * np.eye(wide.size), back.T)
        dtype = torch.get_default_dtype()
        self.register_buffer("A", torch.tensor(sampled, dtype=dtype))
        self.register_buffer("Ainv", torch.tensor(solved[: self.rho_out.size], dtype=dtype))
        self._function = read_function(function)

    def forward(self: Any, input: GeometricTensorLike) -> GeometricTensorLike:
        """Sample, apply the function and transform back, in the input's precision."""
        values = checked(self, input)
        fields = values.reshape(len(values), len(self.in_type), -1, *values.shape[2:])
        sampling, back = self.A.to(values.dtype), self.Ainv.to(values.dtype)
        samples = mapped(sampling, fields)
        # without a graph nobody else sees the samples
        function = self._function if samples.requires_grad else over(self._function)
        outputs = mapped(back, function(samples))
        return wrap(outputs.flatten(1, 2), self.out_type, input)

    def extra_repr(self: Any) -> str:
        """Show the size of the grid."""
        return f"samples={len(self.A)}"


def _kernel(group: Any, irreps: list[Any], subgroup: Any, normalize: bool) -> Any:
    if subgroup is None:
        kernel = fourier._build_kernel(group, irreps)
    else:
        kernel = fourier_quotient._build_kernel(group, subgroup, irreps)
    return kernel / np.linalg.norm(kernel) if normalize else kernel


def _samples(representation: Any, kernel: Any, elements: list[Any]) -> Any:
    """Row g holds what a function's coefficients are multiplied by for its value at g."""
    return np.stack([representation(element) @ kernel for element in elements])


class FourierPointwise(_Fourier, nn.FourierPointwise):
    """For functions on the group itself."""

    def __init__(
        self,
        in_type: Any,
        function: Any = "p_relu",
        grid: Any = None,
        inplace: bool = True,
        out_irreps: Any = None,
        normalize: bool = True,
    ) -> None:
        """Take a field type of spectral regular fields; samples are never the user's memory."""
        self._build(in_type, function, grid, out_irreps, normalize)


class FourierELU(FourierPointwise, nn.FourierELU):
    """ELU of functions on the group itself."""

    def __init__(
        self,
        in_type: Any,
        grid: Any = None,
        inplace: bool = True,
        out_irreps: Any = None,
        normalize: bool = True,
    ) -> None:
        """Take a field type of spectral regular fields."""
        self._build(in_type, "p_elu", grid, out_irreps, normalize)


class QuotientFourierPointwise(_Fourier, nn.QuotientFourierPointwise):
    """For functions on a homogeneous space, such as the sphere."""

    def __init__(
        self,
        in_type: Any,
        subgroup: Any,
        function: Any = "p_relu",
        grid: Any = None,
        inplace: bool = True,
        out_irreps: Any = None,
        normalize: bool = True,
    ) -> None:
        """Take a field type of spectral quotient fields and the subgroup's id."""
        self._build(in_type, function, grid, out_irreps, normalize, subgroup)


class QuotientFourierELU(QuotientFourierPointwise, nn.QuotientFourierELU):
    """ELU of functions on a homogeneous space, such as the sphere."""

    def __init__(
        self,
        in_type: Any,
        subgroup: Any,
        grid: Any = None,
        inplace: bool = True,
        out_irreps: Any = None,
        normalize: bool = True,
    ) -> None:
        """Take a field type of spectral quotient fields and the subgroup's id."""
        self._build(in_type, "p_elu", grid, out_irreps, normalize, subgroup)
