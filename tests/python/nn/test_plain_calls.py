"""A look at a new module moves no running statistics; who asked for training mode has them move."""

import warnings

import pytest
import torch

import escnn_r
from escnn_r.nn import calling, module_methods, plain_calls
from escnn_r.nn.checks.advice import Advice
from escnn_r.saving import copies

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

C4 = gspaces.rot2dOnR2(4)
KIND = nn.FieldType(C4, [C4.regular_repr] * 2)
X = torch.randn(3, 8, 5, 5) + 2


def norms():
    return nn.SequentialModule(nn.InnerBatchNorm(KIND), nn.ELU(KIND))


def moved(module):
    """Whether a call, that may give advice, changes statistics or counts."""
    before = [each.clone() for each in module.buffers()]
    calling.run_module(module, [""], X)
    return not all(map(torch.equal, before, module.buffers()))


def test_a_new_module_is_only_looked_at():
    module = norms()
    with pytest.warns(Advice, match="training mode"):
        assert not moved(module)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not moved(module.eval())


def test_statistics_follow_where_training_was_asked_for():
    module = norms()
    module_methods.set_mode(module, True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert moved(module)
        # a copy trains on as the module does
        assert moved(copies.fresh_copy(module))
        # a whole of which one part was chosen
        assert moved(nn.SequentialModule(module, nn.ReLU(KIND)))
    with pytest.warns(Advice):
        assert not moved(copies.fresh_copy(norms()))


def test_a_forward_of_the_users_decides_for_its_parts():
    with plain_calls.inside():
        assert moved(norms())
    with pytest.warns(Advice):
        assert not moved(norms())


def test_a_call_that_fails_leaves_statistics_and_says_nothing_of_modes():
    module = norms()
    before = [each.clone() for each in module.buffers()]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ZeroDivisionError), plain_calls.plain_call(module):
            module(nn.GeometricTensor(X, KIND))
            raise ZeroDivisionError
    assert all(map(torch.equal, before, module.buffers()))
