"""A script in a fork of a Python with PyTorch ends as it does in a fresh interpreter."""

import json
import os

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork()")

SCRIPT = """
import atexit, json, os, sys
atexit.register(lambda: print("the end"))
told = [sys.argv, sys.path, sys.dont_write_bytecode, __name__, sys.modules["__main__"].SCRIPT,
        os.getcwd(), sorted(os.environ.items()), sys.stdin.read()]
print(json.dumps(told))
"""


def test_it_is_like_a_fresh_interpreter(run_python):
    for end, status in (("", 0), ("sys.exit(3)", 3), ("1 / 0", 1), ("os.kill(os.getpid(), 9)", -9)):
        code = f"SCRIPT = {SCRIPT!r}\nexec(SCRIPT)\n{end}"
        fresh, forked = (run_python(code, with_torch=each) for each in (False, True))
        assert fresh.returncode == forked.returncode == status
        assert fresh.stdout == forked.stdout
        assert bool(fresh.stderr) == bool(forked.stderr) == (status == 1)
        if status == 1:
            assert fresh.stderr.splitlines()[-1] == forked.stderr.splitlines()[-1]


def test_pytorch_is_there_and_nothing_of_escnn(run_python):
    code = """
import json, sys
names = {name.partition(".")[0] for name in sys.modules}
print(json.dumps([name in names for name in ("torch", "escnn", "escnn_r", "torch_geometric")]))
"""
    assert json.loads(run_python(code, with_torch=True).stdout) == [True, False, False, False]
    # what has been imported can't be hidden
    assert "AssertionError" in run_python(code, hide=["torch"], with_torch=True).stderr
