"""How the cost of a training step and of building grows with each of five sizes."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))

import time

import networks
import steps
from harness import Case, main


def _built(net, side):
    def run():
        begun = time.perf_counter()
        net.made(side)
        return time.perf_counter() - begun

    return run


def cases(quick):
    """One size at a time, the others at their middle values."""
    for net in networks.scaled(quick):
        ours, plain = net.pair()
        place = {"axis": net.axis, "value": net.value}
        a, b = steps.training(ours, net), steps.training(plain, net)
        yield Case("growth", f"training step, {net.name}", a, b, **place)
        a, b = steps.inference(ours, net), steps.inference(plain, net)
        yield Case("growth", f"inference, {net.name}", a, b, **place)
        if net.axis in ("order of the group", "fields", "kernel"):
            name = f"building again, {net.name}"
            yield Case("growth", name, _built(net, "ours"), _built(net, "plain"), **place)


main(cases)
