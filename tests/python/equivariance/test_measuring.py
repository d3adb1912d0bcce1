"""The equivariance check: right numbers, nothing left behind, broken modules caught."""

import math

import numpy as np
import pytest
import torch

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.equivariance.measuring import check_equivariance
from escnn_r.equivariance.random_inputs import others_like, random_input

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")
group = pytest.importorskip("escnn.group")

C4, C8, D8 = gspaces.rot2dOnR2(4), gspaces.rot2dOnR2(8), gspaces.flipRot2dOnR2(8)


def regular(space):
    return nn.FieldType(space, [space.regular_repr])


def trivial(space):
    return nn.FieldType(space, [space.trivial_repr])


def network(space):
    torch.manual_seed(1)
    inner = regular(space)
    return nn.SequentialModule(
        nn.R2Conv(trivial(space), inner, 5), nn.InnerBatchNorm(inner), nn.ReLU(inner)
    )


class Custom(nn.EquivariantModule):
    """A module of one type that does what it is told."""

    def __init__(self, kind, function):
        super().__init__()
        self.in_type = self.out_type = kind
        self.function = function

    def forward(self, x):
        return nn.GeometricTensor(self.function(x.tensor), self.out_type)

    def evaluate_output_shape(self, input_shape):
        return input_shape


# what is measured


def test_errors_are_those_of_the_definition():
    ramp = Custom(trivial(C4), lambda values: values * torch.arange(5.0))
    x = nn.GeometricTensor(torch.ones(1, 1, 5, 5), trivial(C4))
    found = check_equivariance(ramp, x)["columns"]
    assert found["element"] == [f"{k}[2pi/4]" for k in range(4)]
    assert found["angle"] == [0, 90, 180, 270]
    assert found["flip"] == [False] * 4 and found["exact"] == [True] * 4
    assert found["max_error"] == [0, 4, 4, 4]
    # half turn: (-4, -2, 0, 2, 4) against (0, 1, 2, 3, 4); quarter turn: j - i against i
    wanted = [0, math.sqrt(100 / 150), math.sqrt(40 / 30), math.sqrt(100 / 150)]
    assert found["relative_error"] == pytest.approx(wanted)
    assert found["interpolation_error"] == [0] * 4


def test_an_error_against_nothing_is_infinite():
    odd = Custom(trivial(C4), lambda values: values * torch.tensor([1.0, 0.0, 0.0]))
    corner = torch.zeros(1, 1, 3, 3)
    corner[..., 0, 2] = 1
    found = check_equivariance(odd, nn.GeometricTensor(corner, trivial(C4)))["columns"]
    assert found["relative_error"][:2] == [0, math.inf]


def test_exact_and_interpolated_elements_are_told_apart():
    found = check_equivariance(network(C8))
    columns = found["columns"]
    exact = [True, False] * 4
    assert columns["exact"] == exact and columns["angle"] == list(range(0, 360, 45))
    for name in ("relative_error", "interpolation_error"):
        errors = np.array(columns[name])
        assert errors[exact].max() < 1e-5
        assert errors[~np.array(exact)].min() > 1e-4 and errors.max() < 0.1
    assert found["module"] == "network of 3 layers" and found["group"] == "C8"
    assert found["in_type"] == "C8: 1 trivial (1 channel)"
    assert found["out_type"] == "C8: 1 regular (8 channels)"
    assert (found["input_shape"], found["output_shape"]) == ([6, 1, 33, 33], [6, 8, 29, 29])
    assert found["dtype"] == "float32"


def test_interpolated_elements_are_judged_by_what_other_inputs_differ_by():
    shares = []
    for broken in (False, True):
        model = network(C8).eval()
        if broken:
            for conv in (each for each in model.modules() if hasattr(each, "filter")):
                torch.manual_seed(1)
                conv.filter.copy_(conv.filter.std() * torch.randn(conv.filter.shape))
        columns = check_equivariance(model, seed=3)["columns"]
        assert [
            s for s, e in zip(columns["share_of_others"], columns["exact"], strict=True) if e
        ] == [0] * 4
        shares.append(max(columns["share_of_others"]))
    assert shares[0] < 0.3 and shares[1] > 0.6


def test_a_single_input_is_compared_with_others_of_its_kind():
    # far from zero, as counts are: outputs are large, and differ little
    far = random_input(trivial(C8), 33, batch=1)
    far = nn.GeometricTensor(100 + far.tensor, far.type)
    columns = check_equivariance(network(C8), far)["columns"]
    ratio = np.array(columns["relative_error"])[1] / columns["share_of_others"][1]
    assert ratio < 0.5
    # of the same size, also where this isn't square
    for shape in ((33, 21), (20, 41)):
        one = nn.GeometricTensor(7 + 3 * torch.randn(1, 1, *shape), trivial(C8))
        others = others_like(one, 5)
        assert others.tensor.shape == (5, 1, *shape)
        assert float(others.tensor.std()) == pytest.approx(float(one.tensor.std()), rel=1e-3)
        assert float((others.tensor - one.tensor).mean()) == pytest.approx(0, abs=1)
    blank = nn.GeometricTensor(torch.ones(1, 1, 9, 9), trivial(C8))
    assert not others_like(blank, 2).tensor.isnan().any()


def test_a_broken_filter_is_caught():
    conv = nn.R2Conv(regular(C4), regular(C4), 3).eval()
    assert max(check_equivariance(conv)["columns"]["relative_error"]) < 1e-5
    torch.manual_seed(0)
    torch.nn.init.uniform_(conv.filter)
    errors = check_equivariance(conv)["columns"]["relative_error"]
    assert errors[0] == 0 and min(errors[1:]) > 0.05


