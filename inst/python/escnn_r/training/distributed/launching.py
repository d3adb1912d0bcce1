"""Other programs in several processes, under PyTorch's launcher."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .. import threads
from . import torchrun
from .addresses import check_address

# where PyTorch's processes meet unless told otherwise
_PORT = 29500


def launch_job(
    nodes: int,
    count: int,
    node_rank: int,
    address: str | None,
    port: int | None,
    folder: str,
    program: list[str],
) -> dict[str, Any]:
    """Command and environment for ``count`` processes of a program on this machine.

    What all but the first of the first machine say goes to files in ``folder``.
    """
    if address is None:
        address, port = "127.0.0.1", port or torchrun.free_port()
    else:
        check_address(address, port or _PORT, first=node_rank == 0, alone=nodes == 1)
    quiet = [n for n in range(count) if n or node_rank]
    loud = [n for n in range(count) if n not in quiet]
    # 3 is both streams, 2 is errors: those of the first are shown when it fails
    kept = [*(f"{n}:3" for n in quiet), *(f"{n}:2" for n in loud)]
    command = [
        *torchrun.module_command("torch.distributed.run"),
        f"--nnodes={nodes}",
        f"--nproc_per_node={count}",
        f"--node_rank={node_rank}",
        "--max_restarts=0",
        "--monitor_interval=0.2",
        f"--master_addr={address}",
        f"--master_port={port or _PORT}",
        f"--log_dir={folder}",
        f"--redirects={','.join(kept)}",
        "--no_python",
        *program,
    ]
    environment = torchrun.launch_environment(nodes == 1, threads.hand_over(count)["allowed"])
    return {"command": command, "environment": environment}


def launch_diagnosis(folder: str, count: int) -> dict[str, Any]:
    """Which process ended first, by what, and the last lines that it said."""
    home = Path(folder)
    log = (home / "launcher.txt").read_text(errors="replace")
    first = torchrun.ended(log)
    if first is None:
        return {"worker": None, "of": count, "signal": None, "said": _end(log)}
    number, signal = first
    files = sorted(home.glob(f"**/{number % count}/stderr.log"))
    said = _end(files[-1].read_text(errors="replace")) if files else ""
    return {"worker": number + 1, "of": count, "signal": signal, "said": said}


def _end(text: str, lines: int = 8) -> str:
    return "\n".join(line for line in text.strip().splitlines()[-lines:])
