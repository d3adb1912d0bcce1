"""Extents: examples with nothing in them are refused, none at all are not."""

import numpy as np
import pytest
import torch

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.bridge.extents import check_examples, check_extents
from escnn_r.datasets import from_arrays
from escnn_r.exporting import predictions
from escnn_r.fields import building
from escnn_r.training import batches, examples, output_shapes

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")


def test_only_the_number_of_examples_may_be_zero():
    check_extents((0, 1, 5, 5))
    check_extents((0,))
    for shape in [(1, 0), (1, 1, 0, 5), (0, 1, 5, 0), (2, 1, 0, 0, 0)]:
        with pytest.raises(BadArgument, match="at least 1"):
            check_extents(shape)


def test_every_door_looks():
    space = gspaces.rot2dOnR2(4)
    kind = nn.FieldType(space, [space.trivial_repr])
    empty = np.zeros((1, 1, 0, 5))
    with pytest.raises(BadArgument):
        building.geometric_tensor(empty, kind)
    with pytest.raises(BadArgument):
        examples.example_arrays(torch.zeros(1, 1, 0, 5), None, False)
    with pytest.raises(BadArgument, match="y"):
        examples.example_arrays(np.zeros((2, 1, 3, 3)), np.zeros((2, 0)), False)
    with pytest.raises(BadArgument):
        from_arrays.array_dataset(empty)
    assert building.geometric_tensor(np.zeros((0, 1, 5, 5)), kind).tensor.shape == (0, 1, 5, 5)
    assert len(from_arrays.array_dataset(np.zeros((0, 1, 5, 5)))) == 0


def test_examples_are_wanted_where_something_is_learnt_of_them():
    data = batches.Arrays(torch.zeros(0, 1, 5, 5), None)
    with pytest.raises(BadArgument, match="at least one example"):
        check_examples(data, "x")
    calls = batches.Calls(lambda epoch, batch: None)
    assert check_examples(calls, "x") is calls


def test_no_examples_have_no_outputs_of_the_right_shape():
    space = gspaces.rot2dOnR2(4)
    one = nn.FieldType(space, [space.trivial_repr])
    three = nn.FieldType(space, [space.trivial_repr] * 3)
    module = nn.SequentialModule(nn.R2Conv(one, three, 3), nn.InnerBatchNorm(three)).train()
    statistics = module[1].state_dict()
    before = {name: value.clone() for name, value in statistics.items()}
    none = batches.Arrays(torch.zeros(0, 1, 3, 3), None)
    assert predictions.outputs(module, none, 4, True).shape == (0, 3)
    assert predictions.outputs(module, none, 4, True, flat=False).shape == (0, 3, 1, 1)
    assert predictions.predict(module, none, "class", 4, True, levels=3).shape == (0,)
    assert all(torch.equal(value, before[name]) for name, value in statistics.items())


def test_outputs_are_as_many_as_classes():
    output_shapes.check_count(torch.zeros(2, 3), 3)
    for count in (2, 4):
        with pytest.raises(BadArgument, match=f"{count} numbers for {count} classes"):
            output_shapes.check_count(torch.zeros(2, 3), count)
    with pytest.raises(BadArgument) as caught:
        output_shapes.check_count(torch.zeros(2, 3), 2)
    assert "levels" in str(caught.value.hint)
    with pytest.raises(BadArgument):
        output_shapes.check(torch.zeros(2, 3), torch.zeros(2, dtype=torch.int64), 2)
