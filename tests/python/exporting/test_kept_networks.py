"""Predictions by the plain network: right after every change, and only where it serves."""

import pytest
import torch

import escnn_r
from escnn_r.exporting import comparison, kept_networks, network, predictions, traced
from escnn_r.nn import layers, raw_weights
from escnn_r.nn.evaluation_mode import evaluation
from escnn_r.training import batches

escnn_r.prepare()
nn = pytest.importorskip("escnn.nn")
import export_cases as cases  # noqa: E402


def model():
    return cases.built("SequentialModule")


def data(n=7, dtype=torch.float32):
    generator = torch.Generator().manual_seed(1)
    return batches.Arrays(torch.randn(n, 1, 11, 11, generator=generator).to(dtype), None)


def exact(module, source):
    with evaluation(module):
        return traced.outputs_of(module, (source.values,))[0]


def predicted(module, source):
    return predictions.outputs(module, source, 3, False, flat=False)


def near(one, other, tolerance=1e-5):
    return comparison.error((one,), (other,)) < tolerance


def test_predictions_are_the_models_own(monkeypatch):
    module = model()
    assert near(predicted(module, data()), exact(module, data()))
    # the second time nothing is made again
    monkeypatch.setattr(network, "plain", lambda module: pytest.fail("made again"))
    assert near(predicted(module, data()), exact(module, data()))
    assert module.training


def test_filters_are_not_expanded_again(monkeypatch):
    module = model()
    first = predicted(module, data())
    monkeypatch.setattr(type(module[0]), "expand_parameters", lambda self: pytest.fail("expanded"))
    assert torch.equal(predicted(module, data()), first)


CHANGES = {
    "an optimizer's step": lambda m: torch.optim.SGD(m.parameters(), 0.1).step(),
    "weights set through data": lambda m: next(m.parameters()).data.mul_(2),
    "weights loaded": lambda m: raw_weights.load_weights(
        m, {k: v + 1 for k, v in raw_weights.read_weights(m).items()}
    ),
    "statistics": lambda m: m(nn.GeometricTensor(3 + torch.randn(8, 1, 11, 11), m.in_type)),
    "a layer more": lambda m: m.append(cases.make("IdentityModule", m.out_type)),
}


@pytest.mark.parametrize("mode", [True, False])
@pytest.mark.parametrize("change", CHANGES)
def test_predictions_follow_every_change(change, mode):
    module = model()
    with torch.no_grad():
        module.train(mode)
        predicted(module, data())
    if change == "an optimizer's step":
        with torch.no_grad():
            module.train()
        x = nn.GeometricTensor(torch.randn(4, 1, 11, 11), module.in_type)
        module(x).tensor.sum().backward()
    CHANGES[change](module)
    with torch.no_grad():
        module.train(mode)
    assert near(predicted(module, data()), exact(module, data()))


def test_filters_of_evaluation_mode_are_the_ones_that_count():
    module = model()
    with torch.no_grad():
        module.eval()
        before = predicted(module, data())
        module[0].filter.mul_(2)
    after = predicted(module, data())
    assert not near(before, after, 1e-2)
    assert near(after, exact(module, data()))


def test_double_precision_stays():
    module = model().double()
    outputs = predicted(module, data(dtype=torch.float64))
    assert outputs.dtype == torch.float64
    assert near(outputs, exact(module, data(dtype=torch.float64)), 1e-12)


def test_layers_that_are_watched_or_of_ones_own_run_themselves():
    module = model()
    seen = []
    handle = module[2].register_forward_hook(lambda *args: seen.append(1))
    predicted(module, data())
    assert seen
    handle.remove()
    kind = cases.regular()
    own = layers.find("CustomModule")(kind, kind, lambda self, x: x.tensor * 2)
    with evaluation(own):
        assert (
            kept_networks.new_network(own, kept_networks.State(own), torch.randn(2, 8, 5, 5))
            is None
        )


def test_a_plain_form_that_is_wrong_is_not_used(monkeypatch):
    module = model()
    right = network.plain

    def wrong(module):
        plain_form = right(module)
        with torch.no_grad():
            plain_form[0].weight.mul_(1.001)
        return plain_form

    monkeypatch.setattr(network, "plain", wrong)
    assert near(predicted(module, data()), exact(module, data()))


def test_wrong_inputs_are_told_by_the_model():
    module = model()
    predicted(module, data())
    for shape in ((2, 3, 11, 11), (2, 1, 11), (2, 1, 11, 11, 11)):
        with pytest.raises(AssertionError):
            predicted(module, batches.Arrays(torch.randn(shape), None))
    with pytest.raises(AssertionError):
        predicted(model(), batches.Arrays(torch.randn(2, 3, 11, 11), None))


def test_nothing_is_kept_of_models_that_are_gone():
    module = model()
    predicted(module, data())
    count = len(kept_networks._KEPT)
    del module
    import gc

    gc.collect()
    assert len(kept_networks._KEPT) < count


def test_a_layer_in_the_place_of_another_is_another():
    module = model()
    with torch.no_grad():
        module.eval()
    state = kept_networks.State(module)
    assert state.holds(module)
    module._modules["3"] = cases.make("IdentityModule", module[3].in_type)
    assert not state.holds(module)
