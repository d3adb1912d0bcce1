"""Descriptions: labels that people use, and the right counts."""

import json

import pytest
import torch

import escnn_r
from escnn_r.fields import description as fields_told
from escnn_r.group import description as groups_told
from escnn_r.gspaces import description as spaces_told
from escnn_r.nn import description

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")
group = pytest.importorskip("escnn.group")

C4 = gspaces.rot2dOnR2(4)
TRIVIAL, REGULAR, IRREP = C4.trivial_repr, C4.regular_repr, C4.irrep(1)


def of(*representations):
    return nn.FieldType(C4, representations)


def test_labels_of_representations():
    found = [groups_told.representation_label(r) for r in (TRIVIAL, REGULAR, IRREP)]
    assert found == ["trivial", "regular", "irrep_1"]


def test_labels_of_field_types_count_equal_fields():
    assert fields_told.field_type_label(of(TRIVIAL)) == "C4: 1 trivial (1 channel)"
    mixed = of(REGULAR, IRREP, REGULAR, TRIVIAL)
    assert (
        fields_told.field_type_label(mixed) == "C4: 2 regular + 1 irrep_1 + 1 trivial (11 channels)"
    )


def test_field_types_list_runs_in_order():
    found = fields_told.describe_field_type(of(REGULAR, REGULAR, IRREP, REGULAR))
    assert found["names"] == ["regular", "regular", "irrep_1", "regular"]
    assert found["sizes"] == [4, 4, 2, 4]
    assert found["channels"] == 14
    assert found["runs"] == [["regular", 2], ["irrep_1", 1], ["regular", 1]]
    assert (found["group"], found["dimensionality"]) == ("C4", 2)


@pytest.mark.parametrize(
    ("which", "order", "continuous", "abelian"),
    [
        (group.cyclic_group(6), 6, False, True),
        (group.dihedral_group(5), 10, False, False),
        (group.so2_group(2), -1, True, True),
        (group.o2_group(2), -1, True, False),
        (group.full_octa_group(), 48, False, False),
    ],
)
def test_groups(which, order, continuous, abelian):
    found = groups_told.describe_group(which)
    assert found["name"] == which.name
    assert (found["order"], found["continuous"], found["abelian"]) == (order, continuous, abelian)


def test_gspaces():
    found = spaces_told.describe_gspace(gspaces.octaOnR3())
    assert (found["dimensionality"], found["group"]["order"]) == (3, 24)
    assert (
        spaces_told.describe_gspace(gspaces.no_base_space(group.so3_group(1)))["dimensionality"]
        == 0
    )


def test_representations_show_their_irreps():
    found = groups_told.describe_representation(REGULAR)
    assert (found["label"], found["size"], found["group"]) == ("regular", 4, "C4")
    assert found["irreps"] == ["irrep_0", "irrep_1", "irrep_2"]
    assert "pointwise" in found["nonlinearities"]


def test_irreps_of_direct_products_have_flat_names():
    full = group.full_octa_group()
    found = [groups_told.describe_representation(r)["irreps"] for r in full.irreps()]
    assert ["irrep_1,2,0"] in found
    assert not [name for names in found for name in names if "(" in name]


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_tensors(dtype):
    values = torch.tensor([[-1.0, 0.0, 0.5, 2.5]], dtype=dtype, requires_grad=True)
    kind = nn.FieldType(gspaces.no_base_space(group.cyclic_group(4)), [REGULAR])
    assert fields_told.describe_tensor(nn.GeometricTensor(values, kind)) == {
        "type": "C4: 1 regular (4 channels)",
        "shape": [1, 4],
        "dtype": str(dtype).removeprefix("torch."),
        "device": "cpu",
        "coords": None,
        "grad": True,
        "count": 4,
        "range": [-1.0, 0.5, 2.5],
    }


def test_point_clouds_and_empty_tensors():
    cloud = nn.GeometricTensor(torch.zeros(5, 1), of(TRIVIAL), torch.zeros(5, 2))
    assert fields_told.describe_tensor(cloud)["coords"] == [5, 2]
    assert "range" not in fields_told.describe_tensor(
        nn.GeometricTensor(torch.zeros(0, 1, 3, 3), of(TRIVIAL))
    )


def test_parameters_are_those_that_training_changes():
    # a linear map between regular representations is one weight for each group element,
    # and its bias lies in the one trivial irrep
    for which in (group.cyclic_group(5), group.dihedral_group(3)):
        space = gspaces.no_base_space(which)
        kind = nn.FieldType(space, [which.regular_representation])
        layer = nn.Linear(kind, kind, initialize=False)
        assert description.count_trainable(layer) == which.order() + 1
        layer.weights.requires_grad_(False)
        assert description.count_trainable(layer) == 1


def test_modules_show_types_settings_and_steps():
    kind = of(REGULAR)
    conv = nn.R2Conv(of(TRIVIAL), kind, 5, padding=2, stride=2, initialize=False)
    found = description.describe_module(nn.SequentialModule(conv, nn.ReLU(kind)).eval())
    assert found["class"] == "SequentialModule"
    assert found["in_type"] == "C4: 1 trivial (1 channel)"
    assert found["out_type"] == "C4: 1 regular (4 channels)"
    assert [layer["class"] for layer in found["layers"]] == ["R2Conv", "ReLU"]
    assert [layer["extra"] for layer in found["layers"]] == ["kernel 5, stride 2, padding 2", ""]
    assert (
        found["parameters"] == found["layers"][0]["parameters"] == description.count_trainable(conv)
    )
    assert found["training"] is False


def test_usual_settings_are_left_out():
    conv = nn.R2Conv(of(TRIVIAL), of(REGULAR), 3, initialize=False)
    assert description.describe_module(conv)["extra"] == "kernel 3"


def test_modules_with_several_or_no_types():
    branches = nn.BranchingModule(of(REGULAR, TRIVIAL), ["a", "b"])
    assert description.describe_module(branches)["out_type"] == (
        "a = C4: 1 regular (4 channels); b = C4: 1 trivial (1 channel)"
    )
    bare = description.describe_module(torch.nn.Linear(2, 3))
    assert (bare["in_type"], bare["out_type"], bare["parameters"]) == (None, None, 9)


def test_descriptions_are_plain_data():
    for found in (
        fields_told.describe_field_type(of(REGULAR)),
        spaces_told.describe_gspace(C4),
        groups_told.describe_representation(REGULAR),
        description.describe_module(nn.ReLU(of(REGULAR))),
    ):
        assert json.loads(json.dumps(found)) == found


def test_a_sequence_is_called_by_its_length_and_other_modules_by_their_class():
    relu = nn.ReLU(of(REGULAR))
    assert description.module_label(relu) == "ReLU"
    assert description.module_label(nn.SequentialModule(relu)) == "network of 1 layer"
    two = nn.SequentialModule(relu, nn.ReLU(of(REGULAR)))
    assert description.describe_module(two)["label"] == "network of 2 layers"
