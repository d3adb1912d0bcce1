"""What layers on a grid need: the argument at fault is named."""

import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.nn import building
from escnn_r.nn.checks import spatial

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

C4 = gspaces.rot2dOnR2(4)
TRIVIAL = nn.FieldType(C4, [C4.trivial_repr])
REGULAR = nn.FieldType(C4, [C4.regular_repr])


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
