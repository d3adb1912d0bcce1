"""Weights are counted once, read as copies, and set with care."""

import numpy as np
import pytest
import torch

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.nn import parameters

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

C4 = gspaces.rot2dOnR2(4)
TRIVIAL = nn.FieldType(C4, [C4.trivial_repr])


def test_shared_layers_count_once():
    conv = nn.R2Conv(TRIVIAL, TRIVIAL, 3)
    conv.bias.requires_grad = False
    found = parameters.parameter_table(nn.SequentialModule(conv, conv))
    assert found["trained"] == [name.endswith("weights") for name in found["name"]]
    assert sum(found["count"]) == sum(p.numel() for p in conv.parameters())


def test_arrays_are_copies_and_can_be_set():
    conv = nn.R2Conv(TRIVIAL, TRIVIAL, 3)
    found = parameters.read_parameters(conv)
    found["bias"][:] = 5
    assert float(conv.bias.detach()) == 0
    parameters.write_parameters(conv, found)
    assert float(conv.bias.detach()) == 5
    parameters.write_parameters(conv, {"bias": 3.0})
    assert float(conv.bias.detach()) == 3


def test_filters_follow_the_weights_in_evaluation_mode():
    conv = nn.R2Conv(TRIVIAL, TRIVIAL, 3).eval()
    parameters.write_parameters(conv, {"weights": np.zeros(len(conv.weights))})
    assert not conv.filter.any() and not conv.training and not conv.filter.requires_grad


@pytest.mark.parametrize(
    "values", [{"nix": 1}, {"bias": np.zeros(3)}, {"weights": np.zeros((2, 2))}]
)
def test_what_does_not_fit_is_refused(values):
    with pytest.raises(BadArgument, match="`weights`"):
        parameters.write_parameters(nn.R2Conv(TRIVIAL, TRIVIAL, 3), values)


def test_parameters_are_made_of_arrays():
    made = parameters.one_parameter(np.ones((2, 3)), "float64", False)
    assert made.dtype == torch.float64 and made.shape == (2, 3) and not made.requires_grad
