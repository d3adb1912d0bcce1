"""Training steps with freed memory kept for the next batch, as in fit(), and given back.

Both sides are this package's layers, each in a new process: "plain" is the C library's own rule.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))

import networks
from harness import Case, Fresh, main

STEPS = """
with {within}:
    for _ in range({count}):
        run()
"""


def _side(name, count, within):
    return Fresh(
        setup="import contextlib, networks, steps\n"
        "from escnn_r.training import memory\n"
        f"net = next(n for n in networks.NETWORKS if n.name == {name!r})\n"
        "run = steps.training(net.made('ours'), net)\n",
        timed=STEPS.format(within=within, count=count),
    )


def cases(quick):
    """The named networks."""
    for net, count in zip(networks.NETWORKS, (10, 60, 60, 20, 0, 3), strict=True):
        if not net.heavy:
            ours = _side(net.name, count, "memory.kept()")
            plain = _side(net.name, count, "contextlib.nullcontext()")
            yield Case("kept", f"{net.name}: {count} steps", ours, plain, rounds=3)


main(cases)
