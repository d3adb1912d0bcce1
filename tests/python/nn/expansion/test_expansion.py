"""Expanding weights: the filters, weights, gradients and state dicts of escnn, by either way."""

import copy

import pytest
import torch

import escnn_r
from escnn_r.nn.layers import find

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
group = pytest.importorskip("escnn.group")
nn = pytest.importorskip("escnn.nn")

from escnn_r.fields import action, clouds  # noqa: E402
from escnn_r.nn.expansion import costs, factored, manager, paths  # noqa: E402

# the class, and for GPUs how many bytes of a basis they take for few
WAYS = {
    "dense": (paths.Dense, None),
    "factored": (factored.Factored, None),
    "on a GPU": (factored.Factored, 1 << 40),
    "large on a GPU": (factored.Factored, 0),
}


def choose(way, monkeypatch):
    """Expand by this way, whatever it costs and wherever it is."""
    cls, few = WAYS[way]
    monkeypatch.setattr(costs, "chosen", lambda block, outs, ins: cls(block))
    if few is not None:
        monkeypatch.setattr(factored, "_far", lambda values: True)
        monkeypatch.setattr(factored, "_SMALL_ON_GPU", few)


def skew(g):
    """A representation whose change of basis is not orthogonal."""
    plain = g.irrep(0) + g.irrep(1) + g.irrep(1)
    change = torch.randn(5, 5, generator=torch.Generator().manual_seed(3)).double()
    return group.change_basis(plain, change.numpy(), "skew")


def planar(g):
    return g.type(*[g.regular_repr] * 2)


def mixed(g):
    return g.type(g.regular_repr, g.trivial_repr, g.irrep(1), g.regular_repr)


def irreps(g):
    return g.type(*list(g.fibergroup.irreps())[:5])


CASES = {
    "C8": (lambda: gspaces.rot2dOnR2(8), planar, "R2Conv", {"kernel_size": 5}),
    "interleaved": (lambda: gspaces.rot2dOnR2(6), mixed, "R2Conv", {"kernel_size": 5}),
    "dilated": (lambda: gspaces.rot2dOnR2(4), mixed, "R2Conv", {"kernel_size": 3, "dilation": 2}),
    "D4 about an axis": (
        lambda: gspaces.flipRot2dOnR2(4, axis=0.3),
        planar,
        "R2Conv",
        {"kernel_size": 3},
    ),
    "mirror": (lambda: gspaces.flip2dOnR2(axis=0.7), planar, "R2Conv", {"kernel_size": 3}),
    "SO(2)": (lambda: gspaces.rot2dOnR2(-1, 3), irreps, "R2Conv", {"kernel_size": 5}),
    "O(2)": (lambda: gspaces.flipRot2dOnR2(-1, 3), irreps, "R2Conv", {"kernel_size": 5}),
    "not orthogonal": (
        lambda: gspaces.rot2dOnR2(8),
        lambda g: g.type(skew(g), skew(g)),
        "R2Conv",
        {"kernel_size": 5},
    ),
    "transposed": (
        lambda: gspaces.rot2dOnR2(4),
        mixed,
        "R2ConvTransposed",
        {"kernel_size": 3},
    ),
    "octahedral": (lambda: gspaces.octaOnR3(), irreps, "R3Conv", {"kernel_size": 3}),
    "cone": (lambda: gspaces.conicalOnR3(4), planar, "R3Conv", {"kernel_size": 3}),
    "SO(3)": (lambda: gspaces.rot3dOnR3(3), irreps, "R3Conv", {"kernel_size": 3}),
    "O(3)": (lambda: gspaces.flipRot3dOnR3(2), irreps, "R3Conv", {"kernel_size": 3}),
    "icosahedral points": (
        lambda: gspaces.icoOnR3(),
        lambda g: g.type(g.irrep(0), g.irrep(1)),
        "R3IcoConv",
        {"kernel_size": 5},
    ),
    "linear": (lambda: gspaces.no_base_space(group.dihedral_group(5)), planar, "Linear", {}),
}


def both(case, monkeypatch, way=None):
    """A layer of ours and escnn's own with the same weights."""
    make, fields, name, kwargs = CASES[case]
    space = make()
    kind = fields(space)
    if way is not None:
        choose(way, monkeypatch)
    ours = find(name)(kind, kind, **kwargs)
    raw = getattr(nn, name)(kind, kind, **kwargs)
    ours.load_state_dict(raw.state_dict())
    return ours, raw


def error(found, wanted):
    return float((found - wanted).abs().max() / wanted.abs().max())


@pytest.mark.parametrize("way", list(WAYS))
@pytest.mark.parametrize("case", list(CASES))
def test_filters_and_gradients_are_those_of_escnn(case, way, monkeypatch):
    ours, raw = both(case, monkeypatch, way)
    assert torch.equal(ours.weights, raw.weights)
    found, wanted = (layer.basisexpansion(layer.weights) for layer in (ours, raw))
    assert error(found, wanted) < 1e-5
    noise = torch.randn_like(wanted)
    gradients = [
        torch.autograd.grad(filter, layer.weights, noise)[0]
        for filter, layer in ((found, ours), (wanted, raw))
    ]
    assert error(*gradients) < 1e-5


