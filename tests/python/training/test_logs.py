"""Logs: lines of text, and event files as TensorBoard reads them."""

import importlib.util
import sys
import types

import pytest

from escnn_r.training import logs


class Writer:
    """Stands in for PyTorch's writer where TensorBoard is not installed."""

    def __init__(self, folder):
        self.folder, self.calls = folder, []

    def __getattr__(self, name):
        return lambda *args: self.calls.append((name, *args))


def test_an_epoch_is_written_at_once(monkeypatch):
    module = types.ModuleType("torch.utils.tensorboard")
    module.SummaryWriter = Writer
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", module)
    board = logs.open_board("folder")
    logs.add_scalars(board, {"epoch": 3, "loss": 0.5, "valid_loss": 1})
    logs.close_board(board)
    assert board.folder == "folder"
    assert board.calls == [
        ("add_scalar", "loss", 0.5, 3),
        ("add_scalar", "valid_loss", 1.0, 3),
        ("flush",),
        ("close",),
    ]


def test_tensorboard_is_looked_for(monkeypatch):
    assert logs.tensorboard_available() is (importlib.util.find_spec("tensorboard") is not None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert not logs.tensorboard_available()


def test_tensorboard_reads_what_is_written(tmp_path):
    pytest.importorskip("tensorboard")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    board = logs.open_board(str(tmp_path / "run"))
    for epoch in (1, 2):
        logs.add_scalars(board, {"epoch": epoch, "loss": 1 / epoch, "lr": 0.01})
    # before it is closed, as after a crash
    reader = EventAccumulator(str(tmp_path / "run"))
    reader.Reload()
    assert sorted(reader.Tags()["scalars"]) == ["loss", "lr"]
    assert [(e.step, e.value) for e in reader.Scalars("loss")] == [(1, 1.0), (2, 0.5)]
    logs.close_board(board)
    assert len(list((tmp_path / "run").glob("events.out.tfevents.*"))) == 1


def test_lines_are_added_or_begin_anew(tmp_path):
    path = tmp_path / "log"
    logs.write_log(str(path), ["a", "b"], False)
    logs.write_log(str(path), ["c"], True)
    assert path.read_text() == "a\nb\nc\n"
    logs.write_log(str(path), ["d"], False)
    assert path.read_text() == "d\n"
