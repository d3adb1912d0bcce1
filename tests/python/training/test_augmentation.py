"""Augmentation by the elements of a group, and data that are rotated by angles."""

import pytest
import torch
from training_cases import data, network, plan

from escnn_r.training import rotated_data, running

gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")


def test_rotated_data_turn_counter_clockwise():
    image = torch.zeros(1, 1, 5, 5)
    image[0, 0, 2, 4] = 1
    assert rotated_data.rotate(image, 90)[0, 0, 0, 2] == 1
    space = gspaces.rot2dOnR2(N=4)
    kind = nn.FieldType(space, [space.trivial_repr])
    raw = nn.GeometricTensor(image, kind).transform(space.fibergroup.element(1)).tensor
    assert torch.equal(rotated_data.rotate(image, 90), raw)
    volume = torch.randn(1, 1, 3, 5, 5)
    expected = torch.stack([rotated_data.rotate(volume[:, :, k], 90) for k in range(3)], 2)
    assert torch.allclose(rotated_data.rotate(volume, 90), expected)


def test_augmentation_turns_by_the_group():
    examples = data(16)
    once = running.make_trainer(network(), examples, None, plan(augment="exact")).augmentation
    first, classes = once(examples.values, examples.targets, 0, 0)
    assert torch.equal(classes, examples.targets)
    assert torch.equal(first, once(examples.values, classes, 0, 0)[0])
    assert not torch.equal(first, once(examples.values, classes, 0, 1)[0])
    for before, after in zip(examples.values, first, strict=True):
        assert any(torch.equal(after, torch.rot90(before, k, (1, 2))) for k in range(4))
