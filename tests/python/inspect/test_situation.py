"""The report: complete, JSON, one line, and never an error."""

import json

from escnn_r.inspect import situation

FULL = {
    *("python", "platform", "packages", "standins", "torch", "escnn", "cache_dir"),
    "cache_writable",
}


def read(result):
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("\n") == 1
    return json.loads(result.stdout)


def test_report_is_one_line_of_json(run_python, tmp_path):
    report = read(run_python("", arguments=["-m", "escnn_r.inspect.situation"]))
    assert set(report) == FULL
    assert set(report["python"]) == {"version", "executable", "prefix"}
    assert report["cache_dir"].startswith(str(tmp_path / "cache"))
    assert report["cache_writable"] is True
    assert set(report["packages"]) == set(situation._PACKAGES)
    if report["packages"]["torch"] is not None:
        assert report["torch"]["threads"] >= 1
        assert set(report["torch"]["cuda"]) == {"available", "version", "devices"}
    missing = [name for name in ("lie_learn", "py3nj") if report["packages"][name] is None]
    assert report["standins"] == missing


def test_nothing_else_reaches_stdout(run_python):
    code = """
import os, escnn_r.inspect.situation as report
def noisy():
    print("printed")
    os.write(1, b"from C\\n")
    return 1
report._torch = noisy
report._escnn = dict
report.main()
"""
    assert read(run_python(code))["torch"] == 1


def test_inner_import_error_is_reported(run_python):
    code = "import escnn_r.inspect.situation as report; report.main()"
    report = read(run_python(code, hide=["scipy"]))
    if report["packages"]["escnn"] is not None:
        assert report["escnn"] == {
            "ok": False,
            "error": {"type": "ModuleNotFoundError", "message": "No module named 'scipy'"},
        }


def test_a_python_with_nothing_installed_is_reported(run_python):
    code = "import escnn_r.inspect.situation as report; report.main()"
    report = read(run_python(code, hide=["torch", "numpy", "scipy", "escnn", "joblib"]))
    assert report["torch"]["error"]["type"] == "ModuleNotFoundError"
    assert report["escnn"]["error"]["message"] == "No module named 'escnn'"


def test_collect_never_raises(monkeypatch):
    def fail(*_):
        raise RuntimeError("broken")

    for name in ("_python", "_platform", "_packages", "_standins", "_torch", "_escnn"):
        monkeypatch.setattr(situation, name, fail)
    monkeypatch.setattr(situation.importing, "cache_dir", fail)
    report = situation.collect()
    assert set(report) == FULL
    assert report["torch"] == {"error": {"type": "RuntimeError", "message": "broken"}}
    json.dumps(report)


def test_an_unwritable_cache_is_reported(run_python, tmp_path):
    (tmp_path / "file").write_text("")
    code = (
        "from escnn_r.inspect import situation as report\n"
        "report._escnn = report._torch = dict\nreport.main()"
    )
    report = read(run_python(code, ESCNN_R_CACHE=str(tmp_path / "file" / "below")))
    assert report["cache_writable"] is False
    assert "escnn_r-" in report["cache_dir"]
