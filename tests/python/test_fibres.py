"""Blocks of channels: taken out, multiplied field by field, put together, measured."""

import pytest
import torch

from escnn_r import fibres


@pytest.mark.parametrize("space", [(), (1,), (3, 4), (7, 7), (5, 6, 4), (0,)])
@pytest.mark.parametrize("batch", [0, 1, 3])
def test_a_matrix_times_each_field(space, batch):
    generator = torch.Generator().manual_seed(1)
    fields = torch.randn(batch, 4, 5, *space, generator=generator, dtype=torch.float64)
    matrix = torch.randn(2, 5, generator=generator, dtype=torch.float64)
    found = fibres.mapped(matrix, fields)
    torch.testing.assert_close(found, torch.einsum("gf,bcf...->bcg...", matrix, fields))


def test_its_gradient():
    matrix = torch.randn(3, 5, dtype=torch.float64)
    for space in ((), (2, 3), (7, 8)):
        fields = torch.randn(2, 2, 5, *space, dtype=torch.float64, requires_grad=True)
        assert torch.autograd.gradcheck(lambda x: fibres.mapped(matrix, x), fields)


def test_lengths():
    x = torch.randn(4, 3, 6)
    torch.testing.assert_close(fibres.length(x, 1), x.norm(dim=1))
    assert fibres.length(x, 2, keepdim=True).shape == (4, 3, 1)
    zero = torch.zeros(2, 3, requires_grad=True)
    fibres.length(zero, 1).sum().backward()
    assert bool((zero.grad == 0).all())
    # squares of these have no place in half precision
    large = torch.full((2, 4), 1000.0).half()
    assert fibres.length(large, 1).tolist() == [2000.0, 2000.0]


class _Holder(torch.nn.Module):
    def __init__(self, indices):
        super().__init__()
        self.register_buffer("indices", torch.tensor(indices))


def test_channels_are_a_slice_where_they_can_be():
    module = _Holder([2, 6])
    assert fibres.channels(module, "indices", True) == slice(2, 6)
    assert fibres.channels(module, "indices", True) == slice(2, 6)
    assert fibres.channels(module, "indices", False).tolist() == [2, 6]


def test_blocks_are_put_together():
    values = torch.randn(3, 5, 4, 4)
    whole = torch.randn(3, 2, 3, 4, 4)
    found = fibres.assembled(values, 6, [(slice(0, 6), whole)])
    assert torch.equal(found, whole.flatten(1, 2))
    parts = [(torch.tensor([4, 0, 2]), whole[:, 0]), (torch.tensor([1, 3, 5]), whole[:, 1])]
    found = fibres.assembled(values, 6, parts)
    assert torch.equal(found[:, [4, 0, 2]], whole[:, 0])
    assert torch.equal(found[:, [1, 3, 5]], whole[:, 1])
    half = fibres.assembled(values, 3, [(slice(0, 3), whole[:, 0].double())])
    assert half.dtype == torch.float32
