"""Point convolutions are imported when somebody wants one, and are listed before."""

import importlib.util

import pytest

if importlib.util.find_spec("escnn") is None or importlib.util.find_spec("torch_geometric") is None:
    pytest.skip("escnn or torch_geometric is not installed", allow_module_level=True)

IMAGES = """
import sys
import escnn_r
escnn_r.load()
from escnn import gspaces, nn
from escnn_r.nn import build_module
from escnn_r.saving import package_module, unpackage_module
from escnn_r.exporting import plain_module
one = nn.FieldType(gspaces.rot2dOnR2(4), [gspaces.rot2dOnR2(4).trivial_repr])
layer = build_module("R2Conv", one, one, kernel_size=3)
package_module(layer)
plain_module(layer)
assert {"R2PointConv", "R3PointConv"} <= {*dir(nn), *nn.__all__} & {*dir(nn.modules)}
assert "torch_geometric" not in sys.modules
"""


def silent(result):
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_images_need_no_torch_geometric(run_python):
    silent(run_python(IMAGES, with_torch=True))


@pytest.mark.parametrize(
    "wanted",
    [
        "kind = nn.R3PointConv",
        "from escnn.nn import R3PointConv as kind",
        "from escnn.nn.modules import R3PointConv as kind",
        "from escnn.nn.modules.pointconv import R3PointConv as kind",
        "names = {}; exec('from escnn.nn import *', names); kind = names['R3PointConv']",
    ],
)
def test_whoever_asks_gets_escnns_own_class(run_python, wanted):
    code = f"""
import sys, escnn_r
escnn_r.prepare()
from escnn import nn
assert "torch_geometric" not in sys.modules
{wanted}
from torch_geometric.nn import MessagePassing
assert issubclass(kind, (MessagePassing, nn.EquivariantModule))
assert nn.R3PointConv is kind is nn.modules.R3PointConv
assert kind.__module__ == "escnn.nn.modules.pointconv.r3_point_convolution"
"""
    silent(run_python(code, with_torch=True))


def test_our_layer_is_a_subclass_with_the_fast_filters(run_python):
    code = """
import escnn_r
escnn_r.load()
from escnn import gspaces, nn
from escnn_r.nn.layers import find, known, names
kind = find("R2PointConv")
assert kind is known("R2PointConv") and "R2PointConv" in names()
space = gspaces.rot2dOnR2(4)
one = nn.FieldType(space, [space.trivial_repr])
layer = kind(one, one, width=1.0, n_rings=2)
assert isinstance(layer, nn.R2PointConv)
assert type(layer.basissampler).__module__.startswith("escnn_r.")
"""
    silent(run_python(code, with_torch=True))


def test_without_torch_geometric_there_are_none(run_python):
    code = """
import escnn_r
escnn_r.load()
from escnn import nn
from escnn_r.nn.layers import known, names
assert not {"R2PointConv", "R3PointConv"} & {*dir(nn), *nn.__all__, *names()}
assert known("R2PointConv") is None and not hasattr(nn, "R3PointConv")
"""
    silent(run_python(code, hide=["torch_geometric"], with_torch=True))


def test_a_broken_torch_geometric_spoils_point_convolutions_alone(run_python, tmp_path):
    folder = tmp_path / "broken" / "torch_geometric"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("raise ImportError('no good')")
    code = """
import escnn_r
escnn_r.load()
from escnn import nn
try:
    nn.R2PointConv
except AttributeError as error:
    print(error)
"""
    result = run_python(code, path=[tmp_path / "broken"], with_torch=True)
    assert result.stdout.strip() == "escnn.nn.R2PointConv cannot be imported: no good"
