"""torch_geometric writes the names of unions on every Python."""

# unions are written in both forms on purpose
# ruff: noqa: UP007, UP045

import types
import typing
from typing import Optional, Union

import pytest

from escnn_r.compat import changes, union_names

inspector = pytest.importorskip("torch_geometric.inspector")
torch = pytest.importorskip("torch")

CASES = {
    Optional[torch.Tensor]: "Optional[Tensor]",
    Union[torch.Tensor, None]: "Optional[Tensor]",
    Union[int, torch.Tensor]: "Union[int, Tensor]",
    Union[int, torch.Tensor, None]: "Optional[Union[int, Tensor]]",
    Optional[list[Optional[int]]]: "Optional[list]",
    int: "int",
}
KNOWN = {"Tensor": torch.Tensor, "Optional": Optional, "Union": Union}


@pytest.fixture
def mended(monkeypatch):
    """As on a Python whose unions have no name."""
    changed = types.SimpleNamespace(__name__="torch_geometric.inspector", __file__="")
    changed.type_repr = inspector.type_repr
    monkeypatch.setitem(union_names.sys.modules, "torch_geometric.inspector", changed)
    monkeypatch.setattr(union_names, "hasattr", lambda *_: False, raising=False)
    before = list(changes._permanent)
    union_names.name_unions()
    yield changed
    changes._permanent[:] = before


def test_unions_are_written_as_they_were(mended):
    for annotation, text in CASES.items():
        assert mended.type_repr(annotation, KNOWN) == text
    assert mended.type_repr(Optional[int], {}) == "typing.Optional[int]"


def test_it_is_done_once(mended):
    once = mended.type_repr
    union_names.name_unions()
    assert mended.type_repr is once


def test_what_works_is_left_alone():
    union_names.name_unions()
    replaced = inspector.type_repr.__module__ == union_names.__name__
    assert replaced == (not hasattr(typing.Union[int, str], "_name"))
    assert inspector.type_repr(Optional[torch.Tensor], KNOWN) == "Optional[Tensor]"
