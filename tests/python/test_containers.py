"""Dockerfiles ask for what there is, name no version twice, and leave no rights."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "containers"
FILES = ["cpu.Dockerfile", "cuda.Dockerfile"]


def steps(name):
    """Instructions with their text, comments left out and lines joined."""
    text = re.sub(r"(?m)^\s*#.*\n", "", (FOLDER / name).read_text()).replace("\\\n", " ")
    return [tuple(line.split(maxsplit=1)) for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("name", FILES)
def test_calls_of_the_package_are_of_functions_with_these_arguments(name):
    exported = re.findall(r"^export\((\w+)\)", (ROOT / "NAMESPACE").read_text(), re.M)
    calls = re.findall(r"escnn::(\w+)\(([^)]*)\)", " ".join(text for _, text in steps(name)))
    assert calls
    source = (ROOT / "R" / "env-install.R").read_text()
    known = re.search(r"install_escnn <- function\((.*?)\) \{", source, re.S)[1]
    for function, arguments in calls:
        assert function in exported
        named = re.findall(r"(\w+) = ", arguments)
        assert named
        assert not [each for each in named if not re.search(rf"\b{each} = ", known)]


@pytest.mark.parametrize("name", FILES)
def test_versions_of_python_packages_are_where_they_belong(name):
    text = (FOLDER / name).read_text()
    assert not re.search(r"\w==\d|torch|python3?\.\d", text.lower().replace("pytorch", ""))


@pytest.mark.parametrize("name", FILES)
def test_files_that_are_used_are_there_and_reach_the_build(name):
    sent = (ROOT / ".dockerignore").read_text().splitlines()
    for path in re.findall(r"/src/(\S+)", (FOLDER / name).read_text()):
        assert (ROOT / path).exists()
        assert f"!{path}" in sent
    for path in [line[1:] for line in sent if line.startswith("!")]:
        assert (ROOT / path).exists()


@pytest.mark.parametrize("name", FILES)
def test_an_image_ends_without_rights_and_with_a_network_that_ran(name):
    kinds = [kind for kind, _ in steps(name)]
    users = [text for kind, text in steps(name) if kind == "USER"]
    assert users == ["10001"]
    after = [text for kind, text in steps(name)[kinds.index("USER") :] if kind == "RUN"]
    assert len(after) == 1
    assert after[0].endswith("containers/check.R")
    (base,) = [text for kind, text in steps(name) if kind == "FROM"]
    assert re.fullmatch(r"[\w/-]+:\d+\.\d+\.\d+", base)


def test_both_differ_in_what_they_compute_on_alone():
    cpu, cuda = (dict(enumerate(steps(name))) for name in FILES)
    other = [(cpu[i], cuda[i]) for i in cpu if cpu[i] != cuda[i]]
    assert [kinds for (kinds, _), _ in other] == ["RUN", "ENV"]
    assert other[0][0][1].replace('"cpu"', '"cuda"') == other[0][1][1]
