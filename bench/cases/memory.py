"""Peak memory of building a network and of ten training steps, in a process each."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))

import networks
from harness import Case, Fresh, main


def _side(name, side):
    return Fresh(
        setup="import networks, steps\n"
        f"net = next(n for n in networks.NETWORKS if n.name == {name!r})",
        timed=f"made = net.made({side!r})\nstep = steps.training(made, net)\n"
        "for _ in range(10): step()",
    )


def cases(quick):
    """The named networks."""
    for net in networks.NETWORKS:
        if net.heavy and "--heavy" not in sys.argv:
            continue
        ours, plain = _side(net.name, "ours"), _side(net.name, "plain")
        name = f"{net.name}: build and 10 steps"
        yield Case("memory", name, ours, plain, rounds=1 if quick else 3, heavy=net.heavy)


main(cases)
