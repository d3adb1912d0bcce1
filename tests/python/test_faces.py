"""The faces of rooms: R and other rooms use what they list, and they list nothing else."""

import importlib
import re
from collections import defaultdict
from pathlib import Path

import pytest
import test_rooms

import escnn_r
from escnn_r.bridge import faces

escnn_r.prepare()
pytest.importorskip("escnn.nn")

SOURCES = Path(__file__).parents[2] / "R"
ROOMS = sorted(p.name for p in Path(escnn_r.__file__).parent.iterdir() if p.is_dir())
ROOMS = [name for name in ROOMS if not name.startswith("_")]


def called():
    """Of each room, what R's sources call in it."""
    names = defaultdict(set)
    for path in SOURCES.glob("*.R"):
        text = path.read_text()
        for room, name in re.findall(r'"escnn_r\.(\w+)\.(\w+)"', text):
            names[room].add(name)
        # a program of its own
        names["inspect"].discard("situation")
        for handle, room in re.findall(r'(\w+) <- reticulate::import\("escnn_r\.(\w+)"', text):
            names[room].update(re.findall(rf"\b{handle}\$(\w+)\(", text))
    # the handle of the bridge is kept
    names["bridge"].add("draw")
    return names


def test_every_room_has_a_face_whose_names_are_there():
    for room in ROOMS:
        module = importlib.import_module(f"escnn_r.{room}")
        for name in module.__all__:
            assert getattr(module, name) is not None, (room, name)
        assert dir(module) == sorted(module.__all__)
        with pytest.raises(AttributeError, match="nothing"):
            module.nothing  # noqa: B018


def test_no_name_of_a_face_hides_a_file():
    for room in ROOMS:
        module = importlib.import_module(f"escnn_r.{room}")
        files = {p.stem for p in Path(module.__file__).parent.iterdir()}
        for name in files & set(module.__all__):
            assert getattr(module, name).__name__ == f"escnn_r.{room}.{name}"


def test_faces_list_what_r_and_other_rooms_use_and_nothing_else():
    used = called()
    assert set(used) == set(ROOMS)
    # the package itself hands on a few
    used["compat"] |= {"EscnnImportError", "cache_dir"}
    for _, stem, names in test_rooms.imported_from_other_rooms():
        used[stem].update(names)
    for room in [*ROOMS, "bridge.files"]:
        assert used[room] == set(importlib.import_module(f"escnn_r.{room}").__all__), room


def test_r_names_nothing_behind_a_face():
    # classes that S3 aliases are registered for, and a program
    programs = {"group.subgroups.Subgroup", "datasets.base.Dataset", "inspect.situation"}
    for path in SOURCES.glob("*.R"):
        for name in re.findall(r'"escnn_r\.(\w+\.\w+(?:\.\w+)*)"', path.read_text()):
            if name.count(".") > 1 or name in programs:
                assert name in programs, (path.name, name)


def test_a_face_imports_nothing_before_it_is_asked(run_python):
    code = (
        "import sys, escnn_r.nn, escnn_r.group\n"
        "assert not {'torch', 'escnn'} & set(sys.modules)\n"
        "escnn_r.nn.count_trainable\nassert 'torch' in sys.modules"
    )
    result = run_python(code)
    assert result.returncode == 0, result.stderr


def test_names_are_fetched_once(monkeypatch):
    module = importlib.import_module("escnn_r.group")
    monkeypatch.delitem(vars(module), "group_elements", raising=False)
    first = module.group_elements
    assert vars(module)["group_elements"] is first
    assert faces.face("escnn_r.group")[2] == module.__all__
