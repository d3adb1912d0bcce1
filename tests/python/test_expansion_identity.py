"""Layers that have the same types are different modules."""

import torch

import escnn_r

escnn_r.prepare()

from escnn import gspaces, nn  # noqa: E402

from escnn_r.expansion.swap import expanding  # noqa: E402


def test_a_network_of_equal_layers_lists_its_modules():
    space = gspaces.rot2dOnR2(4)
    fields = nn.FieldType(space, 3 * [space.regular_repr])
    with expanding():
        layers = [nn.R2Conv(fields, fields, kernel_size=3) for _ in range(2)]
    expansions = [layer.basisexpansion for layer in layers]
    assert expansions[0] != expansions[1]
    found = list(torch.nn.Sequential(*layers).modules())
    assert all(any(e is module for module in found) for e in expansions)
