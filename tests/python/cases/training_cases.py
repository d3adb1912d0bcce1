"""A network, data and a plan that trainings in several files share."""

import pytest
import torch

import escnn_r
from escnn_r.nn import raw_weights
from escnn_r.training import batches, running

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

from escnn_r.nn.layers import find  # noqa: E402


def network(seed=0):
    torch.manual_seed(seed)
    space = gspaces.rot2dOnR2(N=4)
    one = nn.FieldType(space, [space.trivial_repr])
    many = nn.FieldType(space, [space.regular_repr] * 3)
    return nn.SequentialModule(
        find("R2Conv")(one, many, 3),
        nn.InnerBatchNorm(many),
        nn.ReLU(many),
        nn.PointwiseDropout(many, 0.2),
        find("R2Conv")(many, many, 7),
        nn.GroupPooling(many),
    )


def data(n=60, seed=0):
    draw = torch.Generator().manual_seed(seed)
    y = torch.arange(n) % 3
    x = torch.randn(n, 1, 9, 9, generator=draw) + y.reshape(-1, 1, 1, 1)
    return batches.Arrays(x, y)


def plan(**changes):
    settings = {
        "epochs": 3,
        "batch_size": 8,
        "targets": "classes",
        "levels": ["a", "b", "c"],
        "seed": 4,
        "optimizer": {"name": "adam", "lr": 0.01},
        "metrics": ["accuracy"],
        "lr_schedule": {"name": "one_cycle", "warm_up": 0.3, "start": 25},
    }
    return {**settings, **changes}


def train(module, examples=None, validation=None, hooks=(), **changes):
    trainer = running.make_trainer(module, examples or data(), validation, plan(**changes))
    trainer.run(*hooks)
    return trainer


def same(left, right):
    one, other = raw_weights.read_weights(left), raw_weights.read_weights(right)
    return list(one) == list(other) and all(torch.equal(v, other[k]) for k, v in one.items())
