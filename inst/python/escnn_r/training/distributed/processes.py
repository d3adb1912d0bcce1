"""The processes of a training: which one this is, on which device, and what all agree on."""

from __future__ import annotations

import atexit
import contextlib
import datetime
import os
from typing import Any

import torch

from ...bridge import BadArgument, devices


def launched() -> bool:
    """Whether PyTorch's launcher started this process as one of several."""
    return "TORCHELASTIC_RUN_ID" in os.environ and world_size() > 1


def rank() -> int:
    """The number of this process among those of the launch, from 0."""
    return int(os.environ.get("RANK", "0"))


def world_size() -> int:
    """How many processes the launch has."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def device_of_process(name: str, local_processes: int, local_rank: int = 0) -> str:
    """The device of one of several processes; each has a GPU of its own, or all the CPU."""
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    if name == "cpu":
        return name
    if name != "cuda":
        raise BadArgument(
            "device",
            '"auto", "cpu" or "cuda" for several processes',
            f'"{name}"',
            "Each process takes a GPU of its own; PyTorch's engine has none for Apple's.",
        )
    devices.pick_device(name)
    gpus = torch.cuda.device_count()
    if local_processes > gpus:
        raise BadArgument(
            "workers",
            f"no more than the GPUs of this machine, {gpus}",
            str(local_processes),
            'Or train on the CPU: `device = "cpu"`.',
        )
    return f"cuda:{local_rank}"


def join(device: str, store: torch.distributed.Store | None = None) -> str:
    """Join the group of processes, once; the device of this process.

    They meet at ``store``, or else where PyTorch's launcher says.
    """
    local = int(os.environ.get("LOCAL_RANK", "0"))
    of = int(os.environ.get("LOCAL_WORLD_SIZE", str(world_size())))
    chosen = device_of_process(device, of, local)
    if chosen != "cpu":
        torch.cuda.set_device(local)
    distributed = torch.distributed
    backend = "gloo" if chosen == "cpu" else "nccl"
    if distributed.is_initialized():
        if distributed.get_backend() != backend:
            raise BadArgument(
                "device",
                "the same in every `fit()` of a script that runs in several processes",
                f'"{device}"',
            )
        return chosen
    seconds = float(os.environ.get("ESCNN_WORKER_TIMEOUT", "1800"))
    meeting = {}
    if store is not None:
        meeting = {"store": store, "rank": rank(), "world_size": world_size()}
        # whoever started them ends them all when one fails, and may think for hours
        seconds = 7 * 24 * 3600.0
    distributed.init_process_group(backend, timeout=datetime.timedelta(seconds=seconds), **meeting)
    atexit.register(leave)
    return chosen


def agreed_value(number: int, device: str) -> int:
    """The number that the first process of a launch has, in all of them."""
    join(device)
    return int(from_first(number))


def from_first(value: Any) -> Any:
    """The value that the first process has, in all of them."""
    values = [value]
    torch.distributed.broadcast_object_list(values)
    return values[0]


def from_all(value: Any) -> list[Any]:
    """What each of the processes has."""
    values: list[Any] = [None] * world_size()
    torch.distributed.all_gather_object(values, value)
    return values


def leave_together() -> None:
    """Leave the group once all are done: who goes first would break what others wait for."""
    if torch.distributed.is_initialized():
        # one that has failed is gone already
        with contextlib.suppress(RuntimeError):
            torch.distributed.barrier()
    leave()


def leave() -> None:
    """Leave the group, if it was joined."""
    if torch.distributed.is_initialized():
        torch.distributed.destroy_process_group()
