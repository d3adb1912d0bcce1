"""All that is replaced upstream has a row, and is replaced by it."""

import ast
import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

import escnn_r
from escnn_r.compat import changes
from escnn_r.fields import clouds_available

escnn_r.prepare()
pytest.importorskip("escnn.nn")

HOME = Path(escnn_r.__file__).parent
TESTS = Path(__file__).parents[1]


def test_rows_say_all():
    for change in changes.CHANGES:
        assert change.target.split(".")[0] in {"escnn", "torch", "torch_geometric", "joblib"}
        assert change.why and (TESTS / change.test).exists()
        assert change.lasts in {
            changes.SESSION,
            changes.NEWER,
            changes.IMPORT,
            changes.BUILDING,
            changes.SHARING,
        }
    assert len({c.target for c in changes.CHANGES}) == len(changes.CHANGES)


def test_each_lasting_row_is_in_force_and_no_other():
    targets = {changes.target_of(owner, name) for _, owner, name, _ in changes._permanent}
    here = [c for c in changes.CHANGES if clouds_available() or "point_conv" not in c.test]
    lasting = [c.target for c in here if c.lasts == changes.SESSION]
    for pattern in lasting:
        assert any(fnmatchcase(each, pattern) for each in targets), pattern
    for _, owner, name, old in changes._permanent:
        assert getattr(owner, name) is not old or old is None, name


def test_what_has_no_row_is_not_replaced():
    import torch

    with pytest.raises(LookupError, match=r"torch\.nn\.modules\.linear\.Linear\.forward"):
        changes.replace(torch.nn.Linear, "forward", None)
    with pytest.raises(LookupError), changes.replaced((torch.nn.Linear(1, 1), "forward", None)):
        pass
    assert torch.nn.Linear.forward is not None


def test_replaced_attributes_come_back():
    import torch

    norm = torch.nn.BatchNorm2d(2)
    with pytest.raises(ZeroDivisionError), changes.replaced((norm, "forward", lambda x: x)):
        assert norm(3) == 3
        raise ZeroDivisionError
    assert "forward" not in vars(norm)


def test_nobody_else_assigns_to_what_upstream_made():
    """Elsewhere no attribute of anything imported from upstream is set."""
    upstream = {"escnn", "torch", "torch_geometric", "joblib"}
    for path in HOME.rglob("*.py"):
        if path.name == "changes.py":
            continue
        tree = ast.parse(path.read_text())
        names = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names |= {
                    a.asname or a.name.split(".")[0]
                    for a in node.names
                    if a.name.split(".")[0] in upstream
                }
            elif isinstance(node, ast.ImportFrom):
                home = "" if node.level else (node.module or "").split(".")[0]
                names |= {a.asname or a.name for a in node.names if home in upstream}
        for node in ast.walk(tree):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "setattr":
                targets = [ast.Attribute(node.args[0], "", ast.Store())]
            for target in targets:
                while isinstance(target, ast.Attribute):
                    target = target.value
                    assert not (isinstance(target, ast.Name) and target.id in names), (
                        path,
                        getattr(node, "lineno", None),
                    )


def test_the_page_for_people_has_every_row():
    page = (HOME / "compat" / "README.md").read_text()
    page = page.split("## What works without")[0]
    rows = re.findall(r"^\| `([^`]+)` \| (.+?) \| (.+?) \| `(.+?)` \|$", page, re.M)
    assert len(rows) == sum(line.startswith("| `") for line in page.splitlines())
    assert rows == [(c.target, c.why, c.lasts, c.test) for c in changes.CHANGES]
