"""Small point clouds, for the tests of clouds and of their edges."""

import torch

import escnn_r

escnn_r.prepare()

from escnn import gspaces, nn  # noqa: E402

C4 = gspaces.rot2dOnR2(4)
KIND = nn.FieldType(C4, [C4.trivial_repr, C4.irrep(1)])


def cloud(n, seed=0):
    """So many random points of the plane, with a number and a vector each."""
    draw = torch.Generator().manual_seed(seed)
    values = torch.randn(n, 3, generator=draw)
    return nn.GeometricTensor(values, KIND, torch.randn(n, 2, generator=draw))
