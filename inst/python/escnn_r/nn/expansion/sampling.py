"""Kernel bases of pairs of irreps, sampled on points in double precision.

escnn keeps the coefficients of its bases in float32, whatever it is asked for; these are
computed from the group anew.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import torch

from ...group import IrrepId
from ...kernels import SteerableBasisLike, SteerableFiltersLike, SteerableKernelsLike

Samples = dict[Any, torch.Tensor]


def harmonics(filters: SteerableFiltersLike, points: torch.Tensor) -> Samples:
    """A basis of scalar filters on points, by irrep: points x multiplicity x size."""
    from escnn import kernels

    if isinstance(filters, kernels.SparseOrbitBasis):
        return _orbit(filters, points)
    if isinstance(filters, kernels.SphericalShellsBasis):
        return _shells(filters, points)
    return {j: values.double() for j, values in filters.sample_as_dict(points).items()}


def _shells(filters: Any, points: torch.Tensor) -> Samples:
    radii = points.norm(dim=1, keepdim=True)
    sphere = torch.where(radii > 1e-9, points / radii.clamp(min=1e-9), points)
    radial = filters.radial.sample(radii)[..., 0, 0].double()
    spherical = _polynomials(filters.L, sphere)
    product = torch.einsum("pa,pb->pab", radial, spherical)
    # bases of gspaces leave no harmonics out
    return {j: product[:, :, d**2 : (d + 1) ** 2] for d, (j, _) in enumerate(filters.js)}


def _polynomials(degree: int, points: torch.Tensor) -> torch.Tensor:
    """Harmonic polynomials up to a degree, as escnn's recurrence gives them."""
    features = [torch.ones(len(points), 1, dtype=points.dtype)]
    steps = _recurrence(degree)
    for d in range(1, degree + 1):
        if d == 1:
            features.append(points @ steps[0].T)
        else:
            product = torch.einsum("pi,pj->pij", features[-1], features[1]).flatten(1)
            features.append(product @ steps[d - 1].T)
    return torch.cat(features, dim=1)


@cache
def _recurrence(degree: int) -> list[torch.Tensor]:
    from escnn.group import o3_group

    group = o3_group(degree)
    steps = [group.standard_representation().change_of_basis_inv]
    for d in range(2, degree + 1):
        product = group.irrep((d - 1) % 2, d - 1).tensor(group.irrep(1, 1))
        steps.append(product.change_of_basis_inv[-(2 * d + 1) :] * np.sqrt((2 * d - 1) / d))
    return [torch.tensor(step, dtype=torch.float64) for step in steps[:degree]]


def _orbit(filters: Any, points: torch.Tensor) -> Samples:
    space = filters.X
    elements = space.G.elements
    placed = np.concatenate(
        [filters.action(g) @ filters.root.reshape(-1, 1) for g in elements], axis=1
    )
    _, at = np.unique(np.round(placed, decimals=4), axis=1, return_index=True)
    centres = torch.tensor(placed[:, at].T)
    if filters.change_of_basis is not None:
        centres = centres @ filters.change_of_basis.double().T
    far = (centres.unsqueeze(1) - points.unsqueeze(0)).square().sum(2) / filters.sigma**2
    weights = torch.exp(-0.5 * far)
    samples = {}
    for j, _ in filters.js:
        values = np.stack([space.scalar_basis(elements[i], j)[..., 0].T for i in at])
        samples[j] = torch.einsum("irm,ip->prm", torch.tensor(values), weights)
    return samples


def pair(basis: SteerableBasisLike, filters: Samples) -> Samples:
    """The kernels of one pair of irreps, by irrep: elements x out x in x points."""
    return {
        j: torch.einsum("dpnm,sim->dipns", coefficients(basis, j), filters[j]).flatten(0, 1)
        for j in basis.js
    }


def coefficients(basis: SteerableBasisLike, j: IrrepId) -> torch.Tensor:
    """What makes kernels of a pair of irreps of scalar filters: kernels x out x in x size."""
    from escnn.kernels import RestrictedWignerEckartBasis

    make = _restricted if isinstance(basis, RestrictedWignerEckartBasis) else _full
    return make(basis, j)


def _full(basis: Any, j: Any) -> torch.Tensor:
    group = basis.group
    matrices = torch.einsum(
        "mnsi,koi->ksmno",
        torch.tensor(group._clebsh_gordan_coeff(basis.n, basis.m, j)),
        torch.tensor(group.irrep(*j).endomorphism_basis()),
    )
    return matrices.flatten(0, 1)


def _restricted(basis: Any, j: Any) -> torch.Tensor:
    larger, group = basis.basis.group, basis.group
    restricted = larger.irrep(*j).restrict(basis.sg_id)
    parts = []
    for small, _ in basis._js_restriction[j]:
        rows, start = [], 0
        for each in restricted.irreps:
            size = group.irrep(*each).size
            if each == small:
                rows.append(restricted.change_of_basis_inv[start : start + size])
            start += size
        matrices = torch.einsum(
            "nmsi,kji,jyt->kstnmy",
            torch.tensor(group._clebsh_gordan_coeff(basis.n, basis.m, small)),
            torch.tensor(group.irrep(*small).endomorphism_basis()),
            torch.tensor(np.stack(rows, axis=-1)),
        )
        parts.append(matrices.flatten(0, 2))
    return torch.cat(parts)


def as_escnn(basis: SteerableKernelsLike, filters: Samples, order: list[Any]) -> torch.Tensor:
    """The kernels of a pair of irreps by escnn's own hand, in float32."""
    samples = basis.sample_harmonics(filters)
    return torch.cat([samples[j].permute(1, 2, 3, 0) for j in order])
