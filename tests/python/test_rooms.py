"""The plan of the house: rooms depend downwards, no file imports itself by a detour."""

import ast
from pathlib import Path

import escnn_r

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
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found = [a.name.removeprefix("escnn_r.") for a in node.names if "escnn_r." in a.name]
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                base = package[: len(package) - node.level + 1]
                base = [*base, *(node.module or "").split(".")]
            elif (node.module or "").split(".")[0] == "escnn_r":
                base = node.module.split(".")[1:]
            else:
                continue
            stem = ".".join(filter(None, base))
            names = [".".join(filter(None, [stem, a.name])) for a in node.names]
            found = [each if each in FILES else stem for each in names]
        else:
            continue
        for each in found:
            yield each, id(node) not in inside


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
