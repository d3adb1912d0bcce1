"""Layers that can only give zero are refused, and just those fields told that get nothing."""

import itertools
import random
import re
import time

import numpy as np
import pytest
import torch
from escnn import group, gspaces, nn

from escnn_r.bridge import calls
from escnn_r.bridge.errors import EmptyBasis
from escnn_r.fields import clouds_available
from escnn_r.nn import building
from escnn_r.nn import layers as modules

GROUPS = {
    "C1": lambda: group.cyclic_group(1),
    "C4": lambda: group.cyclic_group(4),
    "C5": lambda: group.cyclic_group(5),
    "D3": lambda: group.dihedral_group(3),
    "D4": lambda: group.dihedral_group(4),
    "SO2": lambda: group.so2_group(4),
    "O2": lambda: group.o2_group(8),
    "SO3": lambda: group.so3_group(3),
    "O3": lambda: group.o3_group(3),
    "Octa": group.octa_group,
    "Ico": group.ico_group,
}


def fields(space, *irreps):
    return space.type(*(space.irrep(*each) for each in irreps))


def irreps_of(which):
    if not which.continuous:
        return [each.id for each in which.irreps()]
    # the process has one such group, with all the frequencies that were ever asked for
    return sorted(each for each in which._irreps if each[-1] <= 4)


def maps_between(one, other):
    """How many maps between two irreps commute with the group, by the equations they satisfy."""
    np.random.seed(1)
    which = one.group
    elements = [which.sample() for _ in range(12)] if which.continuous else which.elements
    rows = [
        np.kron(np.eye(other.size), one(g).T) - np.kron(other(g), np.eye(one.size))
        for g in elements
    ]
    values = np.linalg.svd(np.concatenate(rows), compute_uv=False)
    return int((values < 1e-6).sum())


@pytest.mark.parametrize("name", GROUPS)
def test_a_linear_layer_is_refused_just_where_no_map_exists(name):
    which = GROUPS[name]()
    space = gspaces.no_base_space(which)
    pairs = list(itertools.product(irreps_of(which), repeat=2))
    for into, out in random.Random(1).sample(pairs, min(len(pairs), 12)):
        exists = maps_between(which.irrep(*into), which.irrep(*out)) > 0
        outcome = calls.invoke(
            building.build_module, "Linear", fields(space, into), fields(space, out)
        )
        assert (outcome.error is None) == exists, (into, out)
        if outcome.error is not None:
            assert outcome.error.argument["kind"] == "empty_basis"
            assert "nn_tensor_product_module()" in outcome.error.argument["hint"]


@pytest.mark.parametrize("name", ["C4", "D4", "O2", "SO3", "Octa"])
def test_products_are_refused_just_where_they_always_cancel(name):
    which = GROUPS[name]()
    space = gspaces.no_base_space(which)
    pairs = list(itertools.product(irreps_of(which)[:4], repeat=2))
    for into, out in pairs:
        in_type, out_type = fields(space, into, into), fields(space, out, out)
        try:
            raw = modules.find("TensorProductModule")(in_type, out_type)
            zero = raw(in_type(torch.randn(20, in_type.size))).tensor.abs().max() < 1e-5
        except EmptyBasis:
            zero = True
        outcome = calls.invoke(building.build_module, "TensorProductModule", in_type, out_type)
        assert (outcome.error is not None) == bool(zero), (into, out)
        if outcome.error is not None:
            assert outcome.error.argument["kind"] == "empty_basis"


def test_a_vector_times_itself_has_no_cross_product_but_two_vectors_have():
    space = gspaces.no_base_space(group.so3_group(2))
    vector = space.irrep(1)
    with pytest.raises(EmptyBasis, match="cancel"):
        building.build_module("TensorProductModule", space.type(vector), space.type(vector))
    two = group.directsum([vector, vector], name="two vectors")
    layer = building.build_module("TensorProductModule", space.type(two), space.type(vector))
    assert layer(space.type(two)(torch.randn(3, 6))).tensor.abs().max() > 1e-3


SPACES = {
    "C4": lambda: gspaces.rot2dOnR2(4),
    "D4": lambda: gspaces.flipRot2dOnR2(4),
    "SO2": lambda: gspaces.rot2dOnR2(-1, maximum_frequency=4),
    "O2": lambda: gspaces.flipRot2dOnR2(-1, maximum_frequency=4),
    "flip": lambda: gspaces.flip2dOnR2(),
    "none": lambda: gspaces.no_base_space(group.o2_group(4)),
}


def silent(kind, values):
    """The numbers, from 1, of fields of a type whose channels are all zero."""
    ends = itertools.accumulate(r.size for r in kind.representations)
    largest = values.abs().amax(dim=(0, *range(2, values.dim())))
    return {
        at
        for at, (end, r) in enumerate(zip(ends, kind.representations, strict=True), start=1)
        if largest[end - r.size : end].max() < 1e-5
    }


def listed(warnings, side):
    """The numbers of fields in the advice about ``out_type`` or the input."""
    texts = [w for w, kind in warnings.items() if kind == "basis" and side in w.split(":")[0]]
    assert len(texts) < 2
    return {int(n) for n in re.findall(r"(\d+) \(", texts[0].split(":")[0])} if texts else set()


