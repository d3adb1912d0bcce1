"""Our layers on fibres against escnn's: same numbers and state, but precision and order kept."""

import warnings

import pytest
import torch

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.fields import field_channels
from escnn_r.nn import building
from escnn_r.nn import layers as modules

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")
group = pytest.importorskip("escnn.group")

C4 = gspaces.rot2dOnR2(4)
C8 = gspaces.rot2dOnR2(8)
SO2 = gspaces.rot2dOnR2(-1, maximum_frequency=3)
C4R3 = gspaces.rot2dOnR3(4)
C4R0 = gspaces.no_base_space(group.cyclic_group(4))

R, I1, T = C4.regular_repr, C4.irrep(1), C4.trivial_repr
INDUCED = [C8.induced_repr(4, C8.fibergroup.subgroup(4)[0].irrep(k)) for k in (1, 2, 1)]
QUOTIENT = C8.quotient_repr(4)
# interleaved on purpose: fields of one kind are not side by side
MIXED = nn.FieldType(C4, [R, T, R, T])
IRREPS = nn.FieldType(C4, [I1, C4.irrep(2), I1])
ANY = nn.FieldType(C4, [R, I1, T, R, I1])
GATED = nn.FieldType(C4, [T, R, T, I1, T, R, I1, T])
GATES = ["gate", "gated", "gate", "gated", "gate", "gated", "gated", "gate"]
UNIFORM = nn.FieldType(C4, [group.directsum([T, T, I1, C4.irrep(2)])] * 2)
REGULAR = nn.FieldType(C4, [R, R, R])
INDUCED_TYPE = nn.FieldType(C8, INDUCED)
INDUCED_GATED = nn.FieldType(C8, [QUOTIENT, INDUCED[0], QUOTIENT, INDUCED[2]])

CASES = [
    ("PointwiseNonLinearity", MIXED, {"function": "p_elu"}),
    ("ConcatenatedNonLinearity", nn.FieldType(C4, [R, C4.irrep(2), R]), {"function": "c_tanh"}),
    ("VectorFieldNonLinearity", REGULAR, {}),
    ("NormNonLinearity", ANY, {"function": "n_relu"}),
    ("NormNonLinearity", ANY, {"function": "squash", "bias": False}),
    ("InducedNormNonLinearity", INDUCED_TYPE, {"function": "n_sigmoid"}),
    ("GatedNonLinearity1", GATED, {"gates": GATES}),
    ("GatedNonLinearity1", GATED, {"gates": GATES, "drop_gates": False}),
    ("GatedNonLinearityUniform", UNIFORM, {}),
    ("InducedGatedNonLinearity1", INDUCED_GATED, {"gates": ["gate", "gated"] * 2}),
    ("GroupPooling", MIXED, {}),
    ("NormPool", ANY, {}),
    ("InducedNormPool", INDUCED_TYPE, {}),
    ("InnerBatchNorm", MIXED, {}),
    ("NormBatchNorm", IRREPS, {}),
    ("InducedNormBatchNorm", INDUCED_TYPE, {}),
    # escnn's fails on other orders, for it views what has been turned
    ("GNormBatchNorm", nn.FieldType(C4, [R, I1, I1, T]), {}),
    ("IIDBatchNorm2d", ANY, {}),
    ("IIDBatchNorm2d", ANY, {"momentum": None, "affine": False}),
]
# those that turn float64 into float32 as escnn has them
LOSES = {
    "ConcatenatedNonLinearity",
    "VectorFieldNonLinearity",
    "GatedNonLinearity1",
    "InducedGatedNonLinearity1",
    "GroupPooling",
    "NormPool",
    "InducedNormPool",
}


def noise(kind, dtype=torch.float32, batch=5):
    generator = torch.Generator().manual_seed(1)
    space = [4] * kind.gspace.dimensionality
    values = torch.randn(batch, kind.size, *space, generator=generator, dtype=torch.float64)
    return nn.GeometricTensor(values.to(dtype), kind)


