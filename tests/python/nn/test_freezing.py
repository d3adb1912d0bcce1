"""Layers that training leaves as they are."""

import pytest
import torch

import escnn_r
from escnn_r.exporting import predictions
from escnn_r.nn.evaluation_mode import evaluation, frozen, set_modes
from escnn_r.nn.layers import find
from escnn_r.saving import copies
from escnn_r.training import batches, running
from escnn_r.training.evaluation import Judge
from escnn_r.training.plan import Plan

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")


def modes(module):
    return [part.training for part in module.modules()]


def network():
    space = gspaces.rot2dOnR2(4)
    one, kind = nn.FieldType(space, [space.trivial_repr]), nn.FieldType(space, [space.regular_repr])
    conv = find("R2Conv")
    return nn.SequentialModule(
        conv(one, kind, 3), nn.InnerBatchNorm(kind), conv(kind, kind, 3)
    ).train()


def data():
    x = torch.randn(6, 1, 5, 5, generator=torch.Generator().manual_seed(1))
    return batches.Arrays(x, torch.zeros(6, 4))


def test_a_frozen_filter_is_not_expanded_again():
    module = network()
    module[0].eval()
    held = module[0].filter
    before = modes(module)
    with evaluation(module):
        assert not any(modes(module))
    assert modes(module) == before and module[0].filter is held
    set_modes(module, {name: True for name, _ in module.named_modules()})
    assert all(modes(module))


def test_predictions_and_scores_leave_frozen_layers_as_they_were():
    module = network()
    module[1].eval()
    before = modes(module)
    predictions.outputs(module, data(), 3, False)
    assert modes(module) == before
    Judge(module, Plan(loss="mse")).evaluate(batches.Arrays(data().values, torch.zeros(6, 4, 1, 1)))
    assert modes(module) == before
    # a copy has them, too
    assert frozen(copies.fresh_copy(module))[0] == "1"


def test_what_is_frozen_stays_so_in_training_unless_all_is():
    module = network()
    module[1].eval()
    module[2].eval()
    statistics = {k: v.clone() for k, v in module[1].state_dict().items() if "running" in k}
    weights = module[2].weights.detach().clone()
    plan = {"epochs": 2, "loss": "mse", "batch_size": 3, "augment": None}
    made = running.make_trainer(
        module, batches.Arrays(data().values, torch.zeros(6, 4, 1, 1)), None, plan
    )
    outcome = running.run_training(made, None, None)
    assert {"1", "2"} <= set(outcome["frozen"]) and "0" not in outcome["frozen"]
    assert all(torch.equal(module[1].state_dict()[k], v) for k, v in statistics.items())
    assert torch.equal(module[2].weights, weights)
    module.eval()
    made = running.make_trainer(
        module, batches.Arrays(data().values, torch.zeros(6, 4, 1, 1)), None, plan
    )
    assert running.run_training(made, None, None)["frozen"] == []
    assert not torch.equal(module[2].weights, weights)


def test_a_model_with_nothing_to_train_is_refused():
    module = nn.SequentialModule(network()[0]).train()
    module[0].eval()
    plan = {"loss": "mse", "augment": None}
    made = running.make_trainer(
        module, batches.Arrays(data().values, torch.zeros(6, 4, 3, 3)), None, plan
    )
    with pytest.raises(ValueError, match="to train"):
        running.run_training(made, None, None)
