"""Inference in evaluation mode: the same networks as in train.py."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))

import networks
import steps
from harness import Case, main


def cases(quick):
    """Named and drawn networks."""
    drawn = networks.drawn(3 if quick else 12, 1)
    for net in networks.NETWORKS + drawn:
        if net.heavy and "--heavy" not in sys.argv:
            continue
        ours, plain = net.pair()
        yield Case(
            "infer",
            net.name,
            steps.inference(ours, net),
            steps.inference(plain, net),
            heavy=net.heavy,
        )


main(cases)
