"""Sampling about the centre: turning the grid before or after is the same, for every size."""

import pytest
import torch

import escnn_r
from escnn_r.nn import centred_sampling

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")


def turned(x):
    return torch.rot90(x, 1, (2, 3)).flip(2)


@pytest.mark.parametrize("n", [5, 6, 9, 10])
@pytest.mark.parametrize("stride", [1, 2, 3])
def test_sampling_is_symmetric(n, stride):
    x = torch.randn(1, 2, n, n, dtype=torch.float64)
    for size in range(1, (n - 1) // stride + 2):
        found = centred_sampling.sample(x, [size, size], [stride, stride])
        assert found.shape[2:] == (size, size)
        assert torch.allclose(
            turned(found), centred_sampling.sample(turned(x), [size] * 2, [stride] * 2)
        )


def test_samples_are_pixels_where_they_can_be_and_means_of_pairs_elsewhere():
    x = torch.arange(7.0).reshape(1, 1, 7)
    assert centred_sampling.sample(x, [3], [2]).flatten().tolist() == [1, 3, 5]
    assert centred_sampling.sample(x, [4], [2]).flatten().tolist() == [0, 2, 4, 6]
    assert centred_sampling.sample(x, [2], [3]).flatten().tolist() == [1.5, 4.5]
    # less room than the stride asks for
    assert centred_sampling.sample(x, [4], [9]).flatten().tolist() == [0, 2, 4, 6]


@pytest.mark.parametrize("n", [7, 8, 9])
def test_shrinking_keeps_constants_and_symmetry(n):
    assert torch.allclose(centred_sampling.shrink(torch.ones(1, 1, n, n), 3), torch.ones(()))
    x = torch.randn(1, 1, n, n, dtype=torch.float64)
    assert torch.allclose(
        turned(centred_sampling.shrink(x, 2)), centred_sampling.shrink(turned(x), 2)
    )


def test_shrinking_weights_by_a_triangle():
    x = torch.zeros(1, 1, 9)
    x[..., 4] = 1
    assert torch.allclose(centred_sampling.shrink(x, 2).flatten()[2], torch.tensor(0.5))
    assert torch.allclose(centred_sampling.shrink(x, 2).flatten()[1], torch.tensor(0.0))


def test_resizing_keeps_the_corners():
    x = torch.tensor([[[0.0, 1.0]]])
    assert centred_sampling.resize(x, [3]).flatten().tolist() == [0, 0.5, 1]
    assert centred_sampling.resize(x, [2]) is x


def test_strides_multiply():
    c4 = gspaces.rot2dOnR2(4)
    kind = nn.FieldType(c4, [c4.trivial_repr])
    first, second = nn.R2Conv(kind, kind, 3, stride=2), nn.PointwiseMaxPool(kind, 2, stride=(2, 3))
    assert centred_sampling.strides_of(first, 2) == [2, 2]
    assert centred_sampling.strides_of(nn.SequentialModule(first, nn.ReLU(kind), second), 2) == [
        4,
        6,
    ]
