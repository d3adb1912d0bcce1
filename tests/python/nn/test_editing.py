"""Editing gives new sequences of the same layers."""

import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.nn import editing

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

C4 = gspaces.rot2dOnR2(4)
TRIVIAL = nn.FieldType(C4, [C4.trivial_repr])
REGULAR = nn.FieldType(C4, [C4.regular_repr])


def net():
    return editing.join([nn.R2Conv(TRIVIAL, REGULAR, 3), nn.ReLU(REGULAR), nn.ELU(REGULAR)])


def kinds(model):
    return [type(layer).__name__ for layer in model]


def test_parts_and_replacements():
    model = net()
    assert kinds(editing.pick_layers(model, [0, 2])) == ["R2Conv", "ELU"]
    assert editing.layer_of(model, 2) is model[2]
    other = editing.replace_layer(model, 1, nn.LeakyReLU(REGULAR))
    assert kinds(other) == ["R2Conv", "LeakyReLU", "ELU"] and other[0] is model[0]
    assert kinds(editing.replace_layer(model, 1, None)) == ["R2Conv", "ELU"]
    assert kinds(editing.replace_layer(model, 3, nn.ReLU(REGULAR), "last"))[3] == "ReLU"
    assert kinds(model) == ["R2Conv", "ReLU", "ELU"]
    with pytest.raises(BadArgument, match=r"layer 1 .R2Conv. gives .*, not layer 2 .ReLU."):
        editing.replace_layer(model, 1, nn.ReLU(TRIVIAL))


def test_names_stay_with_their_layers_and_numbers_count():
    model = editing.rename_layers(net(), ["conv", "", "elu"])
    assert list(model._modules) == ["conv", "1", "elu"]
    part = editing.pick_layers(model, [1, 2])
    assert list(part._modules) == ["0", "elu"] and editing.layer_names(part) == ["", "elu"]
    joined = editing.join([model, nn.ReLU(REGULAR)], ["", "act"])
    assert editing.layer_names(joined) == ["conv", "", "elu", "act"]
    assert editing.layer_names(editing.join([net()], ["a"])) == ["a_1", "a_2", "a_3"]
    for bad in (["a", "a", ""], ["a.b", "", ""], ["7", "", ""]):
        with pytest.raises(BadArgument, match="`names`"):
            editing.rename_layers(model, bad)


def test_state_dicts_are_escnns():
    model = net()
    theirs = nn.SequentialModule(*net())
    assert list(model.state_dict()) == list(theirs.state_dict())
    model.load_state_dict(theirs.state_dict())


def test_only_sequences_are_sequences():
    class Block(nn.SequentialModule):
        pass

    fake = type("SequentialModule", (nn.ReLU,), {})(REGULAR)
    assert editing.is_sequence(net()) and editing.is_sequence(nn.SequentialModule(fake))
    assert not editing.is_sequence(Block(fake)) and not editing.is_sequence(fake)
