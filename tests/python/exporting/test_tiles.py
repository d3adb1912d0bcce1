"""Images in tiles."""

import numpy as np
import pytest
import torch
from escnn import gspaces, nn

from escnn_r.bridge.errors import BadArgument
from escnn_r.exporting.reach import alignment, reach
from escnn_r.exporting.tiles import Axis, Tiles
from escnn_r.nn.layers.skips import SkipModule


@pytest.fixture(scope="module")
def unet():
    torch.manual_seed(0)
    space = gspaces.rot2dOnR2(4)
    one = nn.FieldType(space, [space.trivial_repr])
    two = nn.FieldType(space, [space.regular_repr] * 2)
    below = nn.SequentialModule(
        nn.PointwiseAvgPoolAntialiased(two, sigma=0.66, stride=2),
        nn.R2Conv(two, two, 3, padding=1),
        nn.ReLU(two),
    )
    skip = SkipModule(two, below)
    return nn.SequentialModule(
        nn.R2Conv(one, two, 3, padding=1),
        skip,
        nn.R2Conv(skip.out_type, one, 3, padding=1),
    ).eval()


def in_tiles(module, image, **options):
    tiles = Tiles(module, list(image.shape[1:]), "response", **options)
    plan = tiles.plan()
    lines = []
    for i, row in enumerate(plan["rows"]):
        for j, column in enumerate(plan["columns"]):
            part = image[:, row : row + plan["height"], column : column + plan["width"]]
            done = tiles.add(i, j, part.reshape(len(image), -1).T.numpy())
            assert (done is None) == (j < len(plan["columns"]) - 1)
        lines.append(done)
    return torch.cat(lines).T.reshape(-1, *image.shape[1:]), plan


@pytest.mark.parametrize("size", [(90, 77), (64, 101)])
def test_tiles_are_parts_of_one_pass(unet, size):
    image = torch.randn(1, *size)
    with torch.no_grad():
        expected = unet(nn.GeometricTensor(image[None], unet.in_type)).tensor[0]
    predicted, plan = in_tiles(unet, image, tile=60)
    assert len(plan["columns"]) > 1
    assert torch.allclose(predicted, expected, atol=1e-5)
    # by the module itself, too
    handle = unet.register_forward_hook(lambda *_: None)
    predicted, _ = in_tiles(unet, image, tile=60)
    handle.remove()
    assert torch.allclose(predicted, expected, atol=1e-5)


def test_weights_of_tiles_sum_to_one():
    axis = Axis(103, 40, 20, 6, 2)
    total = np.zeros(103)
    for start, weight in zip(axis.starts, axis.weights, strict=True):
        total[start : start + axis.size] += weight
        assert start % 2 == 0 and (start == 0 or (weight[:6] == 0).all())
    assert np.allclose(total, 1) and (103 - axis.size) % 2 == 0


def test_strides_give_the_alignment(unet):
    assert alignment(unet) == 2


def test_missing_numbers_come_back_or_are_refused(unet):
    image = torch.zeros(1, 20, 20)
    image[0, 3, 4] = float("nan")
    predicted, _ = in_tiles(unet, image, fill=0.0)
    assert torch.isnan(predicted).sum() == 1 and torch.isnan(predicted[0, 3, 4])
    with pytest.raises(BadArgument, match="without missing values"):
        in_tiles(unet, image)


def test_a_model_that_sees_all_is_for_one_pass(unet):
    whole = torch.nn.Module()
    whole.in_type = unet.in_type
    whole.forward = lambda x: x + x.mean((2, 3), keepdim=True)
    assert reach(whole.forward, whole, 1, torch.zeros(())) is None
