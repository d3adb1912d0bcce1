"""What keeps float32 where others compute in bfloat16, and what doesn't."""

import pytest
import torch
import torch.nn.functional as F

from escnn_r.nn import low_precision


def seen(operation, *args, **kwargs):
    """The types that an operation gets under autocast, and that of what comes out."""
    inside = []

    def spy(values, *others, **named):
        inside.append((values.dtype, low_precision.autocast_on("cpu")))
        return operation(values, *others, **named)

    with torch.autocast("cpu", torch.bfloat16):
        found = low_precision.convolve(spy, *args, **kwargs)
    return inside[0], found.dtype


@pytest.mark.parametrize("convolution", [F.conv2d, F.conv_transpose2d])
def test_depthwise_convolutions_keep_float32_inside(convolution):
    x, w = torch.randn(2, 6, 9, 9).bfloat16(), torch.randn(6, 1, 3, 3)
    assert seen(convolution, x, w, groups=6) == ((torch.float32, False), torch.bfloat16)
    # also where the weights were lowered before
    assert seen(convolution, x, w.bfloat16(), groups=6)[0] == (torch.float32, False)


def test_other_convolutions_are_left_to_autocast():
    x, w = torch.randn(2, 6, 9, 9), torch.randn(6, 2, 3, 3)
    assert seen(F.conv2d, x, w, groups=3) == ((torch.float32, True), torch.bfloat16)
    assert seen(F.conv2d, x[:, :1], w[:, :1], groups=1)[0] == (torch.float32, True)


def test_without_autocast_nothing_changes():
    x, w = torch.randn(2, 6, 9, 9, dtype=torch.float64), torch.randn(6, 1, 3, 3).double()
    found = low_precision.convolve(F.conv2d, x, w, groups=6)
    assert torch.equal(found, F.conv2d(x, w, groups=6))


def test_gradients_come_back_in_the_type_of_the_input():
    x = torch.randn(2, 4, 9, 9).bfloat16().requires_grad_()
    with torch.autocast("cpu", torch.bfloat16):
        low_precision.in_float32(F.avg_pool2d, x, 3).sum().backward()
    assert x.grad.dtype == torch.bfloat16
    expected = torch.zeros(9, 9).fill_(1 / 9)
    assert torch.allclose(x.grad[0, 0].float(), expected, atol=1e-3)
