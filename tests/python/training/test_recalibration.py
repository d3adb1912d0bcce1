"""Training whose batch norms are renewed: same steps, other statistics."""

import pytest
import torch
from training_cases import data, network, plan, same, train

from escnn_r.nn import batch_statistics
from escnn_r.training import batches, optimizers, recalibration, running
from escnn_r.training.evaluation import wrap


def weights(module):
    return {name: p.detach().clone() for name, p in module.named_parameters()}


def misfit(module, examples):
    return batch_statistics.disagreement(
        module, examples.values, lambda values: module(wrap(module, values))
    )


def test_statistics_fit_the_weights_after_few_large_steps(monkeypatch):
    renewed, lagging = network(), network()
    train(renewed, epochs=1, lr_schedule=None)
    monkeypatch.setattr(recalibration.Renewal, "renew", lambda *_: None)
    train(lagging, epochs=1, lr_schedule=None)
    # training never reads them
    assert all(torch.equal(p, weights(lagging)[name]) for name, p in weights(renewed).items())
    assert misfit(renewed, data())["ratio"] < 1.05
    assert misfit(lagging, data())["ratio"] > 1.1


def test_a_function_is_not_asked_again():
    asked = []

    def function(epoch, batch):
        asked.append((epoch, batch))
        return data(8, seed=batch).take(range(8)) if batch < 6 else None

    module = network()
    train(module, batches.Calls(function), epochs=2)
    assert len(asked) == len(set(asked)) == 14
    assert misfit(module, data())["ratio"] < 1.4


def test_frozen_statistics_stay_and_are_measured():
    module = network()
    module[1].eval()
    before = {k: v.clone() for k, v in module[1].state_dict().items() if "running" in k}
    made = train(module, epochs=1)
    after = module[1].state_dict()
    assert before and all(torch.equal(after[k], v) for k, v in before.items())
    assert made.misfit is not None and made.misfit["ratio"] > 1.2
    assert train(network(), epochs=1).misfit is None


def test_a_module_without_statistics_is_refused():
    with pytest.raises(ValueError, match="batch normalisation"):
        recalibration.recalibrate(torch.nn.Linear(2, 2), data(), 8)


def plain(**changes):
    """A network without batch norms and dropout, of which a batch is the sum of its parts."""
    module = network()
    module = type(module)(module[0], module[2], module[4], module[5])
    made = train(module, lr_schedule=None, optimizer={"name": "sgd", "lr": 0.05}, **changes)
    return module, made


def test_gradients_of_several_batches_are_those_of_a_larger_one():
    # 60 examples: the last step has fewer batches, and the last batch fewer examples
    whole, _ = plain(batch_size=20)
    parts, made = plain(batch_size=5, accumulate=4)
    assert made.progress.step == 36
    for name, p in weights(whole).items():
        torch.testing.assert_close(weights(parts)[name], p, rtol=1e-4, atol=1e-6)
    # 2 batches are left over
    whole, _ = plain(batch_size=30)
    odd, _ = plain(batch_size=30, accumulate=4)
    single, _ = plain(batch_size=60)
    for name, p in weights(single).items():
        torch.testing.assert_close(weights(odd)[name], p, rtol=1e-4, atol=1e-6)
        assert not torch.allclose(weights(whole)[name], p)


def test_layers_have_rates_of_their_own():
    module = network()
    before = weights(module)
    module = train(module, optimizer={"name": "sgd", "lr": 0.1, "rates": {"1": 0.0}}).module
    after = weights(module)
    assert all(torch.equal(before[n], after[n]) == n.startswith("0.") for n in before)
    groups = optimizers.optimizer(
        module, {"name": "sgd", "lr": 0.1, "rates": {"5": 0.01, "4.weights": 0.2}}
    )
    assert [group["lr"] for group in groups.param_groups] == [0.1, 0.01, 0.2]
    assert optimizers.trained_names(module, groups)[-1] == "4.weights"
    for unknown in ("9", "head", "3"):
        with pytest.raises(ValueError, match="by name or by position"):
            optimizers.optimizer(module, {"name": "sgd", "lr": 0.1, "rates": {unknown: 1.0}})


def test_a_training_with_rates_goes_on_from_its_checkpoint(tmp_path):
    from escnn_r.training import checkpoints
    from escnn_r.training.checkpoints import CheckpointFile

    settings = {"optimizer": {"name": "adam", "lr": 0.01, "rates": {"5": 0.001}}, "epochs": 4}
    whole = train(network(), **settings)
    path = str(tmp_path / "run")
    half = running.make_trainer(network(), data(), None, plan(**settings))
    half.run(lambda record: record["epoch"] < 2, None, CheckpointFile(path, None))
    rest = running.make_trainer(network(), data(), None, plan(**settings))
    checkpoints.load_checkpoint(rest, path)
    rest.run()
    assert same(whole.module, rest.module)
