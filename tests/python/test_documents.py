"""What the documents for developers name is there: files, folders, functions, versions."""

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "inst" / "python" / "escnn_r"
DOCUMENTS = ("ARCHITECTURE.md", "CONTRIBUTING.md")

ROOMS = "|".join(sorted(p.name for p in HOME.iterdir() if p.is_dir()))
# a path ends in `/` or in what a file's name ends in, and may have `*`
PATH = re.compile(
    rf"(?:(?:{ROOMS}|R|bench|experiments|inst|man|tests|tools|vignettes|\.github|\.ci)/[\w./*-]*"
    r"|[\w.-]+\.(?:md|yml|yaml|json|R))"
)
PAIR = re.compile(r"(?P<path>[\w./-]+\.(?:py|R)): (?P<name>[\w.]+)(?:\(\))?")


def quoted(document):
    """All that stands between backticks, outside of blocks of code."""
    text = (ROOT / document).read_text()
    text = re.sub(r"(?ms)^ *```.*?^ *```", "", text)
    return [" ".join(each.split()) for each in re.findall(r"`([^`]+)`", text)]


def places(path):
    """Where a path leads: from the project's folder, or from the rooms' home."""
    return [*ROOT.glob(path.rstrip("/")), *HOME.glob(path.rstrip("/"))]


@cache
def names(path):
    """The names that a file defines; methods with their class."""
    text = path.read_text()
    if path.suffix == ".R":
        found = re.findall(r"^`?([\w.\[<$-]+?)`? <- ", text, re.M)
        return set(found)
    found = set()
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign):
            found.update(t.id for t in node.targets if isinstance(t, ast.Name))
        elif isinstance(node, ast.AnnAssign):
            found.add(node.target.id)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
            inside = node.body if isinstance(node, ast.ClassDef) else []
            found.update(f"{node.name}.{f.name}" for f in inside if isinstance(f, ast.FunctionDef))
    return found


@pytest.mark.parametrize("document", DOCUMENTS)
def test_files_that_documents_name_are_there(document):
    named = [each for each in quoted(document) if PATH.fullmatch(each)]
    assert len(named) > 10
    # `x` stands for any name
    lost = [each for each in named if not places(each) and not re.search(r"\bx\.R$", each)]
    assert not lost


@pytest.mark.parametrize("document", DOCUMENTS)
def test_functions_that_documents_name_are_there(document):
    pairs = [PAIR.fullmatch(each) for each in quoted(document)]
    pairs = [(pair["path"], pair["name"]) for pair in pairs if pair]
    assert len(pairs) > 5
    lost = [
        f"{path}: {name}"
        for path, name in pairs
        if not any(name in names(place) for place in places(path))
    ]
    assert not lost


def test_every_room_is_on_the_map():
    named = quoted("ARCHITECTURE.md")
    assert not [
        room for room in ROOMS.split("|") if not room.startswith("_") and f"{room}/" not in named
    ]


def test_every_file_of_r_belongs_to_a_family_on_the_map():
    patterns = [each for each in quoted("ARCHITECTURE.md") if each.startswith("R/")]
    known = {path for pattern in patterns if ": " not in pattern for path in ROOT.glob(pattern)}
    others = {"escnn-package.R", "reexports.R", "zzz.R"}
    lost = {path.name for path in ROOT.glob("R/*.R") if path not in known} - others
    assert not lost


def test_versions_agree():
    described = dict(
        line.split(": ", 1)
        for line in (ROOT / "DESCRIPTION").read_text().splitlines()
        if re.match(r"[A-Z]\w*: ", line)
    )
    about = json.loads((ROOT / "codemeta.json").read_text())
    assert about["version"] == described["Version"]
    assert about["name"].startswith(f"{described['Package']}:")
    assert about["codeRepository"] == described["URL"]
    assert about["issueTracker"] == described["BugReports"]


def rows(path):
    """Rows of tables, but those of what was run where."""
    text = (ROOT / path).read_text().partition("<!-- versions -->")[0]
    return [line for line in text.splitlines() if line.startswith("| ")]


def test_figures_on_the_front_page_are_those_that_were_measured():
    shown = rows("README.md")
    assert len(shown) > 4
    assert not set(shown) - set(rows("bench/table.md"))


def test_the_network_on_the_front_page_is_that_of_the_script():
    pipe = re.compile(r"field_type\(gspace_rot2d.*?nn_to_vector\(classes = 10\)", re.S)
    page = pipe.search((ROOT / "README.md").read_text())
    script = pipe.search((ROOT / "bench" / "front-page.R").read_text())
    assert page[0] == script[0]


def listed(part):
    """What a part of the site's index names, and what its patterns begin with."""
    text = (ROOT / "_pkgdown.yml").read_text()
    text = re.split(r"^(?=[a-z]+:)", text, flags=re.M)
    (text,) = [each for each in text if each.startswith(f"{part}:")]
    entries = re.findall(r"^  - (\S+)$", text, re.M)
    starts = re.findall(r'^  - starts_with\("(\w+)"\)$', text, re.M)
    return {each for each in entries if "(" not in each}, tuple(starts)


def test_the_site_lists_all_pages_of_help_and_all_vignettes():
    names, starts = listed("reference")
    pages, lacking = {}, set()
    for page in (ROOT / "man").glob("*.Rd"):
        text = page.read_text()
        aliases = pages[page] = {*re.findall(r"^\\alias\{(.+?)\}", text, re.M), page.stem}
        has_place = aliases & names or any(each.startswith(starts) for each in aliases)
        if not has_place and r"\keyword{internal}" not in text:
            lacking.add(page.stem)
    assert lacking == set()
    assert names - set.union(*pages.values()) == set()
    vignettes = {each.stem for each in (ROOT / "vignettes").glob("*.Rmd")}
    articles = {f"articles/{each.stem}" for each in (ROOT / "vignettes/articles").glob("*.Rmd")}
    assert listed("articles")[0] == vignettes | articles


def test_address_maintainer_and_version_stand_in_description():
    described = (ROOT / "DESCRIPTION").read_text()
    url = re.search(r"^URL: (\S+)$", described, re.M)[1]
    assert re.search(rf"^BugReports: {re.escape(url)}/issues$", described, re.M)
    email = re.search(r'email = "([^"]+)"', described)[1]
    slug = re.sub(r"^https://[^/]+/", "", url)
    assert f'install_github("{slug}")' in (ROOT / "README.md").read_text()
    about = json.loads((ROOT / "codemeta.json").read_text())
    people = about["author"] + about["maintainer"]
    assert {each["email"] for each in people} == {email}
    assert all(each["name"] in described.replace('", "', " ") for each in people)
    # nobody else repeats them
    allowed = {"DESCRIPTION", "README.md", "codemeta.json"}
    for path in [*ROOT.glob("inst/CITATION"), *ROOT.glob("*.yml"), *ROOT.glob(".github/**/*.y*ml")]:
        text = path.read_text()
        assert path.name in allowed or (url not in text and email not in text), path


def test_news_begins_with_the_version_of_description():
    version = re.search(r"^Version: (\S+)$", (ROOT / "DESCRIPTION").read_text(), re.M)[1]
    heading = (ROOT / "NEWS.md").read_text().splitlines()[0]
    development = len(version.split(".")) == 4
    assert heading == f"# escnn {'(development version)' if development else version}"
