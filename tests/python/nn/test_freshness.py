"""What was computed from weights is right after every way of writing to them, and made once."""

import pytest
import torch

import escnn_r
from escnn_r.nn import building, freshness, parameters, raw_weights
from escnn_r.nn.freshness import Snapshot

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

C4 = gspaces.rot2dOnR2(4)
REGULAR = nn.FieldType(C4, [C4.regular_repr])


def layer():
    return building.build_module("R2Conv", REGULAR, REGULAR, kernel_size=3)


def _step(conv):
    conv.weights.grad = torch.ones_like(conv.weights)
    torch.optim.Adam(conv.parameters(), 0.1).step()


def _replaced(conv):
    conv.weights.data = conv.weights.data * 2


def _in_inference_mode(conv):
    with torch.inference_mode():
        conv.weights.mul_(2)


WRITES = {
    "data": lambda c: c.weights.data.mul_(2),
    "data replaced": _replaced,
    "memory seen by numpy": lambda c: c.weights.detach().numpy().__imul__(2),
    "an optimizer's step": _step,
    "inference mode": _in_inference_mode,
    "a state dict": lambda c: c.load_state_dict({k: v + 1 for k, v in c.state_dict().items()}),
    "weights loaded": lambda c: raw_weights.load_weights(
        c, {k: v + 1 for k, v in raw_weights.read_weights(c).items()}
    ),
    "weights by name": lambda c: parameters.write_parameters(
        c, {"weights": c.weights.detach().numpy() * 2}
    ),
    "a number that is none": lambda c: c.weights.data.fill_(float("nan")),
}


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("write", WRITES)
def test_filters_follow_every_way_of_writing(write, training):
    conv = layer()
    x = REGULAR(torch.randn(1, 4, 5, 5))
    with torch.no_grad():
        conv.train(training)
        before = conv(x).tensor.clone()
        WRITES[write](conv)
        found = conv(x).tensor
        conv.train()
        wanted = torch.nn.functional.conv2d(x.tensor, *conv.expand_parameters())
    assert not torch.equal(found, before)
    assert torch.allclose(found, wanted, atol=1e-5, equal_nan=True)


def test_filters_are_computed_once_for_the_same_weights(monkeypatch):
    conv = layer()
    x = REGULAR(torch.randn(1, 4, 5, 5))
    conv.weights.data[0] = float("nan")
    with torch.no_grad():
        conv.eval()
        monkeypatch.setattr(type(conv), "expand_parameters", lambda self: pytest.fail("again"))
        conv(x)
        # the same numbers, written again
        conv.weights.copy_(conv.weights.clone())
        conv(x)


def test_a_snapshot_compares_types_shapes_and_counts():
    weights, filters = torch.randn(4), torch.randn(3)
    snapshot = Snapshot([weights], [filters])
    assert snapshot.holds([weights], [filters]) and snapshot.holds([weights.clone()], [filters])
    assert not snapshot.holds([weights], [])
    assert not snapshot.holds([weights.double()], [filters])
    assert not snapshot.holds([weights.reshape(2, 2)], [filters])
    # of filters the memory and the count of writes tell
    assert not snapshot.holds([weights], [filters.clone()])
    filters.mul_(1)
    assert not snapshot.holds([weights], [filters])


def test_memory_that_is_used_again_is_no_mark():
    filters = torch.randn(1000)
    snapshot = Snapshot([], [filters])
    del filters
    assert not any(snapshot.holds([], [torch.randn(1000)]) for _ in range(50))


def test_escnns_own_layers_are_refreshed_too():
    raw = nn.R2Conv(REGULAR, REGULAR, 3)
    with torch.no_grad():
        raw.eval()
        before = raw.filter.clone()
        raw.weights.mul_(2)
    freshness.refresh(raw)
    assert torch.allclose(raw.filter, 2 * before)


def test_a_recording_has_nothing_of_the_comparison():
    conv = layer()
    x = torch.randn(1, 4, 5, 5)

    class Plain(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.conv = conv

        def forward(self, values):
            return self.conv(REGULAR(values)).tensor

    with torch.no_grad():
        recorded = torch.jit.trace(Plain().eval(), x)
        assert torch.allclose(recorded(x), conv(REGULAR(x)).tensor, atol=1e-6)
    kinds = {node.kind() for node in recorded.inlined_graph.nodes()}
    assert not {"aten::equal", "aten::view"} & kinds
