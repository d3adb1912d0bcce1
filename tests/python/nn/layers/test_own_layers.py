"""Modules of our own, and upstream's put right: what each computes, against upstream's."""

import pytest
import torch

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.equivariance import measuring
from escnn_r.nn import building

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

from escnn_r.nn.layers import branches, custom, head, rearranging, sequential, skips  # noqa: E402

C4 = gspaces.rot2dOnR2(4)
TRIVIAL, REGULAR, IRREP = (
    nn.FieldType(C4, [r]) for r in (C4.trivial_repr, C4.regular_repr, C4.irrep(1))
)
MIXED = nn.FieldType(C4, [C4.regular_repr, C4.trivial_repr, C4.regular_repr])


def noise(kind, size=5, dtype=torch.float32):
    return nn.GeometricTensor(torch.randn(2, kind.size, size, size, dtype=dtype), kind)


def worst(module, x=None):
    return max(measuring.check_equivariance(module, x)["columns"]["relative_error"])


@pytest.mark.parametrize("reshuffle", [0, 1, 2])
def test_branches_are_upstreams(reshuffle):
    labels = ["b", "a", "b"]
    ours, theirs = (m.BranchingModule(MIXED, labels, reshuffle=reshuffle) for m in (branches, nn))
    assert sorted(ours.state_dict()) == sorted(theirs.state_dict())
    x = noise(MIXED)
    expected = theirs(x)
    found = ours(x)
    assert list(found) == ["b", "a"]
    for label in found:
        assert found[label].type == expected[label].type
        assert torch.equal(found[label].tensor, expected[label].tensor)
    assert worst(ours) < 1e-6


def test_multiple_modules_are_upstreams():
    labels = ["b", "a", "b"]
    twice = nn.FieldType(C4, [C4.regular_repr] * 2)

    def pairs():
        return [(nn.ReLU(twice), "b"), (nn.IdentityModule(TRIVIAL), "a")]

    ours, theirs = (m.MultipleModule(MIXED, labels, pairs()) for m in (branches, nn))
    assert ours.out_type == theirs.out_type
    assert sorted(ours.state_dict()) == sorted(theirs.state_dict())
    x = noise(MIXED)
    assert torch.equal(ours(x).tensor, theirs(x).tensor)
    assert ours.evaluate_output_shape((2, 9, 5, 5)) == [2, 9, 5, 5]
    with pytest.raises(TypeError):
        theirs.evaluate_output_shape((2, 9, 5, 5))
    assert ours(noise(MIXED, dtype=torch.float64)).tensor.dtype == torch.float64
    given = pairs()
    branches.MergeModule(given)
    assert given[0][1] == "b"


def test_merges_take_modules_of_several_inputs_first():
    gated = nn.GatedNonLinearity2((TRIVIAL, REGULAR))
    with pytest.raises(AttributeError):
        nn.MergeModule([(gated, ["gate", "gated"])])
    merge = branches.MergeModule([(gated, ["gate", "gated"]), (nn.IdentityModule(IRREP), "rest")])
    assert list(merge.in_type) == ["gate", "gated", "rest"]
    x = {"gate": noise(TRIVIAL), "gated": noise(REGULAR), "rest": noise(IRREP)}
    assert merge(x).tensor.shape == (2, 6, 5, 5)
    assert worst(merge) < 1e-6
    with pytest.raises(BadArgument, match="without gated, rest"):
        merge({"gate": x["gate"]})
    with pytest.raises(BadArgument, match=r"one with 1 .gate."):
        branches.MergeModule([(gated, "gate")])
    x["rest"] = noise(IRREP, 3)
    with pytest.raises(BadArgument, match="5 x 5 from module 1 and 3 x 3 from module 2"):
        merge(x)


def test_merges_follow_branchings_only():
    branching = branches.BranchingModule(MIXED, ["a", "b", "a"])
    pairs = [(nn.IdentityModule(kind), label) for label, kind in branching.out_type.items()]
    assert len(building.merge_modules(branching, pairs)) == 2
    with pytest.raises(BadArgument, match="which gives one output"):
        building.merge_modules(nn.IdentityModule(MIXED), pairs)
    with pytest.raises(BadArgument, match="for the labels a, b, not modules for a"):
        building.merge_modules(branching, pairs[:1])