def pair(name, kind, options):
    """Escnn's layer and ours, with the same state, whichever way it is carried over."""
    ours = building.build_module(name, kind, **options)
    raw = getattr(nn, name)(kind, **options)
    assert type(ours) is not type(raw)
    assert isinstance(ours, type(raw))
    for parameter in raw.parameters():
        if parameter.requires_grad:
            parameter.data.uniform_(0.5, 1.5)
    ours.load_state_dict(raw.state_dict())
    raw.load_state_dict(ours.state_dict())
    return raw, ours


@pytest.mark.parametrize(("name", "kind", "options"), CASES)
def test_same_numbers_as_upstream_in_training_and_evaluation(name, kind, options):
    raw, ours = pair(name, kind, options)
    x = noise(kind)
    for mode in (True, True, False):
        raw.train(mode)
        ours.train(mode)
        expected, got = raw(x), ours(x)
        assert got.type == expected.type
        torch.testing.assert_close(got.tensor, expected.tensor, rtol=1e-4, atol=1e-5)
    for key, value in raw.state_dict().items():
        torch.testing.assert_close(ours.state_dict()[key], value, rtol=1e-4, atol=1e-5)
    assert tuple(ours.evaluate_output_shape(x.tensor.shape)) == tuple(got.tensor.shape)


@pytest.mark.parametrize(("name", "kind", "options"), CASES)
def test_float64_stays_float64(name, kind, options):
    raw, ours = pair(name, kind, options)
    x = noise(kind, torch.float64)
    for mode in (True, False):
        ours.train(mode)
        assert ours(x).tensor.dtype == torch.float64
    exact, rough = ours.double()(x).tensor, ours.float()(noise(kind)).tensor
    assert exact.dtype == torch.float64
    torch.testing.assert_close(exact.float(), rough, rtol=1e-3, atol=1e-4)
    if name in LOSES:
        try:
            assert raw.double()(x).tensor.dtype == torch.float32
        except RuntimeError as problem:
            # where fields are interleaved, it fails instead
            assert "dtypes match" in str(problem)


@pytest.mark.parametrize(("name", "kind", "options"), CASES)
def test_state_loads_whatever_the_order_of_the_fields(name, kind, options):
    _, ours = pair(name, kind, options)
    fresh = building.build_module(name, kind, **options)
    fresh.load_state_dict(ours.state_dict())
    addresses = [b.data_ptr() for b in ours.buffers() if b.numel()]
    assert len(addresses) == len(set(addresses))
    x = noise(kind)
    torch.testing.assert_close(fresh.eval()(x).tensor, ours.eval()(x).tensor)


@pytest.mark.parametrize(("name", "kind", "options"), CASES)
def test_gradients_reach_the_input(name, kind, options):
    _, ours = pair(name, kind, options)
    x = noise(kind, torch.float64)
    x.tensor.requires_grad_(True)
    ours(x).tensor.square().sum().backward()
    assert torch.isfinite(x.tensor.grad).all()


ORDER = """
import escnn_r; escnn_r.prepare()
from escnn import gspaces, nn
from escnn_r.nn import building
from escnn_r.nn.layers.branches import BranchingModule
g = gspaces.rot2dOnR2(8)
kind = nn.FieldType(g, [g.irrep(k) for k in (3, 1, 4, 0, 2)] + [g.regular_repr])
for make in (lambda name: getattr(nn, name)(kind), lambda name: building.build_module(name, kind)):
    layers = [make(name) for name in ("IIDBatchNorm2d", "GNormBatchNorm")]
    print([[n for n, _ in layer.named_parameters()] + list(layer.state_dict()) for layer in layers])
print(list(BranchingModule(nn.FieldType(g, [g.trivial_repr] * 4), ["d", "b", "c", "a"]).out_type))
"""


