"""Data sets as text and bytes, and what isn't followed."""

import json

import numpy as np
import pytest
import torch

import escnn_r

escnn_r.prepare()
pytest.importorskip("escnn.nn")

from escnn_r.bridge.errors import BadArgument  # noqa: E402
from escnn_r.datasets.clouds import Clouds  # noqa: E402
from escnn_r.datasets.from_arrays import array_dataset  # noqa: E402
from escnn_r.saving import packed_data  # noqa: E402


def again(data):
    packed = packed_data.package_dataset(data)
    return packed_data.unpackage_dataset(packed["description"], bytes(packed["values"]))


def test_values_of_a_part_alone_go_along():
    values = np.arange(6 * 4, dtype=np.uint8).reshape(6, 1, 2, 2)
    data = array_dataset(values, np.arange(6) % 2, ["a", "b"], 0.5, "mine").subset([4, 1])
    copy = again(data)
    assert copy.about() == data.about()
    for before, after in zip(data.take([0, 1]), copy.take([0, 1]), strict=True):
        assert torch.equal(before, after)
    assert copy.values.dtype == torch.uint8
    assert len(copy.values) == 2


def test_clouds_keep_their_edges():
    edges = [torch.tensor([[0, 1], [1, 0]]), torch.tensor([[0], [2]])]
    coords = torch.randn(5, 2)
    data = Clouds(torch.ones(5, 1), coords, [2, 3], edges=edges, name="clouds")
    copy = again(data)
    assert torch.equal(copy.edges(1), edges[1])
    assert torch.equal(copy.coords, coords)
    assert len(again(data.subset([1]))) == 1


@pytest.mark.parametrize(
    ("field", "value"), [("kind", "program"), ("several", 3), ("scale", "1"), ("classes", ["a"])]
)
def test_damaged_descriptions_are_refused(field, value):
    packed = packed_data.package_dataset(
        array_dataset(np.zeros((4, 1, 2, 2)), np.arange(4) % 2, ["a", "b"])
    )
    about = {**json.loads(packed["description"]), field: value}
    with pytest.raises(BadArgument, match="escnn_pack"):
        packed_data.unpackage_dataset(json.dumps(about), bytes(packed["values"]))
