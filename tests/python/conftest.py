"""Shared fixtures; makes the package importable from the source tree."""

import importlib.util
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from forking_python import ForkingPython

SOURCE = Path(__file__).resolve().parents[2] / "inst" / "python"

if importlib.util.find_spec("escnn_r") is None:
    sys.path.insert(0, str(SOURCE))

# whatever a file of tests imports first, escnn is found as the package has it
importlib.import_module("escnn_r").prepare()

# a shell that starts this in the background has Ctrl-C ignored, which tests send
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# PyTorch 1.13 compiles each traced network to machine code, for two seconds. What is exported
# here is read again by processes of their own (run_python), where it does.
os.environ.setdefault("PYTORCH_TENSOREXPR", "0")

# hides installed modules from a fresh interpreter, as if they were not installed
HIDE = """
import sys
from importlib.machinery import PathFinder

class HidingFinder(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name.partition(".")[0] in {hidden!r}:
            return None
        return PathFinder.find_spec(name, path, target)

sys.meta_path[sys.meta_path.index(PathFinder)] = HidingFinder
assert not {{name.partition(".")[0] for name in sys.modules}} & {{*{hidden!r}}}
"""


@pytest.fixture(scope="session")
def forking_python():
    """One for all tests, started when the first one wants it."""
    started = []

    def get():
        if not started:
            started.append(ForkingPython())
        return started[0]

    yield get
    for each in started:
        each.close()


@pytest.fixture
def run_python(tmp_path, forking_python):
    """Run code in a fresh interpreter, with a cache folder of its own.

    ``with_torch``: PyTorch has been imported there, and nothing of escnn. ``compiled``: networks
    that were traced are compiled to machine code, as is usual.
    """

    def run(code, hide=(), path=(), arguments=None, with_torch=False, compiled=True, **environment):
        code = HIDE.format(hidden=tuple(hide)) + code
        import escnn_r

        folders = [*map(str, path), str(Path(escnn_r.__file__).parents[1])]
        folders += filter(None, [os.environ.get("PYTHONPATH")])
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(folders),
            "PYTHONDONTWRITEBYTECODE": "1",
            "ESCNN_R_CACHE": str(tmp_path / "cache"),
            **environment,
        }
        if compiled:
            environment.pop("PYTORCH_TENSOREXPR")
        if with_torch and hasattr(os, "fork"):
            return forking_python().run(code, environment)
        return subprocess.run(
            [sys.executable, *(arguments or ["-c", code])],
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run
