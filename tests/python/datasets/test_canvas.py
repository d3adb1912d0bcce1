"""Images on canvases."""

import numpy as np
import pytest

from escnn_r.bridge.errors import BadArgument
from escnn_r.datasets.canvas import embed

IMAGES = np.random.RandomState(1).randint(1, 256, size=(3, 1, 4, 4)).astype(np.uint8)


@pytest.mark.parametrize(("position", "start"), [("centre", (0, 1)), ("top_left", (0, 0))])
def test_pixels_are_moved_and_not_changed(position, start):
    out = embed(IMAGES, (5, 7), position=position, fill=7)
    down, right = start
    assert out.shape == (3, 1, 5, 7) and out.dtype == np.uint8
    assert np.array_equal(out[:, :, down : down + 4, right : right + 4], IMAGES)
    assert (out == 7).sum() >= 3 * (35 - 16)


def test_places_reach_every_corner():
    places = np.array([[0.0, 0.0], [0.999, 0.0], [0.999, 1.0]])
    out = embed(IMAGES, (6, 6), places=places, position="random")
    for i, (down, right) in enumerate([(0, 0), (2, 0), (2, 2)]):
        assert np.array_equal(out[i, 0, down : down + 4, right : right + 4], IMAGES[i, 0])
        assert out[i].sum() == IMAGES[i].sum()


def test_making_smaller_takes_means():
    values = IMAGES.astype(np.float64)
    half = embed(values, (2, 2), scale=0.5)
    wanted = values.reshape(3, 1, 2, 2, 2, 2).mean(axis=(3, 5))
    assert np.abs(half - wanted).max() < 1e-3
    rough = embed(values, (2, 2), scale=0.5, order=0, antialias=False)
    assert np.isin(rough, values).all()


def test_making_larger_keeps_constants_and_ramps():
    ramp = np.broadcast_to(np.arange(6.0), (1, 1, 6, 6))
    large = embed(ramp, (18, 18), scale=3)
    assert np.abs(large[0, 0, 0, 3:-3] - (np.arange(18) / 3 - 1 / 3)[3:-3]).max() < 1e-5
    assert np.abs(embed(np.ones((1, 1, 4, 4)), (9, 9), scale=2.25, fill=1) - 1).max() < 1e-6


def test_canvases_that_are_too_small_are_refused():
    with pytest.raises(BadArgument, match="`size` must be at least 8 x 8"):
        embed(IMAGES, (7, 9), scale=2)
