"""The bridge: every call gives an outcome, whatever happens in it."""

import math
import sys
import warnings
from types import ModuleType

import pytest

import escnn_r
from escnn_r.bridge import calls
from escnn_r.bridge.errors import BadArgument

escnn_r.prepare()
group = pytest.importorskip("escnn.group")


# in a module of its own, since pytest rewrites the assertions of test modules
ASSERTIONS = """
def on_one_line(x):
    assert x > 0 and x < 10

def with_message(x):
    assert isinstance(x, str), "text was expected"
"""


@pytest.fixture
def assertions(tmp_path, monkeypatch):
    (tmp_path / "assertions.py").write_text(ASSERTIONS)
    monkeypatch.syspath_prepend(tmp_path)


def raise_assertion():
    raise AssertionError("no condition here")


def reject():
    raise BadArgument("n", "even", "3", "Try 4.")


def warn():
    warnings.warn("watch out", UserWarning, stacklevel=1)
    warnings.warn("watch out", UserWarning, stacklevel=1)
    warnings.warn("slowly", RuntimeWarning, stacklevel=1)
    warnings.warn("old", DeprecationWarning, stacklevel=1)
    warnings.warn("older", FutureWarning, stacklevel=1)
    return 7


def test_values_come_back_from_paths_and_callables():
    assert calls.invoke("math.sqrt", 9).value == 3
    assert calls.invoke(pow, 2, exp=5).value == 32
    assert calls.invoke("builtins.dict.get", {"a": 1}, "a").value == 1
    outcome = calls.invoke("builtins.dict", target=1)
    assert outcome == calls.Outcome(value={"target": 1}, error=None, warnings={})


def test_paths_lead_to_modules_and_into_classes():
    assert calls.resolve("math") is math
    # again, now from what was kept
    assert calls.resolve("math") is math
    assert calls.resolve("escnn.group.CyclicGroup.element") is group.CyclicGroup.element


@pytest.mark.parametrize(
    ("path", "kind", "message"),
    [
        ("no_such_module.f", "ModuleNotFoundError", "no_such_module"),
        ("math.no_such_name", "AttributeError", "no_such_name"),
        ("escnn.nn.NoSuchLayer", "AttributeError", "NoSuchLayer"),
    ],
)
def test_unknown_paths_are_failures(path, kind, message):
    error = calls.invoke(path).error
    assert error.type == kind
    assert message in error.message


def test_the_import_that_is_really_missing_is_named(tmp_path, monkeypatch):
    (tmp_path / "half_there.py").write_text("import not_there_at_all")
    monkeypatch.syspath_prepend(tmp_path)
    assert calls.invoke("half_there.f").error.message == "No module named 'not_there_at_all'"


def test_failures_are_data():
    outcome = calls.invoke("math.sqrt", -1)
    assert outcome.value is None
    error = outcome.error
    assert (error.type, error.message) == ("ValueError", "math domain error")
    assert error.condition is None and error.argument is None
    assert error.where == "retried"
    assert error.traceback.startswith("Traceback") and "ValueError" in error.traceback


def test_bad_arguments_keep_their_parts():
    error = calls.invoke(reject).error
    assert (error.type, error.where) == ("BadArgument", "reject")
    assert error.argument == {
        "argument": "n",
        "allowed": "even",
        "given": "3",
        "hint": "Try 4.",
    }


@pytest.mark.usefixtures("assertions")
def test_assertions_show_their_condition():
    error = calls.invoke("assertions.on_one_line", 11).error
    assert (error.type, error.message) == ("AssertionError", "")
    assert (error.condition, error.where) == ("x > 0 and x < 10", "on_one_line")
    error = calls.invoke("assertions.with_message", 1).error
    assert (error.message, error.condition) == ("text was expected", "isinstance(x, str)")


def test_assertions_of_escnn_show_their_condition():
    error = calls.invoke("escnn.gspaces.rot2dOnR2", 8.0).error
    assert (error.type, error.message) == ("AssertionError", "")
    assert "isinstance" in error.condition and "int" in error.condition


def test_raised_assertions_have_no_condition():
    error = calls.invoke(raise_assertion).error
    assert (error.message, error.condition) == ("no condition here", None)


@pytest.mark.parametrize(
    ("line", "condition"),
    [
        ("assert a == b", "a == b"),
        ('assert a == b, "text"', "a == b"),
        ("assert a == b, \\", "a == b"),
        ("assert f(a,", "f(a,"),
        ("x = 1", None),
        ("", None),
    ],
)
def test_conditions_are_read_from_a_line(line, condition):
    assert calls._tested(line) == condition


def test_prints_are_shown(capsys):
    calls.invoke(print, "hello")
    print("afterwards")
    assert capsys.readouterr().out == "hello\nafterwards\n"


def test_warnings_are_collected_once_and_only_those_for_users():
    with warnings.catch_warnings(record=True) as leaked:
        warnings.simplefilter("always")
        outcome = calls.invoke(warn)
    assert outcome.value == 7
    assert outcome.warnings == {"watch out": "python", "slowly": "python"}
    assert leaked == []


def test_warnings_on_the_way_to_a_failure_are_kept():
    def fail():
        warnings.warn("it was coming", stacklevel=1)
        raise RuntimeError("now")

    outcome = calls.invoke(fail)
    assert (outcome.error.message, outcome.warnings) == ("now", {"it was coming": "python"})


def test_interrupts_go_through():
    def interrupt():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        calls.invoke(interrupt)


def test_a_path_is_looked_up_again_where_a_module_was_replaced(monkeypatch):
    monkeypatch.setitem(sys.modules, "brief", ModuleType("brief"))
    sys.modules["brief"].value = 1
    assert calls.resolve("brief.value") == 1
    sys.modules["brief"].value = 2
    assert calls.resolve("brief.value") == 2
    monkeypatch.setitem(sys.modules, "brief", ModuleType("brief"))
    sys.modules["brief"].value = 3
    assert calls.resolve("brief.value") == 3
    with pytest.raises(AttributeError):
        calls.resolve("brief.missing")
    monkeypatch.delitem(sys.modules, "brief")
    with pytest.raises(ModuleNotFoundError):
        calls.resolve("brief.value")