def test_no_order_hangs_on_hashing(run_python):
    # seeds by which escnn's own order differs, so that an order that hangs on them would, too
    found = [run_python(ORDER, PYTHONHASHSEED=seed) for seed in ("0", "1")]
    raw, ours, branches = zip(*(each.stdout.splitlines() for each in found), strict=True)
    assert raw[0] != raw[1]
    assert ours[0] == ours[1]
    assert branches == ("['d', 'b', 'c', 'a']",) * 2


def test_order_is_that_of_the_fields():
    kind = nn.FieldType(C8, [C8.irrep(3), C8.irrep(1), C8.irrep(3), C8.regular_repr])
    for name in ("IIDBatchNorm2d", "GNormBatchNorm", "FieldNorm"):
        names = [
            n for n, _ in building.build_module(name, kind).named_parameters() if "weight" in n
        ]
        assert names == ["irrep_3_weight", "irrep_1_weight", "regular_weight"]


def test_different_representations_of_one_name_are_refused():
    two = [group.directsum(parts, name="mine") for parts in ([T, I1], [I1, T])]
    with pytest.raises(BadArgument, match='called "mine"'):
        building.build_module("IIDBatchNorm2d", nn.FieldType(C4, two))


def test_concatenated_types_are_equal_whenever_they_are_made():
    kind = nn.FieldType(C8, [C8.quotient_repr(2)])
    raw = [nn.ConcatenatedNonLinearity(kind).out_type for _ in range(2)]
    ours = [building.build_module("ConcatenatedNonLinearity", kind).out_type for _ in range(2)]
    assert raw[0] != raw[1]
    assert ours[0] == ours[1]


@pytest.mark.parametrize("space", [C4R0, C4, C4R3])
def test_batch_norms_work_in_every_dimension(space):
    kind = nn.FieldType(space, [space.regular_repr, space.trivial_repr, space.regular_repr])
    flat = noise(kind)
    for name in ("InnerBatchNorm", "GNormBatchNorm", "FieldNorm"):
        layer = building.build_module(name, kind)
        assert layer(flat).tensor.shape == flat.tensor.shape
    norm = building.build_module("InnerBatchNorm", kind)
    mean = norm(flat).tensor[:, :4].mean()
    assert abs(float(mean)) < 1e-5
    if space is not C4:
        # neither features without space nor a change of basis in other dimensions than two
        broken = nn.InnerBatchNorm if space is C4R0 else nn.GNormBatchNorm
        with pytest.raises((ValueError, RuntimeError)):
            broken(kind)(flat)


def test_batch_norms_take_points():
    kind = nn.FieldType(C4, [R, R])
    coords = torch.randn(30, 2)
    points = nn.GeometricTensor(torch.randn(30, kind.size), kind, coords)
    for name in ("InnerBatchNorm", "GNormBatchNorm", "IIDBatchNorm2d", "FieldNorm"):
        found = building.build_module(name, kind)(points)
        assert torch.equal(found.coords, coords)


def test_one_single_value_has_no_variance():
    kind = nn.FieldType(C4R0, [C4R0.irrep(1)])
    x = nn.GeometricTensor(torch.ones(1, 2), kind)
    for name in ("IIDBatchNorm1d", "GNormBatchNorm"):
        layer = building.build_module(name, kind)
        with pytest.raises(BadArgument, match="more than one sample"):
            layer(x)
        assert torch.isfinite(layer.eval()(x).tensor).all()


def test_reset_gives_back_what_was_built():
    for name, kind in (("NormBatchNorm", IRREPS), ("InducedNormBatchNorm", INDUCED_TYPE)):
        for affine in (True, False):
            layer = building.build_module(name, kind, affine=affine)
            fresh = {k: v.clone() for k, v in layer.state_dict().items()}
            layer(noise(kind))
            layer.reset_parameters()
            for key, value in layer.state_dict().items():
                torch.testing.assert_close(value, fresh[key])
    # escnn's leaves random scales behind, or fails without any
    with pytest.raises(AttributeError):
        nn.NormBatchNorm(IRREPS, affine=False).reset_parameters()


