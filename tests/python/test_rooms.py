"""The plan of the house: rooms depend downwards, no file imports itself by a detour."""

import ast
import importlib
import sys
from pathlib import Path

import pytest

import escnn_r

pytestmark = pytest.mark.once

HOME = Path(escnn_r.__file__).parent
# the lowest first; those of one line don't depend on each other
ORDER = (
    ("bridge",),
    ("compat",),
    ("group",),
    ("gspaces",),
    ("fields",),
    ("kernels",),
    ("nn",),
    ("equivariance", "datasets"),
    ("training",),
    ("saving", "exporting"),
    ("inspect",),
)
FLOOR = {room: floor for floor, rooms in enumerate(ORDER) for room in rooms}


def name_of(path):
    parts = path.relative_to(HOME).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {name_of(path): path for path in sorted(HOME.rglob("*.py"))}


def imports(name):
    """The files that a file imports, and whether it does so when it is imported itself."""
    path = FILES[name]
    tree = ast.parse(path.read_text())
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            others = [a.name.removeprefix("escnn_r.") for a in node.names if "escnn_r." in a.name]
        elif isinstance(node, ast.ImportFrom) and (stem := stem_of(name, node)) is not None:
            names = [".".join(filter(None, [stem, a.name])) for a in node.names]
            others = [each if each in FILES else stem for each in names]
        else:
            continue
        for each in others:
            yield each, id(node) not in inside


def stem_of(name, node):
    """The file or package of ours that a statement imports from, None for other people's."""
    module = (node.module or "").split(".")
    if not node.level:
        return ".".join(module[1:]) if module[0] == "escnn_r" else None
    package = name.split(".")
    up = node.level - (FILES[name].name == "__init__.py")
    return ".".join(filter(None, [*package[: len(package) - up], *module]))


def imported_from_other_rooms():
    """Of each file, the packages or files of other rooms, and the names that it imports."""
    for name, path in FILES.items():
        for node in ast.walk(ast.parse(path.read_text())):
            stem = stem_of(name, node) if isinstance(node, ast.ImportFrom) else None
            if stem and stem.split(".")[0] != name.split(".")[0]:
                yield name, stem, [alias.name for alias in node.names]


def test_no_file_lies_outside_a_room():
    assert sorted(p.name for p in HOME.iterdir() if p.is_file()) == ["__init__.py", "py.typed"]
    rooms = {p.name for p in HOME.iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert rooms == set(FLOOR)


def test_rooms_depend_downwards():
    upwards = [
        f"{name} -> {other}"
        for name in FILES
        for other, _ in imports(name)
        if name and other and name.split(".")[0] != other.split(".")[0]
        if FLOOR[name.split(".")[0]] <= FLOOR[other.split(".")[0]]
    ]
    assert not upwards, "\n".join(upwards)


def test_rooms_import_from_faces_only():
    behind = []
    for name, stem, names in imported_from_other_rooms():
        if stem == "bridge.faces":
            continue
        listed = getattr(importlib.import_module(f"escnn_r.{stem}"), "__all__", [])
        is_face = FILES[stem].name == "__init__.py"
        behind += [f"{name}: {stem}.{n}" for n in names if not is_face or n not in listed]
    assert not behind, "\n".join(behind)


def test_no_file_imports_itself_by_a_detour():
    edges = {name: {other for other, _ in imports(name) if other != name} for name in FILES}
    state, circles = {}, []

    def visit(name, path):
        state[name] = "open"
        for other in sorted(edges[name]):
            if state.get(other) == "open":
                circles.append(" -> ".join([*path[path.index(other) :], other]))
            elif other not in state:
                visit(other, [*path, other])
        state[name] = "done"

    for name in FILES:
        if name not in state:
            visit(name, [name])
    assert not circles, "\n".join(circles)


def test_what_runs_once_asks_no_environment():
    tests = Path(__file__).parent
    marked = [p for p in tests.rglob("test_*.py") if "= pytest.mark.once\n" in p.read_text()]
    assert Path(__file__) in marked
    allowed = {*sys.stdlib_module_names, "pytest", "escnn_r"} - {"subprocess", "multiprocessing"}
    for path in marked:
        text = path.read_text()
        heads = set()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                heads |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                heads.add((node.module or "").partition(".")[0])
        assert heads <= allowed, (path.name, heads - allowed)
        assert "(run" + "_python" not in text, path.name
