"""A radius by which each point is alone is told of, once."""

import warnings

import pytest
import torch

import escnn_r
from escnn_r.fields import clouds, edges
from escnn_r.nn.checks import lonely_points
from escnn_r.nn.checks.advice import Advice

escnn_r.prepare()
LINE = torch.tensor([[0.0, 0], [2, 0], [5, 0], [5.5, 0]])


@pytest.fixture(autouse=True)
def untold(monkeypatch):
    monkeypatch.setattr(lonely_points, "_WARNED_OF", set())


def look(radius, index=None, loops=True):
    coords = clouds.fresh(LINE)
    clouds.cloud(coords).index = index
    pairs = edges.neighbours(LINE.numpy(), index, radius=radius, loops=loops)
    lonely_points.look(torch.from_numpy(pairs), coords, radius)


def silent(*args, **kwargs):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        look(*args, **kwargs)


@pytest.mark.parametrize("loops", [True, False])
def test_a_radius_below_all_distances_is_told_of_once(loops):
    with pytest.warns(Advice, match=r"within `radius` = 0.3: .* are 0.5 apart\."):
        look(0.3, loops=loops)
    silent(0.3)
    with pytest.warns(Advice, match="0.4"):
        look(0.4)


def test_points_with_a_neighbour_are_not():
    silent(0.6)
    silent(0.6, loops=False)


def test_distances_are_those_within_a_cloud():
    with pytest.warns(Advice, match="are 2 apart"):
        look(1.0, torch.tensor([0, 0, 1, 2]))
    # where each cloud is a point there are no neighbours to miss
    silent(0.2, torch.arange(4))
