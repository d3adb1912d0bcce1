"""Logs of a training: lines of text, and TensorBoard's event files."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from .progress import Record

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter


def write_log(path: str, lines: list[str], append: bool) -> None:
    """Write lines to a file; without ``append`` it begins anew."""
    with Path(path).open("a" if append else "w", encoding="utf-8") as stream:
        stream.write("".join(f"{line}\n" for line in lines))


def tensorboard_available() -> bool:
    """Whether the package is there that PyTorch's writer of event files needs."""
    return importlib.util.find_spec("tensorboard") is not None


def open_board(folder: str) -> SummaryWriter:
    """A new event file in ``folder``, which is made if need be."""
    from torch.utils.tensorboard import SummaryWriter

    return SummaryWriter(folder)


def add_scalars(board: SummaryWriter, record: Record) -> None:
    """Add an epoch's numbers, each under its name; the file has them at once."""
    for name, value in record.items():
        if name != "epoch":
            board.add_scalar(name, float(value), int(record["epoch"]))
    board.flush()


def close_board(board: SummaryWriter) -> None:
    """End the thread that writes."""
    board.close()
