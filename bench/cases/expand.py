"""Expanding the filter of one layer, alone and with its gradient."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))

import networks
import place
import torch
from harness import Case, main


def forward(layer):
    """Expand the weights, without a graph."""

    def run():
        # other weights each time, or ours would give the filter that it has
        with torch.no_grad():
            layer.weights.neg_()
            layer.expand_parameters()

    return run


def both(layer):
    """Expand the weights and take the gradient back to them."""

    def run():
        layer.weights.grad = None
        with torch.no_grad():
            layer.weights.neg_()
        layer.expand_parameters()[0].sum().backward()

    return run


def cases(quick):
    """Every single layer that is measured."""
    for net in networks.SINGLE:
        if net.heavy and "--heavy" not in sys.argv:
            continue
        ours, plain = place.put(net.made("ours")), place.put(net.made("plain"))
        yield Case("expand", net.name, forward(ours), forward(plain), heavy=net.heavy)
        name = net.name + ", with gradient"
        yield Case("expand", name, both(ours), both(plain), heavy=net.heavy)


main(cases)
