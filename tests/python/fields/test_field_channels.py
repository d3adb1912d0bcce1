"""Blocks of channels: taken out, multiplied field by field, put together, measured."""

import pytest
import torch

from escnn_r.fields import field_channels


@pytest.mark.parametrize("space", [(), (1,), (3, 4), (7, 7), (5, 6, 4), (0,)])
@pytest.mark.parametrize("batch", [0, 1, 3])
def test_a_matrix_times_each_field(space, batch):
    generator = torch.Generator().manual_seed(1)
    fields = torch.randn(batch, 4, 5, *space, generator=generator, dtype=torch.float64)
    matrix = torch.randn(2, 5, generator=generator, dtype=torch.float64)
    found = field_channels.mapped(matrix, fields)
    torch.testing.assert_close(found, torch.einsum("gf,bcf...->bcg...", matrix, fields))


def test_its_gradient():
    matrix = torch.randn(3, 5, dtype=torch.float64)
    for space in ((), (2, 3), (7, 8)):
        fields = torch.randn(2, 2, 5, *space, dtype=torch.float64, requires_grad=True)
        assert torch.autograd.gradcheck(lambda x: field_channels.mapped(matrix, x), fields)


def test_lengths():
    x = torch.randn(4, 3, 6)
    torch.testing.assert_close(field_channels.length(x, 1), x.norm(dim=1))
    assert field_channels.length(x, 2, keepdim=True).shape == (4, 3, 1)
    for size in (2, 200):
        zero = torch.zeros(size, 3, requires_grad=True)
        field_channels.length(zero, 1).sum().backward()
        assert bool((zero.grad == 0).all())
    for size in (3, 300):
        vectors = torch.randn(size, 3, dtype=torch.float64)
        assert torch.allclose(
            field_channels.length(vectors, 1), (vectors**2).sum(1).sqrt(), rtol=1e-14
        )
    # squares of these have no place in half precision
    large = torch.full((2, 4), 1000.0).half()
    assert field_channels.length(large, 1).tolist() == [2000.0, 2000.0]


class _Holder(torch.nn.Module):
    def __init__(self, indices):
        super().__init__()
        self.register_buffer("indices", torch.tensor(indices))


def test_channels_are_a_slice_where_they_can_be():
    module = _Holder([2, 6])
    assert field_channels.channels(module, "indices", True) == slice(2, 6)
    assert field_channels.channels(module, "indices", True) == slice(2, 6)
    assert field_channels.channels(module, "indices", False).tolist() == [2, 6]


def test_blocks_are_put_together():
    values = torch.randn(3, 5, 4, 4)
    whole = torch.randn(3, 2, 3, 4, 4)
    found = field_channels.assembled(_Holder([]), values, [(slice(0, 6), whole)])
    assert torch.equal(found, whole.flatten(1, 2))
    module = _Holder([])
    parts = [(torch.tensor([4, 0, 2]), whole[:, 0]), (torch.tensor([1, 3, 5]), whole[:, 1])]
    for _ in range(2):
        found = field_channels.assembled(module, values, parts)
        assert torch.equal(found[:, [4, 0, 2]], whole[:, 0])
        assert torch.equal(found[:, [1, 3, 5]], whole[:, 1])
    there = [(where, block.to("meta")) for where, block in parts]
    field_channels.assembled(module, values.to("meta"), there)
    assert module._places[1].is_meta
    turned = field_channels.assembled(
        _Holder([]), values, [(slice(3, 6), whole[:, 0]), (slice(0, 3), whole[:, 1])]
    )
    assert torch.equal(turned, whole.flip(1).flatten(1, 2))
    half = field_channels.assembled(_Holder([]), values, [(slice(0, 3), whole[:, 0].double())])
    assert half.dtype == torch.float32


def test_fields_are_taken_out():
    values = torch.arange(2 * 6 * 3 * 3.0).reshape(2, 6, 3, 3)
    for where, wanted in ((slice(1, 5), [1, 2, 3, 4]), (torch.tensor([5, 0, 2, 3]), [5, 0, 2, 3])):
        found = field_channels.taken(values, where, 2)
        assert found.shape == (2, 2, 2, 3, 3)
        assert torch.equal(found.flatten(1, 2), values[:, wanted])
    last = values.contiguous(memory_format=torch.channels_last)
    assert torch.equal(
        field_channels.taken(last, slice(1, 5), 2, 1), values[:, 1:5].view(2, 2, 2, 1, 3, 3)
    )