@pytest.mark.parametrize("name", SPACES)
def test_the_fields_that_get_nothing_are_told_and_no_others(name):
    space, draw = SPACES[name](), random.Random(2)
    irreps = irreps_of(space.fibergroup)
    for _ in range(12):
        ins, outs = (draw.choices(irreps, k=draw.choice([1, 2, 3])) for _ in range(2))
        in_type, out_type = fields(space, *ins), fields(space, *outs)
        size = draw.choice([1, 3])
        name, given = ("R2Conv", {"kernel_size": size}) if space.dimensionality else ("Linear", {})
        outcome = calls.invoke(building.build_module, name, in_type, out_type, **given)
        if outcome.error is not None:
            assert outcome.error.argument["kind"] == "empty_basis"
            # escnn's own layer can't be built, or gives zeros
            try:
                raw = getattr(nn, name)(in_type, out_type, bias=False, **given)
                shape = (4, in_type.size, *(7,) * space.dimensionality)
                assert raw(in_type(torch.randn(shape))).tensor.abs().max() < 1e-6
            except ValueError as problem:
                assert "is empty" in str(problem)
            continue
        layer = outcome.value
        if layer.bias is not None:
            layer.bias.data.zero_()
        shape = (4, in_type.size, *(7,) * space.dimensionality)
        values = torch.randn(shape, requires_grad=True)
        found = layer(in_type(values)).tensor
        assert listed(outcome.warnings, "out_type") == silent(out_type, found.detach())
        (gradient,) = torch.autograd.grad((found * torch.randn(found.shape)).sum(), values)
        assert listed(outcome.warnings, "input is") | listed(
            outcome.warnings, "input are"
        ) == silent(in_type, gradient)


@pytest.mark.parametrize(
    ("given", "leads"),
    [
        ({"kernel_size": 1}, {"kernel_size": 3}),
        ({"kernel_size": 3, "frequencies_cutoff": 0.0}, {"kernel_size": 3}),
        ({"kernel_size": 3, "rings": [0.0]}, {"kernel_size": 3}),
        ({"kernel_size": 3, "basis_filter": lambda a: False}, {"kernel_size": 3}),
    ],
)
def test_the_hint_of_a_convolution_names_what_leads_there(given, leads):
    space = gspaces.rot2dOnR2(4)
    ends = fields(space, (0,)), fields(space, (1,))
    with pytest.raises(EmptyBasis) as caught:
        building.build_module("R2Conv", *ends, **given)
    changed = next(n for n in given if n != "kernel_size" or len(given) == 1)
    assert f"`{changed}" in caught.value.hint
    assert "leads to irrep_1" in caught.value.hint
    building.build_module("R2Conv", *ends, **leads)


def test_where_no_kernel_leads_the_hint_names_none():
    # a pseudo-scalar can't be made of scalars by kernels of any size
    for space, cls in (
        (gspaces.flipRot2dOnR2(-1, maximum_frequency=4), "R2Conv"),
        (gspaces.flipRot3dOnR3(maximum_frequency=2), "R3Conv"),
    ):
        trivial, pseudo = fields(space, (0, 0)), fields(space, (1, 0))
        with pytest.raises(EmptyBasis) as caught:
            building.build_module(cls, trivial, pseudo, kernel_size=3)
        assert caught.value.hint.startswith("No kernel up to `kernel_size = ")


def test_a_bias_is_not_what_a_field_gets():
    space = gspaces.no_base_space(group.so2_group(3))
    outcome = calls.invoke(
        building.build_module, "Linear", fields(space, (1,)), fields(space, (0,), (2,))
    )
    assert outcome.error.argument["kind"] == "empty_basis"
    outcome = calls.invoke(
        building.build_module, "Linear", fields(space, (1,)), fields(space, (1,), (0,))
    )
    assert any("nothing but a bias" in each for each in outcome.warnings)


def test_looking_takes_a_hundredth_of_building():
    from escnn_r.nn.checks import unreached

    space = gspaces.rot2dOnR2(8)
    kind = space.type(*[space.regular_repr] * 4)
    start = time.perf_counter()
    layer = building.build_module("R2Conv", kind, kind, kernel_size=5)
    built = time.perf_counter() - start
    start = time.perf_counter()
    for _ in range(100):
        unreached.look("R2Conv", layer, (kind,), {"kernel_size": 5})
    assert (time.perf_counter() - start) / 100 < max(built / 20, 1e-4)


@pytest.mark.skipif(not clouds_available(), reason="needs torch_geometric")
@pytest.mark.parametrize(("cls", "space", "out"), [
    ("R2PointConv", gspaces.rot2dOnR2(-1, maximum_frequency=7), (7,)),
    ("R2PointConv", gspaces.rot2dOnR2(-1, maximum_frequency=7), (5,)),
    ("R3PointConv", gspaces.rot3dOnR3(maximum_frequency=4), (4,)),
])  # fmt: skip
def test_the_cutoff_that_a_hint_for_points_names_leads_there(cls, space, out):
    ends = space.type(space.trivial_repr), fields(space, out)
    given = {"width": 1.0, "n_rings": 2}
    with pytest.raises(EmptyBasis) as caught:
        building.build_module(cls, *ends, **given, frequencies_cutoff=2.0)
    cutoff = float(re.search("`frequencies_cutoff = ([0-9]+)` leads", caught.value.hint)[1])
    building.build_module(cls, *ends, **given, frequencies_cutoff=cutoff)


def test_a_size_beyond_those_that_are_tried_is_not_said_to_have_none():
    space = gspaces.rot2dOnR2(-1, maximum_frequency=60)
    ends = space.type(space.trivial_repr), fields(space, (60,))
    with pytest.raises(EmptyBasis) as caught:
        building.build_module("R2Conv", *ends, kernel_size=7)
    assert caught.value.hint.startswith("No kernel of this size does")
