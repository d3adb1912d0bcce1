"""Advice on kernels, strides and sizes: when it is given, and how often."""

import warnings

import pytest
import torch

import escnn_r
from escnn_r.nn import building

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

C4, C8 = gspaces.rot2dOnR2(4), gspaces.rot2dOnR2(8)
TRIVIAL = nn.FieldType(C4, [C4.trivial_repr])
REGULAR = nn.FieldType(C4, [C4.regular_repr])


def advice(call):
    """The advice that a call gives, by kind."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        call()
    return [w.message.kind for w in caught if hasattr(w.message, "kind")]


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