@pytest.mark.parametrize("case", list(CASES))
def test_a_layer_is_initialised_and_described_as_by_escnn(case, monkeypatch):
    ours, raw = both(case, monkeypatch)
    assert torch.equal(
        ours.basisexpansion.he_variances(),
        nn.init._generalized_he_init_variances(raw.basisexpansion),
    )
    mine, theirs = (list(layer.basisexpansion.get_basis_info()) for layer in (ours, raw))
    assert mine == theirs
    at = len(mine) // 2
    assert ours.basisexpansion.get_element_info(at) == raw.basisexpansion.get_element_info(at)
    assert str(ours) == str(raw)
    state, wanted = ours.state_dict(), raw.state_dict()
    assert set(state) == set(wanted)
    for name, value in wanted.items():
        assert torch.allclose(state[name].double(), value.double(), atol=1e-6), name


@pytest.mark.parametrize("name", ["C8", "octahedral", "linear"])
def test_the_same_seed_gives_escnns_initial_weights(name):
    make, fields, cls, kwargs = CASES[name]
    kind = fields(make())
    torch.manual_seed(7)
    raw = getattr(nn, cls)(kind, kind, **kwargs)
    torch.manual_seed(7)
    ours = find(cls)(kind, kind, **kwargs)
    assert torch.equal(ours.weights, raw.weights)


@pytest.mark.parametrize("way", list(WAYS))
def test_a_basis_of_float64_is_sampled_in_float64(way, monkeypatch):
    choose(way, monkeypatch)
    for make, fields, cls, size in (
        (lambda: gspaces.flipRot2dOnR2(4, axis=0.0), planar, "R2Conv", (9, 9)),
        (lambda: gspaces.octaOnR3(), irreps, "R3Conv", (5, 5, 5)),
    ):
        space = make()
        kind = fields(space)
        layer = find(cls)(kind, kind, kernel_size=3).double()
        x = nn.GeometricTensor(torch.randn(1, kind.size, *size, dtype=torch.float64), kind)
        for element in list(space.testing_elements)[:6]:
            turned = layer(action.transform(x, element)).tensor
            assert error(turned, action.transform(layer(x), element).tensor) < 1e-12


def test_precision_goes_there_and_back(monkeypatch):
    for way in WAYS:
        ours, _ = both("C8", monkeypatch, way)
        before = ours.basisexpansion(ours.weights)
        ours.double()
        exact = ours.basisexpansion(ours.weights)
        assert exact.dtype == torch.float64 and error(before.double(), exact) < 1e-6
        ours.float()
        assert torch.equal(ours.basisexpansion(ours.weights), before)


def test_gradients_of_gradients(monkeypatch):
    for way in WAYS:
        # few weights, as each is varied
        ours, _ = both("mirror", monkeypatch, way)
        ours.double()
        weights = ours.weights.detach().clone().requires_grad_()
        assert torch.autograd.gradcheck(ours.basisexpansion, (weights,))
        assert torch.autograd.gradgradcheck(ours.basisexpansion, (weights,))


def test_a_filter_is_made_once_for_the_same_weights(monkeypatch):
    ours, _ = both("C8", monkeypatch)
    expansion, made = ours.basisexpansion, []
    original = manager.Expansion._values
    monkeypatch.setattr(
        manager.Expansion, "_values", lambda self, w: made.append(1) or original(self, w)
    )
    first = expansion(ours.weights)
    assert torch.equal(expansion(ours.weights), first) and len(made) <= 1
    # written to behind autograd's back
    ours.weights.data.mul_(2)
    assert torch.allclose(expansion(ours.weights), 2 * first)
    # and a filter that somebody has written to is not given again
    with torch.no_grad():
        expansion(ours.weights).zero_()
    assert torch.allclose(expansion(ours.weights), 2 * first)


def test_inference_leaves_nothing_behind_that_training_can_not_use(monkeypatch):
    for way in WAYS:
        ours, _ = both("C8", monkeypatch, way)
        with torch.inference_mode():
            inferred = ours.basisexpansion(ours.weights)
        found = ours.basisexpansion(ours.weights)
        found.sum().backward()
        assert torch.equal(found, inferred) and ours.weights.grad.any()


def test_the_filter_is_full_precision_under_autocast(monkeypatch):
    ours, _ = both("octahedral", monkeypatch, "factored")
    exact = ours.basisexpansion(ours.weights)
    ours.basisexpansion._kept = None
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert torch.equal(ours.basisexpansion(ours.weights), exact)


