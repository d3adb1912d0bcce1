"""A training step: the named networks, and networks over gspaces drawn at random."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))

import networks
import steps
from harness import Case, main


def cases(quick):
    """Named and drawn networks; another seed of BENCH_SEED draws others."""
    import os

    drawn = networks.drawn(3 if quick else 12, int(os.environ.get("BENCH_SEED", "1")))
    for net in networks.NETWORKS + drawn:
        if net.heavy and "--heavy" not in sys.argv:
            continue
        ours, plain = net.pair()
        yield Case(
            "train",
            net.name,
            steps.training(ours, net),
            steps.training(plain, net),
            heavy=net.heavy,
        )


main(cases)
