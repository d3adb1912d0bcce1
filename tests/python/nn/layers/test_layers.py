"""Our own module classes: found by name, each file listing what it has."""

import importlib
import pkgutil

import pytest

import escnn_r
from escnn_r.nn import layers

escnn_r.prepare()
nn = pytest.importorskip("escnn.nn")


def test_escnns_class_serves_where_there_is_none_of_ours():
    assert layers.find("IdentityModule") is nn.IdentityModule
    with pytest.raises(AttributeError):
        layers.find("NoSuchModule")


def test_ours_are_equivariant_modules_under_their_own_names():
    for each in pkgutil.iter_modules(layers.__path__):
        file = importlib.import_module(f"escnn_r.nn.layers.{each.name}")
        for name in file.__all__:
            found = layers.find(name)
            assert found is getattr(file, name)
            assert issubclass(found, nn.EquivariantModule) and found.__name__ == name
            assert not hasattr(nn, name) or issubclass(found, getattr(nn, name))
