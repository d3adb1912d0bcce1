"""The inventory: everything that escnn offers in public, with where a method may be looked up."""

import inventory
import pytest

import escnn_r

escnn_r.prepare()
pytest.importorskip("escnn.nn")

LISTING = {entry["name"]: entry for entry in inventory.list_names()}


def test_functions_classes_and_methods_are_there_with_their_arguments():
    assert LISTING["escnn.gspaces.rot2dOnR2"]["arguments"] == ["N", "maximum_frequency"]
    assert LISTING["escnn.group.Group"]["kind"] == "abstract"
    assert LISTING["escnn.nn.ReLU"]["kind"] == "class"
    assert LISTING["escnn.nn.ReLU"]["arguments"] == ["in_type", "inplace"]
    assert LISTING["escnn.group.Group.element"]["arguments"] == ["element", "param"]
    assert LISTING["escnn.nn.GeometricTensor.__add__"]["kind"] == "method"


def test_inherited_methods_can_be_looked_up_under_their_parents():
    owners = LISTING["escnn.nn.R2Conv.expand_parameters"]["owners"]
    assert owners[0] == "escnn.nn.R2Conv.expand_parameters"
    assert "escnn.nn.EquivariantModule.expand_parameters" in owners


def test_what_is_private_or_torchs_is_left_out():
    assert not any("._" in name.replace("__", "") for name in LISTING)
    assert "escnn.nn.ReLU.state_dict" not in LISTING
