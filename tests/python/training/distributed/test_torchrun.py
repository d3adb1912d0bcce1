"""PyTorch's launcher: what it is started with."""

import json
import signal

from escnn_r.training.distributed import launching, torchrun


def test_workers_keep_libraries_that_are_not_the_systems(monkeypatch):
    monkeypatch.setenv("LD_LIBRARY_PATH", "/usr/lib/R/lib:/usr/lib/x86_64-linux-gnu:/opt/mine")
    assert torchrun.worker_environment()["LD_LIBRARY_PATH"] == "/usr/lib/R/lib:/opt/mine"


def test_the_command_is_plain_and_ends_with_the_task(tmp_path):
    job = launching.launch_job(1, 2, 0, None, None, str(tmp_path), ["x"])
    assert json.loads(json.dumps(job["command"]))[-1] == "x"


def test_a_signal_from_outside_comes_before_the_errors_that_follow_from_it():
    killed, error, ended = -signal.SIGKILL, 1, -signal.SIGTERM
    assert torchrun.first_ended([(0, error), (1, killed), (2, ended)]) == (1, "9 (SIGKILL)")
    assert torchrun.first_ended([(0, ended), (1, 0), (2, error)]) == (2, None)
    assert torchrun.first_ended([(0, 0), (1, 0)]) is None