def test_disentangling_is_upstreams():
    kind = rearranging.RestrictionModule(MIXED, 2.0).out_type
    ours, theirs = (m.DisentangleModule(kind) for m in (rearranging, nn))
    assert ours.out_type == theirs.out_type
    assert sorted(ours.state_dict()) == sorted(theirs.state_dict())
    x = noise(kind)
    assert torch.allclose(ours(x).tensor, theirs(x).tensor)
    assert worst(ours) < 1e-6


def test_sequences_end_in_branches_and_append_by_new_names():
    model = sequential.SequentialModule(
        nn.IdentityModule(MIXED), branches.BranchingModule(MIXED, ["a", "b", "a"])
    )
    assert list(model(noise(MIXED))) == ["a", "b"]
    tail = sequential.SequentialModule(nn.ReLU(REGULAR), nn.ReLU(REGULAR), nn.ReLU(REGULAR))[1:]
    tail.append(nn.ELU(REGULAR)).append(nn.ELU(REGULAR))
    assert len(tail) == 4
    with pytest.raises(BadArgument, match='not "2"'):
        tail.add_module("2", nn.ReLU(REGULAR))
    with pytest.raises(BadArgument, match="`x` must be of the module's input type"):
        tail(noise(MIXED))


def test_residuals_skips_and_their_ways():
    conv = building.build_module("R2Conv", REGULAR, MIXED, kernel_size=3, stride=2)
    residual = skips.ResidualModule(REGULAR, conv)
    assert residual.projection is not None and residual.out_type == MIXED
    x = noise(REGULAR, 9)
    short = nn.GeometricTensor(x.tensor[:, :, 1:8:2, 1:8:2], REGULAR)
    expected = conv(x).tensor + residual.projection(short).tensor
    assert torch.allclose(residual(x).tensor, expected, atol=1e-6)
    skip = skips.SkipModule(REGULAR, skips.DownModule(REGULAR))
    assert skip(x).tensor.shape == (2, 8, 9, 9)
    assert skips.UpModule(REGULAR, 3).evaluate_output_shape((2, 4, 5, 5)) == [2, 4, 13, 13]
    assert "factor=3" in repr(skips.UpModule(REGULAR, 3))
    for module in (residual, skip):
        assert worst(module) < 1e-5
    with pytest.raises(BadArgument, match="one that takes several types"):
        skips.ResidualModule(REGULAR, nn.GatedNonLinearity2((TRIVIAL, REGULAR)))


def test_heads_pool_and_export():
    made = head.ToVectorModule(TRIVIAL, 3, hidden=[4], pool="max")
    x = noise(TRIVIAL)
    found = made(x)
    assert found.tensor.shape == (2, 3) and found.type.gspace.dimensionality == 0
    assert torch.allclose(made.export()(x.tensor), found.tensor)
    points = nn.GeometricTensor(torch.randn(6, 1), TRIVIAL, torch.randn(6, 2))
    pooled = made(points).tensor
    assert pooled.shape == (1, 3)
    assert torch.allclose(pooled, made.layers(points.tensor.amax(0, keepdim=True)))
    assert head.ToVectorModule(TRIVIAL, 3, pool="none")(points).tensor.shape == (6, 3)


def test_custom_modules_check_what_they_are_given():
    made = custom.custom_module(
        "Twice",
        REGULAR,
        None,
        lambda self: setattr(self, "factor", 2),
        lambda self, x: self.factor * x.tensor,
    )
    assert type(made).__name__ == "Twice" and made.out_type == REGULAR
    x = noise(REGULAR)
    assert torch.equal(made(x).tensor, 2 * x.tensor)
    with pytest.raises(BadArgument, match="of the module's input type"):
        made(noise(TRIVIAL))
    for wrong in (
        lambda self, x: None,
        lambda self, x: x.tensor[:, :1],
        lambda self, x: noise(IRREP),
    ):
        with pytest.raises(BadArgument, match="`forward` must be a function that gives"):
            custom.custom_module("Wrong", REGULAR, REGULAR, None, wrong)(x)
