"""Scalars in TensorBoard's event files, which are framed protocol buffers."""

from __future__ import annotations

import os
import struct
import time
from pathlib import Path
from typing import Any

_POLYNOMIAL = 0x82F63B78


def _table() -> list[int]:
    table = []
    for number in range(256):
        for _ in range(8):
            number = (number >> 1) ^ (_POLYNOMIAL if number & 1 else 0)
        table.append(number)
    return table


_TABLE = _table()


def _checksum(data: bytes) -> bytes:
    """TensorFlow's masked CRC-32C."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = (crc >> 8) ^ _TABLE[(crc ^ byte) & 0xFF]
    crc ^= 0xFFFFFFFF
    masked = ((crc >> 15) | (crc << 17)) + 0xA282EAD8
    return struct.pack("<I", masked & 0xFFFFFFFF)


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def _block(tag: int, data: bytes) -> bytes:
    return bytes([tag << 3 | 2]) + _varint(len(data)) + data


def _event(step: int, content: bytes) -> bytes:
    return b"\x09" + struct.pack("<d", time.time()) + b"\x10" + _varint(step) + content


class Board:
    """An event file that scalars are added to."""

    def __init__(self, folder: str) -> None:
        """Start a file in ``folder``, which is made if need be."""
        home = Path(folder)
        home.mkdir(parents=True, exist_ok=True)
        self.path = home / f"events.out.tfevents.{time.time():.6f}.{os.getpid()}"
        self._write(_event(0, _block(3, b"brain.Event:2")))

    def add(self, step: int, values: dict[str, float]) -> None:
        """Add a number for each name at a step."""
        summary = b"".join(
            _block(1, _block(1, name.encode()) + b"\x15" + struct.pack("<f", value))
            for name, value in values.items()
        )
        self._write(_event(step, _block(5, summary)))

    def _write(self, data: bytes) -> None:
        length = struct.pack("<Q", len(data))
        with self.path.open("ab") as stream:
            stream.write(length + _checksum(length) + data + _checksum(data))


def open_board(folder: str) -> Board:
    """A new event file in ``folder``."""
    return Board(folder)


def add_scalars(board: Board, record: dict[str, Any]) -> None:
    """Add an epoch's numbers to a board."""
    board.add(int(record["epoch"]), {k: float(v) for k, v in record.items() if k != "epoch"})