def test_layers_of_one_kind_share_what_they_compute_with():
    space = gspaces.rot2dOnR2(8)
    kind = planar(space)
    first, second = (find("R2Conv")(kind, kind, kernel_size=5) for _ in range(2))
    ways = [next(layer.basisexpansion.children()) for layer in (first, second)]
    assert ways[0].block is ways[1].block
    assert ways[0].basis.data_ptr() == ways[1].basis.data_ptr()
    assert copy.deepcopy(first).basisexpansion._expansions()[0][1].block is ways[0].block


def test_a_filter_of_the_basis_may_look_at_everything():
    space = gspaces.rot2dOnR2(8)
    kind = planar(space)
    chosen = {"kernel_size": 5, "basis_filter": lambda a: a["in_irrep_idx"] != 1 and a["s"] == 0}
    ours, raw = (cls(kind, kind, **chosen) for cls in (find("R2Conv"), nn.R2Conv))
    with torch.no_grad():
        ours.weights.copy_(raw.weights)
    assert error(*(e.basisexpansion(e.weights) for e in (ours, raw))) < 1e-5


def test_large_blocks_are_factored_and_small_ones_are_not():
    space = gspaces.octaOnR3()
    kind = space.type(space.regular_repr)
    large = find("R3Conv")(kind, kind, kernel_size=5)
    assert isinstance(next(large.basisexpansion.children()), factored.Factored)
    space = gspaces.rot2dOnR2(8)
    kind = space.type(*[space.regular_repr] * 16)
    small = find("R2Conv")(kind, kind, kernel_size=5)
    assert isinstance(next(small.basisexpansion.children()), paths.Dense)


CLOUDS = {
    "SO(3)": (
        lambda: gspaces.rot3dOnR3(2),
        lambda g: g.type(g.fibergroup.bl_regular_representation(1), g.irrep(1)),
    ),
    "C8": (lambda: gspaces.rot2dOnR2(8), planar),
    "interleaved": (lambda: gspaces.rot2dOnR2(4), lambda g: g.type(*[g.regular_repr] * 3)),
    "mirror": (lambda: gspaces.flip2dOnR2(axis=0.3), planar),
}


@pytest.mark.skipif(not clouds.clouds_available(), reason="needs torch_geometric")
@pytest.mark.parametrize("case", list(CLOUDS))
def test_messages_and_gradients_are_those_of_escnn(case):
    make, fields = CLOUDS[case]
    space = make()
    kind, d = fields(space), space.dimensionality
    chosen = {"width": 2.0, "n_rings": 3, "frequencies_cutoff": 2.0}
    ours = find(f"R{d}PointConv")(kind, kind, **chosen)
    raw = getattr(nn, f"R{d}PointConv")(kind, kind, **chosen)
    assert set(ours.state_dict()) == set(raw.state_dict())
    ours.load_state_dict(raw.state_dict())
    assert torch.equal(
        ours.basissampler.he_variances(),
        nn.init._generalized_he_init_variances(raw.basissampler),
    )
    assert str(ours) == str(raw)
    edges = torch.randint(0, 20, (2, 60))
    seen = []
    for layer in (ours, raw):
        coords = (2 * torch.rand(20, d, generator=torch.Generator().manual_seed(0))) + 0.01
        # escnn's own fails at gradients of places on newer PyTorch
        moving = layer is ours or torch.__version__ < "2"
        coords.requires_grad_(moving)
        values = torch.ones(20, kind.size).cumsum(0).cumsum(1).sin().requires_grad_()
        result = layer(nn.GeometricTensor(values, kind, coords), edges).tensor
        wanted = (values, layer.weights, *([coords] if moving else []))
        seen.append((result, *torch.autograd.grad(result.square().sum(), wanted)))
    assert seen[0][-1].shape == (20, d) and seen[0][-1].any()
    for mine, theirs in zip(*seen, strict=False):
        assert error(mine, theirs) < 2e-5


@pytest.mark.skipif(not clouds.clouds_available(), reason="needs torch_geometric")
def test_point_convolutions_of_float64_are_exact():
    space = gspaces.rot3dOnR3(2)
    kind = space.type(space.fibergroup.bl_regular_representation(1))
    layer = find("R3PointConv")(kind, kind, width=2.0, n_rings=2, frequencies_cutoff=2.0).double()
    values, coords = torch.randn(9, kind.size).double(), torch.rand(9, 3).double()
    x = nn.GeometricTensor(values, kind, coords)
    edges = torch.randint(0, 9, (2, 30))
    element = space.fibergroup.sample()
    turned = layer(action.transform(x, element), edges).tensor
    assert error(turned, action.transform(layer(x, edges), element).tensor) < 1e-10


def test_a_network_of_equal_layers_lists_its_modules():
    fields = planar(gspaces.rot2dOnR2(4))
    layers = [find("R2Conv")(fields, fields, kernel_size=3) for _ in range(2)]
    expansions = [layer.basisexpansion for layer in layers]
    assert expansions[0] != expansions[1]
    found = list(torch.nn.Sequential(*layers).modules())
    assert all(any(e is module for module in found) for e in expansions)
