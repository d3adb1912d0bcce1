"""Layers that have the same types are different modules."""

from __future__ import annotations

import torch
from escnn import gspaces, nn
from escnn_r.expansion.swap import expanding


def test_a_network_of_equal_layers_lists_its_modules() -> None:
    """Modules are found by being themselves, not by being like others."""
    space = gspaces.rot2dOnR2(4)
    type_ = nn.FieldType(space, 3 * [space.regular_repr])
    with expanding():
        layers = [nn.R2Conv(type_, type_, kernel_size=3) for _ in range(2)]
    network = torch.nn.Sequential(*layers)
    expansions = [layer.basisexpansion for layer in layers]
    assert expansions[0] != expansions[1]
    found = list(network.modules())
    assert all(any(e is module for module in found) for e in expansions)
