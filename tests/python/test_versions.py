"""What is said of versions is what was run: the list that uv is given, and the README."""

import csv
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]

with (ROOT / "bench" / "versions.csv").open(newline="") as file:
    ROWS = list(csv.DictReader(file))
PASSED = [row for row in ROWS if row["outcome"] == "passed"]
PROVIDED = (ROOT / "inst" / "python-env.yml").read_text().partition("\nprovided:")[2]


def numbers(text):
    return tuple(map(int, re.findall(r"\d+", text)))


def span(name):
    """The first and last versions of a package that passed."""
    versions = sorted((row[name] for row in PASSED), key=numbers)
    return versions[0], versions[-1]


def test_nothing_that_was_run_failed():
    assert PASSED and all(row["outcome"] in {"passed", "refused"} for row in ROWS)


def test_the_versions_that_are_provided_are_those_that_passed():
    lowest, highest = span("torch")
    assert f"torch>={lowest},<={highest}\n" in PROVIDED
    lowest, highest = span("numpy")
    major, minor = lowest.split(".")[:2]
    assert f"numpy>={major}.{minor},<{numbers(highest)[0] + 1}\n" in PROVIDED
    lowest, highest = (numbers(each)[1] for each in span("python"))
    assert f'python: [">=3.{lowest}", "<3.{highest + 1}"]\n' in PROVIDED


def test_every_python_between_was_run():
    minors = {numbers(row["python"])[1] for row in PASSED}
    assert minors == set(range(min(minors), max(minors) + 1))


def test_old_reticulates_are_tried_and_refuse_numpy_2():
    tried = [row for row in ROWS if numbers(row["reticulate"]) < (1, 38)]
    assert tried
    for row in tried:
        assert (row["outcome"] == "refused") == (row["numpy"] >= "2")


def test_the_readme_and_the_page_have_all_rows():
    readme = (ROOT / "README.md").read_text()
    page = (ROOT / "bench" / "versions.md").read_text()
    for row in ROWS:
        start = f"| {row['python']} | {row['torch']} | {row['numpy']} |"
        lines = [line for line in readme.splitlines() if line.startswith(start)]
        assert len(lines) == 1 and f"{row['reticulate']}: {row['outcome']}" in lines[0]
        assert f"| {row['reticulate']} | {row['r']} | {row['system']} |" in page
