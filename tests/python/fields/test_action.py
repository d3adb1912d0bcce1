"""The action on feature fields: a group action, exact where the grid allows, precise elsewhere."""

import numpy as np
import pytest
import torch

import escnn_r
from escnn_r.fields import action as transform
from escnn_r.fields.action import grid_action, is_exact, transform_fibres

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")
group = pytest.importorskip("escnn.group")

D4, C8, O2 = gspaces.flipRot2dOnR2(4), gspaces.rot2dOnR2(8), gspaces.flipRot2dOnR2(-1)
FULL_OCTA, O3 = gspaces.fullOctaOnR3(), gspaces.flipRot3dOnR3(1)


def action(tensor, element, order=2):
    return transform.transform(tensor, element, order)


def mixed(space):
    """Runs of equal fields, and more than one of them, with an action of every size."""
    base = space.basespace_action
    return nn.FieldType(space, [space.trivial_repr, base, base, space.trivial_repr])


def random(kind, *shape, seed=0, dtype=torch.float64):
    values = np.random.RandomState(seed).normal(size=(shape[0], kind.size, *shape[1:]))
    return nn.GeometricTensor(torch.tensor(values, dtype=dtype), kind)


def points(size, d):
    """The place (x, y) or (x, y, z) of every entry of a grid, from its centre."""
    axes = np.meshgrid(*[np.arange(size) - (size - 1) / 2] * d, indexing="ij")
    return np.stack([axes[-1], *(-axis for axis in axes[-2::-1])], axis=-1)


def bump(places):
    """A smooth function without any symmetry that fades out."""
    d = places.shape[-1]
    shift = np.array([1.5, -2.0, 1.0])[:d]
    width = np.array([3.0, 3.5, 3.2])[:d]
    return np.exp(-(((places - shift) / width) ** 2).sum(-1) / 2) * (1 + 0.2 * places[..., 0])


# elements that keep the grid


@pytest.mark.parametrize("space", [D4, FULL_OCTA], ids=["D4", "octahedral"])
def test_grid_symmetries_agree_with_escnn(space):
    x = random(mixed(space), 2, *[5] * space.dimensionality, dtype=torch.float32)
    elements = list(space.fibergroup.elements)
    assert len(elements) in (8, 48)
    for element in elements:
        assert is_exact(space, element)
        found, wanted = action(x, element), x.transform(element)
        torch.testing.assert_close(found.tensor, wanted.tensor, rtol=0, atol=1e-4)
        assert found.type == x.type


@pytest.mark.parametrize("space", [D4, FULL_OCTA], ids=["D4", "octahedral"])
def test_grid_symmetries_move_points(space):
    places = points(6, space.dimensionality)
    kind = nn.FieldType(space, [space.trivial_repr])
    x = nn.GeometricTensor(torch.tensor(bump(places))[None, None], kind)
    for element in space.fibergroup.elements:
        # (g f)(p) = f(g^-1 p), and g^-1 p as a row is p g
        wanted = bump(places @ np.round(space.basespace_action(element)))
        np.testing.assert_allclose(action(x, element).tensor[0, 0], wanted, atol=1e-14)


@pytest.mark.parametrize("space", [D4, FULL_OCTA], ids=["D4", "octahedral"])
def test_it_is_a_group_action(space):
    x = random(mixed(space), 2, *[4] * space.dimensionality)
    elements = list(space.fibergroup.elements)
    torch.testing.assert_close(action(x, space.fibergroup.identity).tensor, x.tensor)
    for k, g in enumerate(elements):
        h = elements[(7 * k + 3) % len(elements)]
        found, wanted = action(action(x, h), g), action(x, g @ h)
        torch.testing.assert_close(found.tensor, wanted.tensor, rtol=0, atol=1e-12)


def test_permutations_are_exact_to_the_last_bit():
    x = random(nn.FieldType(D4, [D4.regular_repr]), 1, 5, 5, dtype=torch.float32)
    for element in D4.fibergroup.elements:
        there = action(x, element)
        assert sorted(there.tensor.flatten().tolist()) == sorted(x.tensor.flatten().tolist())
        assert torch.equal(action(there, ~element).tensor, x.tensor)


@pytest.mark.parametrize("space", [D4, FULL_OCTA], ids=["D4", "octahedral"])
def test_grid_symmetries_keep_the_gradient(space):
    x = random(mixed(space), 2, *[3] * space.dimensionality)
    weights = random(x.type, 2, *[3] * space.dimensionality, seed=1)
    x.tensor.requires_grad_()
    for element in list(space.fibergroup.elements)[1::5]:
        product = (action(x, element).tensor * weights.tensor).sum()
        (gradient,) = torch.autograd.grad(product, x.tensor)
        # the action is orthogonal, so the gradient is the weights' pre-image
        torch.testing.assert_close(gradient, action(weights, ~element).tensor)


def test_quarter_turns_swap_the_sides():
    x = random(mixed(D4), 1, 3, 5)
    assert action(x, D4.fibergroup.element((0, 1))).tensor.shape == (1, 6, 5, 3)
    assert action(x, D4.fibergroup.element((0, 2))).tensor.shape == (1, 6, 3, 5)


