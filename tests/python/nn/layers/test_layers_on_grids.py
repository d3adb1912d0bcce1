"""Convolutions, upsampling, pools and masks: preconditions, advice, sizes and centres."""

import warnings

import pytest
import torch

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.nn import building
from escnn_r.nn.checks import spatial
from escnn_r.nn.layers import masking, pooling

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

C4, C8, OCTA = gspaces.rot2dOnR2(4), gspaces.rot2dOnR2(8), gspaces.octaOnR3()
TRIVIAL = nn.FieldType(C4, [C4.trivial_repr])
REGULAR = nn.FieldType(C4, [C4.regular_repr])
VOLUME = nn.FieldType(OCTA, [OCTA.trivial_repr])


def advice(call):
    """The advice that a call gives, by kind."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        call()
    return [w.message.kind for w in caught if hasattr(w.message, "kind")]


def test_names_of_functions_follow_the_classes():
    names = {
        "R2Conv": "nn_r2_conv()",
        "R3ConvTransposed": "nn_r3_conv_transposed()",
        "R3Upsampling": "nn_r3_upsampling()",
        "PointwiseMaxPoolAntialiased3D": "nn_pointwise_max_pool_antialiased_3d()",
        "PointwiseAvgPool": "nn_pointwise_avg_pool()",
    }
    assert {c: spatial.function_name(c) for c in names} == names


@pytest.mark.parametrize(
    ("name", "kwargs", "argument"),
    [
        ("R3Conv", {"kernel_size": 3}, "x"),
        ("R2Conv", {"kernel_size": (3, 5)}, "kernel_size"),
        ("R2Conv", {"kernel_size": 3, "stride": (1, 2, 3)}, "stride"),
        ("R2Conv", {"kernel_size": 3, "groups": 2}, "groups"),
        ("R2Conv", {"kernel_size": 3, "rings": [9.0]}, "rings"),
        ("R2Conv", {"kernel_size": 3, "sigma": [1.0, 1.0, 1.0]}, "sigma"),
        ("R2ConvTransposed", {"kernel_size": 3, "output_padding": 1}, "output_padding"),
    ],
)
def test_preconditions_name_the_argument(name, kwargs, argument):
    with pytest.raises(BadArgument) as caught:
        building.build_module(name, TRIVIAL, REGULAR, **kwargs)
    assert caught.value.argument == argument


def test_equal_sizes_in_both_directions_are_one():
    assert building.build_module("R2Conv", TRIVIAL, REGULAR, kernel_size=(3, 3)).kernel_size == 3


def test_advice_at_construction():
    c8 = nn.FieldType(C8, [C8.trivial_repr])
    assert advice(lambda: building.build_module("R2Conv", c8, c8, kernel_size=3)) == ["kernel"]
    assert advice(lambda: building.build_module("R2Conv", c8, c8, kernel_size=5)) == []
    assert advice(lambda: building.build_module("R2Conv", TRIVIAL, TRIVIAL, kernel_size=4)) == [
        "kernel"
    ]
    assert advice(
        lambda: building.build_module("R2Upsampling", c8, scale_factor=2, mode="nearest")
    ) == ["mode"]


@pytest.mark.parametrize(
    ("name", "types", "kwargs"),
    [
        ("PointwiseAvgPool", (REGULAR,), {"kernel_size": 2}),
        ("PointwiseMaxPoolAntialiased", (REGULAR,), {"kernel_size": 3, "stride": 2}),
        ("R2Conv", (REGULAR, REGULAR), {"kernel_size": 3, "stride": 2}),
    ],
)
def test_advice_on_a_size_is_given_once_a_layer_and_size(name, types, kwargs):
    layer = building.build_module(name, *types, **kwargs)
    images = [REGULAR(torch.randn(1, 4, n, n)) for n in (8, 9, 10, 11)]
    told = [advice(lambda x=x: layer(x)) for x in images]
    assert sorted(map(len, told)) == [0, 0, 1, 1]
    assert [advice(lambda x=x: layer(x)) for x in images] == [[], [], [], []]


def test_advice_on_stretching_is_given_once_a_layer():
    layer = building.build_module("R2Upsampling", REGULAR, size=(12, 15))
    x = REGULAR(torch.randn(1, 4, 6, 6))
    assert advice(lambda: layer(x)) == ["size"]
    assert advice(lambda: layer(x)) == []


def test_positions_cut_both_ends_alike():
    line = torch.arange(6.0).reshape(1, 1, 1, 6)
    assert [p.flatten().tolist() for p in pooling.positions(line, (0, 2))] == [[1, 2, 3, 4]]
    odd = [p.flatten().tolist() for p in pooling.positions(line, (0, 3))]
    assert odd == [[1, 2, 3], [2, 3, 4]]
    assert len(pooling.positions(torch.zeros(1, 1, 4, 4), (1, 1))) == 4


@pytest.mark.parametrize(
    ("name", "kwargs"),
    [
        ("PointwiseAvgPool3D", {"kernel_size": 2}),
        ("PointwiseMaxPool3D", {"kernel_size": 2}),
        ("PointwiseAvgPoolAntialiased3D", {"sigma": 0.4, "stride": 2}),
        ("PointwiseMaxPoolAntialiased3D", {"kernel_size": 2, "stride": 2}),
    ],
)
def test_pools_around_the_centre_commute_with_flips(name, kwargs):
    pool = building.build_module(name, VOLUME, centre=True, **kwargs)
    for size in (5, 6):
        x = torch.randn(1, 1, size, size, size)
        there = pool(VOLUME(x.flip(2, 4))).tensor
        assert torch.allclose(there, pool(VOLUME(x)).tensor.flip(2, 4), atol=1e-6)


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
