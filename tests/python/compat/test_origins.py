"""Modules that come from outside of the environment are seen, without importing them."""

import json

CODE = """
import json, os, sys
sys.path[:] = [*filter(None, sys.path), {folder!r}]
os.chdir({folder!r})
{before}
from escnn_r.compat import origins
print(json.dumps(origins.strangers({wished!r})))
"""


def seen(run_python, folder, before="", wished=(), **environment):
    code = CODE.format(folder=str(folder), before=before, wished=[str(each) for each in wished])
    done = run_python(code, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_an_ordinary_session_has_no_strangers(run_python, tmp_path):
    assert seen(run_python, tmp_path, "import escnn, torch, numpy, random, copy, ctypes") == []


def test_what_comes_later_on_the_path_is_no_stranger(run_python, tmp_path):
    (tmp_path / "torch.py").write_text("raise SystemExit(3)")
    assert seen(run_python, tmp_path) == []


def test_a_file_of_the_working_folder_that_comes_first_is_wrong(run_python, tmp_path):
    (tmp_path / "torch.py").write_text("raise SystemExit(3)")
    first = f"sys.path.insert(0, {str(tmp_path)!r})"
    found = seen(run_python, tmp_path, first)
    assert found == [{"name": "torch", "file": str(tmp_path / "torch.py"), "wrong": True}]
    # but it is no error where the folder was asked for
    found = seen(run_python, tmp_path, first, wished=[tmp_path])
    assert [each["wrong"] for each in found] == [False]


def test_a_module_of_pythons_own_that_has_been_replaced_is_seen(run_python, tmp_path):
    (tmp_path / "wave.py").write_text("")
    found = seen(run_python, tmp_path, f"sys.path.insert(0, {str(tmp_path)!r}); import wave")
    assert [(each["name"], each["wrong"]) for each in found] == [("wave", True)]
