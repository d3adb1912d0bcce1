"""One process of those that train together.

It is ``python -m escnn_r.training.distributed.worker FOLDER``. `workers` has put the job into
the folder; the first process asks there what to do after each epoch.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import TYPE_CHECKING

import escnn_r
from escnn_r.training.distributed.mailbox import Mailbox

if TYPE_CHECKING:
    from escnn_r.training.progress import Record


def main(folder: str) -> int:
    """Do the job that lies in a folder; the exit status."""
    mailbox, rank = Mailbox(folder), int(os.environ["RANK"])
    (mailbox.folder / f"pid-{rank}").write_text(str(os.getpid()))
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()
    escnn_r.prepare()
    from escnn_r.bridge import BadArgument
    from escnn_r.training.distributed import processes

    try:
        _train(mailbox, rank)
    except Exception as problem:
        # seen by whoever waits for the job, who also sees which process was first
        argument = problem.as_dict() if isinstance(problem, BadArgument) else None
        message = f"{type(problem).__name__}: {problem}"
        mailbox.put(
            f"error-{rank}", {"time": time.time(), "message": message, "argument": argument}
        )
        return 1
    processes.leave_together()
    return 0


def _watch(caller: int) -> None:
    """End this process when the one that waits for it is gone."""
    while os.name == "posix":
        time.sleep(0.5)
        if os.getppid() != caller:
            os._exit(70)


def _train(mailbox: Mailbox, rank: int) -> None:
    import torch

    from escnn_r.nn import evaluation_mode, raw_weights
    from escnn_r.training import checkpoints, threads
    from escnn_r.training.distributed import processes, shared_data, sharing

    job = shared_data.read(mailbox.folder)
    threads.start_threads(**job["threads"])
    transport, plan = job["transport"], job["plan"]
    module = transport.unpack(job["parts"])
    if job["space"] is not None:
        plan.augment = transport.read(job["space"])
    evaluation_mode.train(module, job["frozen"])
    store = torch.distributed.FileStore(str(mailbox.folder / "meeting"), processes.world_size())
    trainer = sharing.trainer_of_process(
        module, job["train"], job["validation"], plan, store
    )
    if job["checkpoint"] is not None:
        checkpoints.load_checkpoint(trainer, job["checkpoint"])

    def ask(record: Record) -> object:
        weights = raw_weights.read_weights(trainer.module) if job["show"] else None
        mailbox.put("epoch", (record, weights))
        answer = mailbox.wait("answer")
        for name in answer["best"]:
            checkpoints.keep_best(trainer, name)
        return answer

    def report(state: Record) -> None:
        mailbox.put("batch", state)
        if mailbox.has("stop"):
            trainer.stop()

    trainer.run(ask, report, job["file"], job["pause"])
    if rank == 0:
        frozen = evaluation_mode.frozen(trainer.module)
        weights = raw_weights.read_weights(trainer.module)
        mailbox.put("done", (trainer.progress, weights, frozen, job["file"]))


if __name__ == "__main__":
    status = main(sys.argv[1])
    sys.stdout.flush()
    sys.stderr.flush()
    # threads of PyTorch's may abort a process that takes its time to end
    os._exit(status)