def test_induced_gates_can_be_kept():
    kind, gates = INDUCED_GATED, ["gate", "gated"] * 2
    x = noise(kind)
    with pytest.raises(RuntimeError):
        nn.InducedGatedNonLinearity1(kind, gates=gates, drop_gates=False)(x)
    kept = building.build_module("InducedGatedNonLinearity1", kind, gates=gates, drop_gates=False)
    dropped = building.build_module("InducedGatedNonLinearity1", kind, gates=gates)
    dropped.bias.data.copy_(kept.bias.data)
    assert kept(x).type == kind
    fields = kept(x).tensor[:, [*range(2, 6), *range(8, 12)]]
    torch.testing.assert_close(fields, dropped(x).tensor)


def test_two_rotations_turn_regular_fields_into_signs():
    space = gspaces.rot2dOnR2(2)
    kind = nn.FieldType(space, [space.regular_repr] * 2)
    x = noise(kind)
    found = building.build_module("VectorFieldNonLinearity", kind)(x)
    first, second = x.tensor[:, 0], x.tensor[:, 1]
    expected = torch.where(first >= second, first.relu(), -second.relu())
    torch.testing.assert_close(found.tensor[:, 0], expected)
    for element in space.testing_elements:
        turned = building.build_module("VectorFieldNonLinearity", kind)(x.transform_fibers(element))
        torch.testing.assert_close(turned.tensor, found.transform_fibers(element).tensor)


def test_dropout_in_place_reaches_interleaved_fields():
    x = torch.ones(50, MIXED.size, 3, 3)
    assert bool((nn.FieldDropout(MIXED, inplace=True)(MIXED(x.clone())).tensor == 1).all())
    found = building.build_module("FieldDropout", MIXED, inplace=True)(MIXED(x.clone())).tensor
    assert 0.4 < float((found == 0).float().mean()) < 0.6
    assert abs(float(found.mean()) - 1) < 0.1


def test_dropout_drops_whole_fields_or_everything():
    x = noise(ANY)
    found = building.build_module("FieldDropout", ANY)(x).tensor
    for start, end in zip(ANY.fields_start, ANY.fields_end, strict=True):
        zero = found[:, start:end] == 0
        assert bool((zero.all(dim=1) == zero.any(dim=1)).all())
    assert bool((building.build_module("FieldDropout", ANY, p=1.0)(x).tensor == 0).all())
    assert bool(nn.FieldDropout(ANY, p=1.0)(x).tensor.isnan().any())
    assert building.build_module("FieldDropout", ANY).eval()(x) is x
    assert (
        building.build_module("FieldDropout", ANY)(noise(ANY, torch.float64)).tensor.dtype
        == torch.float64
    )


def test_second_kind_of_gates_multiplies_fields():
    gates = nn.FieldType(C4, [T] * 3)
    fields = nn.FieldType(C4, [R, I1, R])
    raw, ours = nn.GatedNonLinearity2((gates, fields)), None
    ours = building.build_module("GatedNonLinearity2", (gates, fields))
    ours.load_state_dict(raw.state_dict())
    g, x = noise(gates), noise(fields)
    torch.testing.assert_close(ours(g, x).tensor, raw(g, x).tensor)
    assert ours(g, noise(fields, torch.float64)).tensor.dtype == torch.float64
    assert ours.evaluate_output_shape((2, 3, 4), (2, fields.size, 4)) == (2, fields.size, 4)
    with pytest.raises(BadArgument, match="batch and size"):
        ours(noise(gates, batch=4), x)


