"""Addresses at which processes of several machines meet: whether they can be reached at all."""

from __future__ import annotations

import socket
import time
from typing import Any

from ...bridge import BadArgument

# how long a machine is waited for that says nothing, not even that nobody listens yet
PATIENCE = 10.0


def check_address(
    address: str, port: int, first: bool, patience: float = PATIENCE, alone: bool = False
) -> None:
    """Raise BadArgument for an address that has no machine, or one that can't be reached.

    ``first`` is for the machine that the address is of. Whether anybody listens there is
    not asked: the first machine may start later. ``alone`` it is the only one.
    """
    places = _resolved(address, port)
    if first and any(_is_own(*place) for place in places):
        return
    if alone:
        raise BadArgument(
            "address",
            "an address of this machine where `nodes` is 1",
            f'"{address}", which belongs to another machine',
            "Leave it out for one machine.",
        )
    deadline = time.monotonic() + patience
    problem = "an address that can't be reached"
    for family, where in places:
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.settimeout(max(0.1, deadline - time.monotonic()))
                probe.connect(where)
            return
        except ConnectionRefusedError:
            return
        except OSError as failed:
            problem = failed.strerror or "no answer"
    raise BadArgument(
        "address",
        "the address of machine 0, which answers",
        f'"{address}", which does not (port {port}: {problem})',
        "Is it the right one, and does a firewall let this port through?",
    )


def _resolved(address: str, port: int) -> list[tuple[socket.AddressFamily, Any]]:
    try:
        entries = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise BadArgument(
            "address",
            "the name or the IP address of machine 0",
            f'"{address}", which is not the name of a known machine',
            'For example `address = "192.168.1.10"`; leave it out for one machine.',
        ) from problem
    return [(family, where) for family, _, _, _, where in entries]


def _is_own(family: socket.AddressFamily, where: Any) -> bool:
    """Whether an address is one of this machine's."""
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.bind((where[0], 0, *where[2:]))
    except OSError:
        return False
    return True
