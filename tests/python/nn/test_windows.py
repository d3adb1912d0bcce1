"""Windows of larger images."""

import pytest
import torch
import torch.nn.functional as F

from escnn_r.nn import windows


@pytest.mark.parametrize("start", [0, 8, 24])
def test_a_window_is_stretched_as_the_whole_is(start):
    coarse = torch.randn(1, 2, 25, 20)
    whole = F.interpolate(coarse, size=[50, 40], mode="bilinear", align_corners=True)
    window = windows.Window((26, 40), (50, 40), (start, 0))
    part = coarse[:, :, start // 2 : start // 2 + 13]
    found = windows.stretched(part, [26, 40], window)
    # at its ends a window lacks a neighbour
    assert torch.allclose(found[:, :, 2:-2], whole[:, :, start + 2 : start + 24], atol=1e-5)


def test_whole_images_have_no_window():
    assert windows.current() is None
    with windows.within(windows.Window((4, 4), (4, 4), (0, 0))):
        assert windows.current() is None
    with windows.within(windows.Window((4, 4), (8, 4), (4, 0))):
        assert windows.current() is not None
