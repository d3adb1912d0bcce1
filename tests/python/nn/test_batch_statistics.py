"""Running statistics that are estimated anew, and how far they are from a batch's."""

import pytest
import torch

import escnn_r
from escnn_r.nn import batch_statistics
from escnn_r.nn.layers import find

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

NORMS = ["InnerBatchNorm", "NormBatchNorm", "IIDBatchNorm2d", "GNormBatchNorm"]


def network(norm="InnerBatchNorm"):
    torch.manual_seed(1)
    space = gspaces.rot2dOnR2(4)
    kind = nn.FieldType(space, [space.trivial_repr])
    hidden = nn.FieldType(space, [space.regular_repr] * 3 + [space.irrep(1)])
    if norm in ("InnerBatchNorm", "IIDBatchNorm2d"):
        hidden = nn.FieldType(space, [space.regular_repr] * 3)
    elif norm == "NormBatchNorm":
        hidden = nn.FieldType(space, [space.irrep(1)] * 4)
    module = nn.SequentialModule(
        nn.R2Conv(kind, hidden, 3), find(norm)(hidden), nn.R2Conv(hidden, hidden, 3),
        find(norm)(hidden), find("FieldDropout")(hidden, 0.5),
    )  # fmt: skip
    return module, lambda values: module(nn.GeometricTensor(values, kind))


def parts_of(values, size):
    for first in range(0, len(values), size):
        batch = values[first : first + size]
        yield batch, len(batch)


def state(module):
    """What stays, without filters, which come and go with the mode."""
    return {
        name: values.clone()
        for name, values in module.state_dict().items()
        if "running" in name or "weights" in name
    }


@pytest.mark.parametrize("norm", NORMS)
def test_estimated_statistics_normalise_the_data(norm):
    module, call = network(norm)
    values = torch.randn(50, 1, 9, 9) * 4 + 2
    start = batch_statistics.disagreement(module, values, call)
    assert start["ratio"] > 1.3
    weights = {name: p.clone() for name, p in module.named_parameters()}
    # parts of unequal size count by their examples
    batch_statistics.estimate(module, parts_of(values, 20), call)
    after = batch_statistics.disagreement(module, values, call)
    assert after["ratio"] < 1.02 and after["shift"] < 0.02
    assert module.training and all(layer.training for layer in module)
    assert all(torch.equal(p, weights[name]) for name, p in module.named_parameters())
    assert all(part.momentum == 0.1 for part in batch_statistics.batch_norms(module))


def test_measuring_changes_nothing():
    module, call = network()
    module[1].eval()
    before, modes = state(module), [part.training for part in module.modules()]
    batch_statistics.disagreement(module, torch.randn(8, 1, 9, 9), call)
    after = state(module)
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert [part.training for part in module.modules()] == modes


def test_frozen_layers_keep_their_statistics_and_a_module_in_use_gets_new_ones():
    module, call = network()
    values = torch.randn(30, 1, 9, 9) * 4
    module[1].eval()
    before = state(module)
    batch_statistics.estimate(module, parts_of(values, 30), call)
    after = state(module)
    changed = [name for name in before if not torch.equal(before[name], after[name])]
    assert changed and all(name.startswith("3.") for name in changed)
    module.eval()
    batch_statistics.estimate(module, parts_of(values, 30), call)
    assert not torch.equal(
        state(module)["1.batch_norm_[4].running_var"], before["1.batch_norm_[4].running_var"]
    )
    assert not module.training


def test_a_batch_that_fails_leaves_everything_as_it_was():
    module, call = network()
    before = state(module)

    def failing():
        yield torch.randn(8, 1, 9, 9), 8
        raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        batch_statistics.estimate(module, failing(), call)
    after = state(module)
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert module.training


def test_modules_without_running_statistics_agree_with_everything():
    module = torch.nn.Linear(3, 2)
    assert batch_statistics.batch_norms(module) == []
    found = batch_statistics.disagreement(module, torch.randn(4, 3), module)
    assert found == {"shift": 0.0, "ratio": 1.0}