def test_field_norm_is_what_its_definition_says():
    kind = nn.FieldType(C4, [R, I1, R, T])
    layer = building.build_module("FieldNorm", kind, eps=0.0)
    x = noise(kind)
    y = layer(x).tensor
    regular = x.tensor[:, :4] - x.tensor[:, :4].mean(1, keepdim=True)
    torch.testing.assert_close(y[:, :4], regular / regular.square().mean(1, keepdim=True).sqrt())
    vectors = x.tensor[:, 4:6]
    torch.testing.assert_close(y[:, 4:6], vectors / vectors.square().mean(1, keepdim=True).sqrt())
    layer = building.build_module("FieldNorm", kind)
    layer.regular_bias.data[:] = torch.tensor([[2.0], [4.0]])
    shifted = layer(x).tensor
    torch.testing.assert_close(
        shifted[:, :4].mean(1), torch.full((5, 4, 4), 1.0), atol=1e-5, rtol=0
    )
    torch.testing.assert_close(
        shifted[:, 6:10].mean(1), torch.full((5, 4, 4), 2.0), atol=1e-5, rtol=0
    )
    assert bool((layer(x).tensor[:, 10] == 0).all())
    torch.testing.assert_close(layer.eval()(x).tensor, shifted)
    assert layer(noise(kind, torch.float64)).tensor.dtype == torch.float64
    layer.reset_parameters()
    assert float(layer.regular_bias.abs().sum()) == 0


def test_runs_of_channels():
    kind = nn.FieldType(C4, [R, R, T, T, T, T])
    x = noise(kind)
    found = building.build_module("MaxPoolChannels", kind, kernel_size=4)(x)
    torch.testing.assert_close(found.tensor, nn.MaxPoolChannels(4)(x.tensor))
    assert found.type == nn.FieldType(C4, [T] * 3)
    exported = modules.find("MaxPoolChannels")(kind, 4).export()
    torch.testing.assert_close(exported(x.tensor), found.tensor)
    for width, why in ((3, "whole fields"), (5, "a divisor"), (2, "whole fields")):
        with pytest.raises(BadArgument, match=why):
            building.build_module("MaxPoolChannels", kind, kernel_size=width)


def test_shared_and_expanded_buffers_get_memory_of_their_own():
    layer = torch.nn.Module()
    shared = torch.arange(3)
    layer.register_buffer("a", shared)
    layer.register_buffer("b", shared)
    layer.register_buffer("c", torch.arange(2).reshape(2, 1).expand(2, 3))
    state = {k: v.clone() for k, v in layer.state_dict().items()}
    field_channels.own_buffers(layer)
    layer.load_state_dict(state)
    layer.a[0] = 7
    assert int(layer.b[0]) == 0


def test_points_in_one_dimension():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        layer = building.build_module("IIDBatchNorm1d", ANY)
    assert [w.message.kind for w in caught] == ["dimension"]
    with pytest.raises(BadArgument, match="one of 4"):
        layer(noise(ANY))
    layer(nn.GeometricTensor(torch.randn(9, ANY.size), ANY, torch.randn(9, 2)))


def test_gradients_of_ties_are_those_of_escnn():
    kind = nn.FieldType(C4, [R, R])
    found = []
    for cls in (modules.find("GroupPooling"), nn.GroupPooling):
        x = torch.tensor([1.0, 3.0, 3.0, 0.0, 2.0, 2.0, 2.0, 2.0]).reshape(1, 8, 1, 1)
        x.requires_grad_()
        cls(kind)(nn.GeometricTensor(x, kind)).tensor.sum().backward()
        found.append(x.grad)
    assert torch.equal(*found)


@pytest.mark.parametrize("function", ["n_relu", "squash"])
def test_zeros_in_half_precision_have_a_slope(function):
    bias = function != "squash"
    layer = building.build_module("NormNonLinearity", MIXED, function=function, bias=bias).half()
    x = torch.zeros(1, MIXED.size, 3, 3, dtype=torch.float16, requires_grad=True)
    try:
        torch.ones(2, dtype=torch.float16).clamp(min=1).sqrt().exp()
    except RuntimeError:
        pytest.skip("this PyTorch has no half precision on processors")
    layer(MIXED(x)).tensor.sum().backward()
    assert bool(x.grad.isfinite().all())
