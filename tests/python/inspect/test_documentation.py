"""Documentation by name or by object."""

import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.inspect import documentation

escnn_r.prepare()
nn = pytest.importorskip("escnn.nn")


@pytest.mark.parametrize("name", ["R2Conv", "nn.R2Conv", "escnn.nn.R2Conv", nn.R2Conv])
def test_names_and_objects(name):
    about = documentation.about_name(name)
    assert about["name"] == "escnn.nn.R2Conv"
    assert about["signature"].startswith("(in_type, out_type, kernel_size, padding=0")
    assert "`in_type`" in about["text"] and ":class:" not in about["text"]


def test_methods_functions_and_modules():
    assert documentation.about_name("group.Group.irrep")["name"] == "escnn.group.Group.irrep"
    assert documentation.about_name("rot2dOnR2")["name"] == "escnn.gspaces.rot2dOnR2"
    assert documentation.about_name("nn.init")["name"] == "escnn.nn.init"
    assert documentation.about_name("gspaces")["name"] == "escnn.gspaces"
    with pytest.raises(BadArgument, match="no_such"):
        documentation.about_name("no_such")
