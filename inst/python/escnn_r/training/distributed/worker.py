"""One process of those that train together.

It is ``python -m escnn_r.training.distributed.worker FOLDER``.

PyTorch's launcher starts them; ``workers`` has put the job into the folder, and finds there
what the first of them tells.
"""

from __future__ import annotations

import os
import sys
import threading
import time
import traceback
from typing import Any

import escnn_r
from escnn_r.training.distributed.mailbox import Box


def main(folder: str) -> int:
    """Do the job that lies in a folder; the exit status."""
    box, rank = Box(folder), int(os.environ["RANK"])
    job = box.get("job.json")
    box.put(f"pid-{rank}", os.getpid())
    threading.Thread(target=_watch, args=(os.getppid(), job["parent"]), daemon=True).start()
    escnn_r.prepare()
    from escnn_r.training.distributed import engine

    try:
        _train(box, job, rank)
    except Exception as problem:
        # seen by whoever waits for the job, who also sees which process was first
        box.put(f"error-{rank}.json", _failure(problem))
        return 1
    engine.leave_together()
    return 0


def _watch(launcher: int, caller: int) -> None:
    """End this process when those that wait for it are gone."""
    while os.name == "posix":
        time.sleep(0.5)
        if os.getppid() != launcher or not _alive(caller):
            os._exit(70)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _failure(problem: Exception) -> dict[str, Any]:
    from escnn_r.bridge import BadArgument

    return {
        "time": time.time(),
        "type": type(problem).__name__,
        "message": str(problem),
        "traceback": traceback.format_exc(),
        "argument": problem.as_dict() if isinstance(problem, BadArgument) else None,
    }


def _train(box: Box, job: dict[str, Any], rank: int) -> None:
    import safetensors.torch

    from escnn_r.bridge import resolve
    from escnn_r.nn import evaluation_mode, raw_weights
    from escnn_r.training import checkpoints, running, threads
    from escnn_r.training.distributed import engine, shared_data

    threads.start_threads(**job["threads"])
    module = resolve(job["unpack"])({name: box.take(name) for name in job["parts"]})
    evaluation_mode.train(module, job["frozen"])
    data = shared_data.read(box.folder)
    made = engine.trainer_of_process(module, data["train"], data["validation"], job["plan"])
    if job["resume"] is not None:
        checkpoints.load_checkpoint(made, job["resume"])
    first = rank == 0

    def put_weights(name: str) -> None:
        box.put(name, safetensors.torch.save(raw_weights.read_weights(made.module)))

    def told(record: dict[str, Any]) -> Any:
        number = record["epoch"]
        if first:
            if job["show"]:
                put_weights(f"epoch-{number}.safetensors")
            box.put(f"epoch-{number}.json", record)
        # by a file for each of them: nobody knows how long the caller thinks
        answer = box.wait(f"answer-{number}.json")
        for name in answer["best"]:
            running.keep_best(made, name)
        return answer["said"]

    def heard(state: dict[str, Any]) -> None:
        box.put("batch.json", state)
        if box.has("stop"):
            made.stop()

    outcome = running.run_training(
        made,
        told,
        heard if first else None,
        job["checkpoint"] if first else None,
        job["every"],
    )
    if first:
        put_weights("done.safetensors")
        box.put("done.json", outcome)


if __name__ == "__main__":
    status = main(sys.argv[1])
    sys.stdout.flush()
    sys.stderr.flush()
    # threads of PyTorch's may abort a process that takes its time to end
    os._exit(status)
