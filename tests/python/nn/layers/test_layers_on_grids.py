"""Upsampling, masks and harmonics on grids and points: sizes, centres and precision."""

import pytest
import torch

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.nn import building
from escnn_r.nn.layers import masking

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

C4, OCTA = gspaces.rot2dOnR2(4), gspaces.octaOnR3()
TRIVIAL = nn.FieldType(C4, [C4.trivial_repr])
REGULAR = nn.FieldType(C4, [C4.regular_repr])
VOLUME = nn.FieldType(OCTA, [OCTA.trivial_repr])


def test_upsampling_by_a_fraction_commutes_with_flips():
    up = building.build_module("R2Upsampling", REGULAR, scale_factor=1.5)
    x = torch.randn(1, 4, 5, 5)
    there = up(REGULAR(x.flip(2, 3))).tensor
    assert torch.allclose(there, up(REGULAR(x)).tensor.flip(2, 3), atol=1e-6)


def test_masks_are_upstreams():
    upstream = nn.MaskModule(VOLUME, 7, margin=10.0, sigma=1.5).mask
    assert torch.allclose(masking.disc(7, 3, 10.0, 1.5), upstream, atol=1e-6)
    mask = building.build_module("MaskModule", VOLUME, S=7)
    with pytest.raises(BadArgument, match="7 x 7 x 7"):
        mask(VOLUME(torch.zeros(1, 1, 6, 7, 7)))


def test_harmonic_polynomials_keep_the_precision():
    layer = building.build_harmonics(2, "so3")
    points = layer.in_type(torch.randn(4, 3, dtype=torch.float64))
    assert layer(points).tensor.dtype == torch.float64
    with pytest.raises(BadArgument, match="SO\\(3\\) or O\\(3\\)"):
        building.build_harmonics(2, "so2")
