"""Preconditions: registered for classes, checked before anything is built."""

import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.nn.checks import preconditions

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

C4 = gspaces.rot2dOnR2(4)
IRREP = nn.FieldType(C4, [C4.irrep(1)])


@preconditions.precondition("OnlyInThisTest")
def odd(class_name, in_type, args, kwargs):
    if kwargs["size"] % 2 == 0:
        raise BadArgument("size", "odd", str(kwargs["size"]))


def test_guards_are_asked_for_their_classes_only():
    preconditions.check("OnlyInThisTest", IRREP, (), {"size": 3})
    preconditions.check("Another", IRREP, (), {"size": 4})
    with pytest.raises(BadArgument, match="must be odd, not 4"):
        preconditions.check("OnlyInThisTest", IRREP, (), {"size": 4})


@pytest.mark.parametrize("name", ["PointwiseMaxPool3D", "PointwiseAdaptiveMaxPool"])
def test_pools_that_compare_channels_name_those_that_take_any_field(name):
    space = gspaces.octaOnR3() if name.endswith("3D") else gspaces.rot2dOnR2(4)
    kind = nn.FieldType(space, [space.irrep(1)])
    with pytest.raises(BadArgument, match="support pointwise functions") as caught:
        preconditions.check(name, kind, (), {"kernel_size": 2, "output_size": 1})
    pools = {
        2: "are nn_norm_max_pool(), nn_pointwise_avg_pool_2d()",
        3: "is nn_pointwise_avg_pool_3d()",
    }
    assert caught.value.hint == f"For these fields there {pools[space.dimensionality]}."
