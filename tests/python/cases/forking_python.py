"""A Python that has imported PyTorch, and runs each script in a fork of itself.

A fresh interpreter takes more than a second for PyTorch alone, which is the same for all scripts
that don't ask how PyTorch itself is imported. Nothing of escnn is imported before the fork.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

MODULES = ("torch", "scipy.optimize", "scipy.sparse.linalg", "scipy.special")
PATIENCE = 300


class ForkingPython:
    """The side that asks; ``executable`` is any Python with PyTorch."""

    def __init__(self, executable=sys.executable):
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        self._process = subprocess.Popen(
            [executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def run(self, code, environment):
        """What ``subprocess.run([executable, "-c", code], env=environment)`` would give."""
        with tempfile.TemporaryDirectory() as folder:
            order = {"code": code, "environment": environment, "folder": folder, "cwd": os.getcwd()}
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            status = int(self._process.stdout.readline())
            out, err = ((Path(folder) / name).read_text() for name in ("out", "err"))
        return subprocess.CompletedProcess(code, status, out, err)

    def close(self):
        """End it; the script that runs has ended."""
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


def serve():
    """The side that forks: an order a line, and the exit status of each script back."""
    import importlib

    # without the folder of this file
    own = sys.path[1:]
    for name in MODULES:
        importlib.import_module(name)
    assert not any(name.partition(".")[0] in ("escnn", "escnn_r") for name in sys.modules)
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            return run_here(order, own)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(status, flush=True)


def run_here(order, own):
    """Become the process of one script: its environment, folders and files of output."""
    import signal
    import types

    signal.alarm(PATIENCE)
    for name, descriptor in (("out", 1), ("err", 2)):
        file = os.open(os.path.join(order["folder"], name), os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(file, descriptor)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["environment"])
    folders = order["environment"].get("PYTHONPATH", "").split(os.pathsep)
    sys.path[:] = ["", *filter(None, folders), *own]
    sys.dont_write_bytecode = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))
    sys.argv = ["-c"]
    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    # whatever it raises ends this process as it would end a fresh one
    exec(compile(order["code"], "<string>", "exec"), vars(main))


if __name__ == "__main__":
    serve()
