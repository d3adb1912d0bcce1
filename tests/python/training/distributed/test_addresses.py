"""Addresses where processes meet: those that nobody answers at are refused."""

from __future__ import annotations

import socket

import pytest

from escnn_r.bridge.errors import BadArgument
from escnn_r.training.distributed.addresses import check_address


class Silent(socket.socket):
    """A network in which only this machine answers."""

    problem: OSError = TimeoutError("timed out")

    def connect(self, where):
        raise self.problem


@pytest.fixture
def silent(monkeypatch):
    monkeypatch.setattr(socket, "socket", Silent)
    return Silent


def test_names_that_no_machine_has():
    with pytest.raises(BadArgument, match="not the name of a known machine"):
        check_address("x.invalid", 29500, first=True)
    with pytest.raises(BadArgument, match="not the name of a known machine"):
        check_address("a" * 70 + ".example", 29500, first=False)


def test_machines_that_say_nothing(silent):
    with pytest.raises(BadArgument, match=r"which answers.*192\.0\.2\.1.*port 29500"):
        check_address("192.0.2.1", 29500, first=False, patience=0.1)
    # the first machine's address must be its own, or be passed on to it
    with pytest.raises(BadArgument, match="which answers"):
        check_address("192.0.2.1", 29500, first=True, patience=0.1)


def test_machines_where_nobody_listens_yet(silent, monkeypatch):
    monkeypatch.setattr(silent, "problem", ConnectionRefusedError())
    check_address("192.0.2.1", 29500, first=False)


def test_this_machine(silent):
    check_address("127.0.0.1", 29500, first=True)


def test_one_machine_meets_at_its_own_address():
    check_address("127.0.0.1", 29500, first=True, alone=True)
    with pytest.raises(BadArgument, match="an address of this machine where `nodes` is 1"):
        check_address("192.0.2.1", 29500, first=True, alone=True)
