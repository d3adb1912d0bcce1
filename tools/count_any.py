"""How much of the types says nothing: `Any` in parameters and results of public functions.

    python tools/count_any.py [--worst 10]

Counts parameters and results of functions and methods whose name has no leading underscore.
The protocols, which say what escnn's classes are, are left out: they aren't called.
"""

import argparse
import ast
from pathlib import Path

HOME = Path(__file__).resolve().parents[1] / "inst" / "python" / "escnn_r"


def annotations(function: ast.FunctionDef) -> list[ast.expr | None]:
    """The annotations of a function's parameters and of its result."""
    spec = function.args
    parameters = [*spec.posonlyargs, *spec.args, *spec.kwonlyargs]
    parameters += [each for each in (spec.vararg, spec.kwarg) if each]
    return [each.annotation for each in parameters if each.arg not in ("self", "cls")] + [
        function.returns
    ]


def count(path: Path) -> tuple[int, int]:
    """Of a file: annotations that are `Any`, and all."""
    types = [
        each
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        for each in annotations(node)
    ]
    return sum(isinstance(each, ast.Name) and each.id == "Any" for each in types), len(types)


def rows() -> list[tuple[int, int, str]]:
    """Of each file: annotations that are `Any`, all, and its name."""
    paths = [path for path in sorted(HOME.rglob("*.py")) if path.name != "protocols.py"]
    return [(*count(path), str(path.relative_to(HOME))) for path in paths]


def share(files: list[tuple[int, int, str]]) -> tuple[int, int]:
    """Of all files together: annotations that are `Any`, and all."""
    return sum(row[0] for row in files), sum(row[1] for row in files)


def main() -> None:
    """Print the share, and where it is largest."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--worst", type=int, default=10)
    worst = options.parse_args().worst
    files = rows()
    some, total = share(files)
    print(
        f"{some} of {total} parameters and results of public functions are Any: {some / total:.0%}"
    )
    for number, of, name in sorted(files, reverse=True)[:worst]:
        print(f"  {number:4d} of {of:4d}  {name}")


if __name__ == "__main__":
    main()
