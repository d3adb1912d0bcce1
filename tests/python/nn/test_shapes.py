"""Shapes of outputs are those of a run."""

import pytest
import torch

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.nn import shapes

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

C4 = gspaces.rot2dOnR2(4)
TRIVIAL = nn.FieldType(C4, [C4.trivial_repr])
REGULAR = nn.FieldType(C4, [C4.regular_repr])


def test_shapes_come_with_a_batch_where_one_was_given():
    conv = nn.R2Conv(TRIVIAL, REGULAR, 3)
    assert shapes.output_shape(conv, [7, 9]) == [4, 5, 7]
    assert shapes.output_shape(conv, [1, 7, 9]) == [4, 5, 7]
    assert shapes.output_shape(conv, [16, 1, 7, 9]) == [16, 4, 5, 7]
    assert conv.training
    model = nn.SequentialModule(conv, nn.ReLU(REGULAR), nn.GroupPooling(REGULAR))
    assert shapes.shapes_of_layers(model, [7, 9]) == [[4, 5, 7], [4, 5, 7], [1, 5, 7]]


def test_several_inputs_and_outputs_have_several_shapes():
    two = nn.FieldType(C4, [C4.regular_repr, C4.trivial_repr])
    assert shapes.output_shape(nn.BranchingModule(two, ["a", "b"]), [5, 5]) == {
        "a": [4, 5, 5],
        "b": [1, 5, 5],
    }
    gated = nn.GatedNonLinearity2((TRIVIAL, REGULAR))
    assert shapes.output_shape(gated, [5, 5]) == [4, 5, 5]


def test_sizes_that_do_not_fit_are_named():
    conv = nn.R2Conv(TRIVIAL, REGULAR, 3)
    with pytest.raises(BadArgument, match="not 1 number"):
        shapes.output_shape(conv, [7])
    with pytest.raises(BadArgument, match="`input` must be one with 1 channel"):
        shapes.output_shape(conv, [2, 7, 7], "input")
    with pytest.raises(BadArgument, match="a size that R2Conv takes"):
        shapes.output_shape(conv, [2, 2])


def test_the_device_and_dtype_are_the_modules():
    norm = nn.InnerBatchNorm(REGULAR).double()
    assert shapes.output_shape(norm, [5, 5]) == [4, 5, 5]
    assert next(norm.parameters()).dtype == torch.float64
