"""PyTorch's launcher: what it is started with."""

import json
from pathlib import Path

from escnn_r.training.distributed import torchrun


def test_workers_keep_libraries_that_are_not_the_systems(monkeypatch):
    monkeypatch.setenv("LD_LIBRARY_PATH", "/usr/lib/R/lib:/usr/lib/x86_64-linux-gnu:/opt/mine")
    assert torchrun.worker_environment()["LD_LIBRARY_PATH"] == "/usr/lib/R/lib:/opt/mine"


def test_the_command_is_plain_and_ends_with_the_task():
    assert json.loads(json.dumps(torchrun.launch_command(2, Path("."), ["x"])))[-1] == "x"
