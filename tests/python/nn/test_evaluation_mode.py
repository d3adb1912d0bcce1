"""Evaluation that leaves nothing behind."""

import pytest
import torch

import escnn_r
from escnn_r.nn.evaluation_mode import evaluation, exactly

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")


def modes(module):
    return [part.training for part in module.modules()]


def test_every_submodule_gets_its_own_mode_back():
    space = gspaces.rot2dOnR2(4)
    kind = nn.FieldType(space, [space.regular_repr])
    module = nn.SequentialModule(nn.R2Conv(kind, kind, 3), nn.ReLU(kind)).train()
    module[1].eval()
    before = modes(module)
    assert len(set(before)) == 2
    with evaluation(module):
        assert not any(modes(module)) and not torch.is_grad_enabled()
    assert modes(module) == before and torch.is_grad_enabled()
    with pytest.raises(RuntimeError, match="on purpose"), evaluation(module):
        raise RuntimeError("on purpose")
    assert modes(module) == before


def test_products_are_exact_where_there_is_a_gpu(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.backends.cudnn, "allow_tf32", True)
    with pytest.raises(RuntimeError, match="on purpose"), exactly():
        assert not torch.backends.cudnn.allow_tf32
        raise RuntimeError("on purpose")
    assert torch.backends.cudnn.allow_tf32


def test_a_layer_used_twice_keeps_its_mode():
    inner = torch.nn.ReLU()
    module = torch.nn.Sequential(torch.nn.Sequential(inner), torch.nn.Sequential(inner)).train()
    inner.eval()
    with evaluation(module):
        pass
    assert module.training and module[0].training and module[1].training and not inner.training
