"""Maps of channels fold into the layers before them, exactly."""

import pytest
import torch

import escnn_r
from escnn_r.exporting import folding, network, originals, plain, traced
from escnn_r.nn.evaluation_mode import evaluation

escnn_r.prepare()
pytest.importorskip("escnn.nn")
import export_cases as cases  # noqa: E402


def conv(**settings):
    return torch.nn.Conv2d(4, 6, 3, **settings).double()


@pytest.mark.parametrize("groups", [1, 2])
@pytest.mark.parametrize("mixes", [False, True])
@pytest.mark.parametrize("transposed", [False, True])
@pytest.mark.parametrize("bias", [False, True])
def test_folding_changes_nothing(groups, mixes, transposed, bias):
    torch.manual_seed(0)
    cls = torch.nn.ConvTranspose2d if transposed else torch.nn.Conv2d
    first = cls(4, 6, 3, groups=groups, bias=bias, padding=1).double()
    shift = torch.randn(6).double()
    if mixes:
        matrix = torch.block_diag(torch.randn(3, 3), torch.randn(3, 3)).double()
        second = plain.Mix(matrix, shift)
    else:
        second = plain.Scale(torch.randn(6).double(), shift)
    x = torch.randn(2, 4, 7, 8).double()
    expected = second(first(x))
    fused = folding.fuse(plain.Chain(first, second))
    assert len(fused) == 1
    assert torch.allclose(fused(x), expected, atol=1e-12)


def test_a_matrix_across_groups_stays_a_layer():
    first = conv(groups=2)
    second = plain.Mix(torch.randn(6, 6).double(), torch.zeros(6).double())
    x = torch.randn(2, 4, 7, 8).double()
    expected = second(first(x))
    fused = folding.fuse(plain.Chain(first, second))
    assert len(fused) == 2
    assert torch.allclose(fused(x), expected, atol=1e-12)


def test_maps_in_a_row_become_one():
    torch.manual_seed(0)
    maps = [
        plain.Scale(torch.randn(3).double(), torch.randn(3).double()),
        plain.Mix(torch.randn(3, 3).double(), torch.randn(3).double()),
        plain.Pick([2, 0, 1]),
        plain.Scale(torch.randn(3).double(), torch.randn(3).double()),
    ]
    x = torch.randn(2, 3, 4, 4).double()
    expected = x
    for each in maps:
        expected = each(expected)
    fused = folding.fuse(plain.Chain(*maps))
    assert len(fused) == 1 and isinstance(fused[0], plain.Mix)
    assert torch.allclose(fused(x), expected, atol=1e-12)


def test_a_network_has_no_norms_left():
    module = cases.built("SequentialModule")
    with evaluation(module):
        plain_form = network.plain(module)
    kinds = [type(layer).__name__ for layer in plain_form]
    assert kinds == ["Conv2d", "Blocks", "Conv2d", "ReLU", "MaxPool2d", "Blocks"] or kinds == [
        "Conv2d", "Blocks", "Conv2d", "ReLU", "MaxPool2d", "FieldMax",
    ]  # fmt: skip


def test_nothing_is_written_into_what_was_given():
    for name in ("ResidualModule", "SkipModule", "MultipleModule", "SequentialModule"):
        module = cases.built(name)
        with evaluation(module):
            plain_form = network.plain(module)
            inputs = originals.Original(module).example.inputs
            before = [x.clone() for x in inputs]
            plain_form(*inputs)
        assert all(torch.equal(a, b) for a, b in zip(inputs, before, strict=True)), name


def test_norms_with_a_mean_far_from_zero_are_read_off_exactly():
    module = cases.built("IIDBatchNorm2d")
    with torch.no_grad():
        for name, buffer in module.named_buffers():
            if "running_mean" in name:
                buffer.add_(1000)
    with evaluation(module):
        plain_form = network.plain(module)
        x = 1000 + torch.randn(2, module.in_type.size, 5, 5)
        exact = traced.outputs_of(module, (x,))[0]
        assert (plain_form(x) - exact).abs().max() / exact.abs().max() < 1e-4
