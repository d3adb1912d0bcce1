"""Random input for measurements."""

import numpy as np
import pytest
import torch

import escnn_r
from escnn_r.equivariance.random_inputs import random_input

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")


def test_random_input_is_seeded_smooth_and_fades_out():
    space = gspaces.rot2dOnR2(4)
    kind = nn.FieldType(space, [space.regular_repr])
    x = random_input(kind, 33, batch=3, seed=5, dtype=torch.float64)
    assert x.tensor.shape == (3, 4, 33, 33) and x.tensor.dtype == torch.float64
    again, other = (random_input(kind, 33, 3, seed, torch.float64) for seed in (5, 6))
    assert torch.equal(x.tensor, again.tensor) and not torch.equal(x.tensor, other.tensor)
    rows, columns = np.mgrid[-1:1:33j, -1:1:33j]
    assert not x.tensor[..., torch.tensor(np.hypot(rows, columns) >= 1)].any()
    steps = (x.tensor[..., 1:] - x.tensor[..., :-1]).abs().max()
    assert steps < 0.5 * x.tensor.abs().max()


def test_random_inputs_have_one_strength():
    space = gspaces.rot2dOnR2(4)
    x = random_input(nn.FieldType(space, [space.trivial_repr]), 33, batch=20, seed=1)
    strengths = x.tensor.double().square().mean((1, 2, 3))
    assert torch.allclose(strengths, torch.ones(20, dtype=torch.float64), atol=1e-5)