def test_exact_elements_are_told_apart():
    assert [is_exact(C8, e) for e in C8.fibergroup.elements] == [True, False] * 4
    octa = gspaces.octaOnR3()
    assert all(is_exact(octa, e) for e in octa.fibergroup.elements)
    assert not is_exact(O2, O2.fibergroup.element((0, 1e-4)))
    assert is_exact(O2, O2.fibergroup.element((1, np.pi / 2)))


def test_the_action_on_array_axes():
    quarter = D4.fibergroup.element((0, 1))
    assert grid_action(D4, quarter).tolist() == [[0, -1], [1, 0]]


# elements that need interpolation


@pytest.mark.parametrize(
    ("space", "value", "size"),
    [
        (O2, (0, 0.4), 41),
        (O2, (1, 2.0), 42),
        (O3, (0, np.array([0.2, -0.4, 0.1, 0.8888194417315589])), 37),
        (O3, (1, np.array([0.5, 0.1, 0.7, 0.5])), 38),
    ],
)
def test_interpolation_has_full_precision(space, value, size):
    element = space.fibergroup.element(value)
    places = points(size, space.dimensionality)
    matrix = np.array(space.basespace_action(element))
    kind = nn.FieldType(space, [space.trivial_repr])
    x = nn.GeometricTensor(torch.tensor(bump(places))[None, None], kind)
    inside = (places**2).sum(-1) < (size / 2 - 3) ** 2
    found = action(x, element, order=5).tensor[0, 0].numpy()
    error = np.abs(found - bump(places @ matrix))[inside].max()
    assert error < 1e-5
    # upstream's action has half precision
    rough = kind.transform(x.tensor, element, order=5)[0, 0].numpy()
    assert np.abs(rough - bump(places @ matrix))[inside].max() > 10 * error


def test_vectors_are_turned_along():
    kind = nn.FieldType(O2, [O2.basespace_action])
    element = O2.fibergroup.element((0, 0.7))
    places = points(31, 2)
    matrix = np.array(O2.basespace_action(element))
    values = np.stack([bump(places), bump(places[::-1, ::-1])])
    x = nn.GeometricTensor(torch.tensor(values)[None], kind)
    before = places @ matrix
    wanted = np.einsum("oi,ihw->ohw", matrix, np.stack([bump(before), bump(-before)]))
    inside = (places**2).sum(-1) < 12**2
    error = (action(x, element, order=5).tensor[0].numpy() - wanted)[:, inside]
    assert np.abs(error).max() < 1e-4


def test_images_are_interpolated_one_by_one():
    element = C8.fibergroup.element(1)
    kind = nn.FieldType(C8, [C8.trivial_repr] * 3)
    x = random(kind, 2, 9, 9)
    found = action(x, element).tensor
    for n, c in np.ndindex(2, 3):
        alone = transform.transform_grid(x.tensor[n : n + 1, c : c + 1], C8, element, 2)
        assert torch.equal(found[n, c], alone[0, 0])


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("step", [1, 2])
def test_types_and_inputs_are_kept(dtype, step):
    x = random(mixed(C8), 2, 7, 7, dtype=dtype)
    before = x.tensor.clone()
    found = action(x, C8.fibergroup.element(step))
    assert found.tensor.dtype == dtype and found.tensor.is_contiguous()
    found.tensor.zero_()
    assert torch.equal(x.tensor, before)


@pytest.mark.parametrize("step", [1, 2])
def test_empty_batches_stay_empty(step):
    x = nn.GeometricTensor(torch.zeros(0, 6, 5, 5), mixed(C8))
    assert action(x, C8.fibergroup.element(step)).tensor.shape == (0, 6, 5, 5)


# fibres, points and no space at all


def test_fibres_are_multiplied_by_the_representation():
    space = gspaces.no_base_space(group.so3_group(2))
    fibre = space.fibergroup
    kind = nn.FieldType(space, [fibre.irrep(1), fibre.irrep(1), fibre.irrep(0), fibre.irrep(2)])
    x = random(kind, 3)
    element = fibre.element(np.array([0.2, -0.4, 0.1, 0.8888194417315589]))
    wanted = x.tensor.numpy() @ np.array(kind.representation(element)).T
    np.testing.assert_allclose(action(x, element).tensor, wanted, atol=1e-14)
    np.testing.assert_allclose(transform_fibres(x.tensor, kind, element), wanted, atol=1e-14)
    assert is_exact(space, element)


def test_point_clouds_move_their_coordinates():
    angle = 0.3
    element = O2.fibergroup.element((0, angle))
    kind = nn.FieldType(O2, [O2.basespace_action])
    values = torch.tensor([[1.0, 0.0], [0.0, 2.0]], dtype=torch.float64, requires_grad=True)
    coords = torch.tensor([[0.0, 1.0], [3.0, 0.0]], dtype=torch.float64, requires_grad=True)
    found = action(nn.GeometricTensor(values, kind, coords), element)
    c, s = np.cos(angle), np.sin(angle)
    np.testing.assert_allclose(found.tensor.detach(), [[c, s], [-2 * s, 2 * c]])
    np.testing.assert_allclose(found.coords.detach(), [[-s, c], [3 * c, 3 * s]])
    (found.tensor[0, 0] + found.coords[1, 0]).backward()
    assert values.grad[0, 0] == pytest.approx(c) and coords.grad[1, 0] == pytest.approx(c)