def test_flips_and_turns_in_three_dimensions():
    space = gspaces.fullOctaOnR3()
    x = random_input(trivial(space), 5)
    found = check_equivariance(nn.IdentityModule(trivial(space)), x)["columns"]
    assert len(found["element"]) == 48 and sum(found["flip"]) == 24
    assert all(found["exact"]) and max(found["relative_error"]) < 1e-6
    turns = [a for a, flip in zip(found["angle"], found["flip"], strict=True) if not flip]
    assert {a: turns.count(a) for a in turns} == {0: 1, 90: 6, 120: 8, 180: 9}
    assert len(set(found["element"])) == 48
    assert {"identity", "-1 * identity", "90 deg about (0.00, 0.00, 1.00)"} < set(found["element"])


QUARTER = np.array([0, 0, np.sqrt(0.5), np.sqrt(0.5)])


@pytest.mark.parametrize(
    ("which", "value", "name"),
    [
        (group.so3_group(1), QUARTER, "90 deg about (0.00, 0.00, 1.00)"),
        (group.o3_group(1), (0, QUARTER), "90 deg about (0.00, 0.00, 1.00)"),
        (group.o3_group(1), (1, QUARTER), "-1 * 90 deg about (0.00, 0.00, 1.00)"),
        (group.octa_group(), QUARTER, "90 deg about (0.00, 0.00, 1.00)"),
        (group.full_octa_group(), (0, QUARTER), "0[2pi/2] ; array([0. , 0. , 0.707, 0.707])"),
        (group.cyclic_group(4), 1, "1[2pi/4]"),
        (group.so2_group(1), 1 / 3, "0.333"),
    ],
)
def test_without_a_space_elements_have_names_but_no_angle(which, value, name):
    space = gspaces.no_base_space(which)
    kind = nn.FieldType(space, [list(which.irreps())[-1]])
    torch.manual_seed(0)
    found = check_equivariance(nn.Linear(kind, kind), elements=[which.element(value)])["columns"]
    assert found["element"] == [name]
    assert math.isnan(found["angle"][0]) and found["exact"] == [True]
    assert found["relative_error"][0] < 1e-5


def test_networks_that_restrict_are_checked_under_what_they_keep():
    restrict = nn.RestrictionModule(regular(D8), (None, 4))
    found = check_equivariance(restrict)
    assert (found["group"], found["columns"]["angle"]) == ("C4", [0, 90, 180, 270])
    assert max(found["columns"]["relative_error"]) < 1e-6
    kept, lost = D8.fibergroup.element((0, 6)), D8.fibergroup.element((1, 0))
    assert check_equivariance(restrict, elements=[kept])["columns"]["angle"] == [270]
    with pytest.raises(BadArgument, match="elements of C4, the group of the module's output"):
        check_equivariance(restrict, elements=[lost])


# input


def test_masks_fix_the_size():
    mask = nn.MaskModule(regular(C4), 20)
    found = check_equivariance(nn.SequentialModule(mask, nn.ReLU(regular(C4))))
    assert found["input_shape"] == [2, 4, 20, 20]


def test_sizes_are_tried_until_one_is_accepted():
    def fussy(values):
        if values.shape[-1] < 60:
            raise RuntimeError("too small")
        return values

    assert check_equivariance(Custom(trivial(C4), fussy))["input_shape"] == [2, 1, 65, 65]


def test_modules_that_accept_no_size_need_input():
    def never(values):
        raise ValueError("not this one")

    with pytest.raises(BadArgument, match="accepts none of the sizes") as caught:
        check_equivariance(Custom(trivial(C4), never))
    assert str(caught.value.__cause__) == "not this one" and caught.value.hint


def test_precision_of_the_input_is_kept():
    x = random_input(regular(C4), 5, dtype=torch.float64)
    found = check_equivariance(nn.ReLU(regular(C4)), x)
    assert found["dtype"] == "float64"
    assert max(found["columns"]["relative_error"]) < 1e-14


def test_chosen_elements_are_used_in_their_order():
    chosen = [C8.fibergroup.element(k) for k in (3, 1)]
    assert check_equivariance(nn.ReLU(regular(C8)), elements=chosen)["columns"]["angle"] == [
        135,
        45,
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"module": torch.nn.ReLU()}, "input and output types, not a ReLU, which has none"),
        ({"x": random_input(trivial(C4), 5)}, "C4: 1 regular .*, not a geometric tensor"),
        ({"elements": [C8.fibergroup.element(1)]}, "elements of C4, .*, not one of C8"),
        ({"elements": []}, "at least one group element, not none"),
    ],
)
def test_wrong_arguments_are_named(arguments, message):
    with pytest.raises(BadArgument, match=message):
        check_equivariance(**{"module": nn.ReLU(regular(C4)), **arguments})


# what is left behind


def test_checking_leaves_every_mode_as_it_was():
    module = network(C4).train()
    module[1].eval()
    before = [part.training for part in module.modules()]
    check_equivariance(module)
    assert [part.training for part in module.modules()] == before and len(set(before)) == 2


def test_running_statistics_and_gradients_stay():
    module = network(C4).train()
    before = {name: value.clone() for name, value in module.state_dict().items()}
    check_equivariance(module)
    after = module.state_dict()
    assert before.keys() == after.keys()
    assert all(torch.equal(value, after[name]) for name, value in before.items())
    assert all(p.grad is None for p in module.parameters())


def test_global_random_generators_are_left_alone():
    module = network(C4)
    of_torch, of_numpy = torch.get_rng_state(), np.random.get_state()[1].copy()
    first = check_equivariance(module, seed=3)
    assert torch.equal(torch.get_rng_state(), of_torch)
    assert np.array_equal(np.random.get_state()[1], of_numpy)
    torch.manual_seed(99)
    assert check_equivariance(module, seed=3) == first != check_equivariance(module, seed=4)
