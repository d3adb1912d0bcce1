"""Targets that are maps turn along with their images, by any way of turning these."""

import numpy as np
import pytest
import torch

import escnn_r
from escnn_r.bridge import BadArgument
from escnn_r.training import (
    augmentation,
    batches,
    evaluation,
    losses_and_metrics,
    maps,
    rotated_data,
)
from escnn_r.training.plan import Plan

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")


def scene(n=5, size=8, seed=0):
    draw = torch.Generator().manual_seed(seed)
    x = torch.randn(n, 1, size, size, generator=draw)
    return x, (x[:, 0] > 0).long() + (x[:, 0] > 1).long()


def test_what_a_map_is():
    x, y = scene()
    assert maps.of_classes(x, y) and not maps.of_fields(x, y)
    assert maps.of_fields(x, x) and not maps.of_classes(x, x)
    for targets in (None, y[:, 0, 0], y[:, 0], x[:, 0, 0], x[:, 0, 0, 0]):
        assert not maps.of_classes(x, targets) and not maps.of_fields(x, targets)


@pytest.mark.parametrize("angle", [90, 180, -90, 360])
def test_classes_turn_as_their_images_do(angle):
    x, y = scene()
    moved, targets = rotated_data.rotate_data(batches.Arrays(x, y), angle).take(np.arange(5))
    assert torch.equal(targets, (moved[:, 0] > 0).long() + (moved[:, 0] > 1).long())
    assert targets.dtype == torch.int64


def test_between_pixels_classes_stay_classes():
    y = torch.zeros(1, 15, 15, dtype=torch.long)
    y[:, 4:11, 4:11] = 3
    x = (y == 3).float()[:, None]
    moved, targets = rotated_data.rotate_data(batches.Arrays(x, y), 45).take(np.array([0]))
    # and what comes from outside has none
    assert set(targets.unique().tolist()) == {-100, 0, 3}
    # where the turned image is surely inside or outside
    assert (targets[moved[:, 0] > 0.9] == 3).all() and (targets[moved[:, 0] < 0.1] <= 0).all()


def test_volumes_turn_about_their_depth():
    y = torch.randint(0, 3, (2, 4, 5, 5))
    _, targets = rotated_data.rotate_data(batches.Arrays(torch.zeros(2, 1, 4, 5, 5), y), 90).take(
        np.arange(2)
    )
    assert torch.equal(targets, torch.rot90(y, 1, (2, 3)))


def test_numbers_of_images_stay_and_vectors_turn_along():
    x, y = scene()
    space = gspaces.rot2dOnR2(N=4)
    scalar, vector = (nn.FieldType(space, [r]) for r in (space.trivial_repr, space.irrep(1)))
    _, same = rotated_data.rotate_data(batches.Arrays(x, y[:, 0, 0]), 90).take(np.arange(5))
    assert torch.equal(same, y[:, 0, 0])
    moved, targets = rotated_data.rotate_data(
        batches.Arrays(x, 2 * x), 90, nn.R2Conv(scalar, scalar, 1)
    ).take(np.arange(5))
    assert torch.equal(targets, 2 * moved)
    both = torch.cat([x, 0 * x], 1)
    _, targets = rotated_data.rotate_data(
        batches.Arrays(x, both), 90, nn.R2Conv(scalar, vector, 3)
    ).take(np.arange(5))
    # what pointed to the right points up
    assert torch.allclose(targets, torch.cat([0 * moved, moved], 1), atol=1e-6)


@pytest.mark.parametrize("exact", [True, False])
def test_augmentation_turns_images_and_maps_alike(exact):
    space = gspaces.flipRot2dOnR2(N=4)
    kind = nn.FieldType(space, [space.trivial_repr])
    x, y = scene(40)
    turns = augmentation.Turns(kind, exact, seed=3, out=kind)
    moved, along = turns(x, y, 1, 2)
    assert not torch.equal(moved, x)
    assert torch.equal(along, (moved[:, 0] > 0).long() + (moved[:, 0] > 1).long())
    assert torch.equal(turns(x, 2 * x, 1, 2)[1], 2 * moved)
    assert torch.equal(turns(x, y[:, 0, 0], 1, 2)[1], y[:, 0, 0])


def test_an_empty_batch_comes_all_from_inside():
    space = gspaces.rot2dOnR2(N=8)
    kind = nn.FieldType(space, [space.trivial_repr])
    for exact in (True, False):
        turns = augmentation.Turns(kind, exact, seed=3)
        moved, along = turns(torch.zeros(0, 1, 6, 6), torch.zeros(0), 0, 0)
        assert len(moved) == len(along) == 0 and turns.inside == 1.0


def test_vector_fields_turn_with_their_numbers():
    space = gspaces.rot2dOnR2(N=4)
    scalar = nn.FieldType(space, [space.trivial_repr])
    vector = nn.FieldType(space, [space.irrep(1)])
    conv = nn.R2Conv(scalar, vector, 3, padding=1).eval()
    x, _ = scene(20)
    with torch.no_grad():
        y = conv(nn.GeometricTensor(x, scalar)).tensor
        turns = augmentation.Turns(scalar, True, seed=1, out=vector)
        moved, along = turns(x, y, 0, 0)
        expected = conv(nn.GeometricTensor(moved, scalar)).tensor
    assert torch.allclose(along, expected, atol=1e-5)


def test_overlap_of_each_class_by_its_label():
    output = torch.tensor([[2.0, 1, 0, 0], [0, 2, 1, 0], [0, 1, 2, 0], [1, 0, 2, 0]])
    target = torch.tensor([0, 1, 2, 1])
    measured = losses_and_metrics.start_metrics(["iou", "iou_by_class"], "classes")
    for each in measured.values():
        each.update(output, target)
    found = losses_and_metrics.values(measured, ["a", "b", "c", "d"], "classes")
    assert list(found) == ["iou", "iou_a", "iou_b", "iou_c", "iou_d"]
    assert [found[f"iou_{k}"] for k in "abc"] == pytest.approx([1, 1 / 2, 1 / 2])
    assert np.isnan(found["iou_d"]) and found["iou"] == pytest.approx(2 / 3)
    none = losses_and_metrics.start_metrics(["iou_by_class"], "classes")
    nothing = losses_and_metrics.values(none, ["a", "b"], "classes")
    assert list(nothing) == ["iou_a", "iou_b"] and np.isnan(nothing["iou_a"])


def test_judges_count_pixels():
    class Fixed(torch.nn.Module):
        def forward(self, x):
            return torch.cat([x, -x], 1)

    x, _ = scene()
    y = (x[:, 0] < 0.5).long()
    plan = Plan(metrics=["accuracy", "iou_by_class", "auc"], targets="classes", levels=["0", "1"])
    found = evaluation.Judge(Fixed(), plan).evaluate(batches.Arrays(x, y))
    predicted = (x[:, 0] < 0).long()
    assert found["accuracy"] == pytest.approx(float((predicted == y).double().mean()))
    both = ((predicted == 1) & (y == 1)).sum() / ((predicted == 1) | (y == 1)).sum()
    assert found["iou_1"] == pytest.approx(float(both))
    assert found["auc"] == 1


@pytest.mark.parametrize("exact", [True, False])
def test_images_that_are_not_square_keep_their_shape(exact):
    space = gspaces.flipRot2dOnR2(4)
    kind = nn.FieldType(space, [space.trivial_repr])
    turns = augmentation.Turns(kind, exact, 3, kind)
    x = torch.arange(2 * 6 * 4.0).reshape(2, 1, 6, 4).repeat(20, 1, 1, 1)
    moved, along = turns(x, x[:, 0].long(), 0, 0)
    assert moved.shape == x.shape and torch.equal(moved[:, 0].long(), along)
    # half turns and both flips are left
    assert len({tuple(each.flatten().tolist()) for each in moved[::2]}) == 4
    square = torch.rand(40, 1, 5, 5)
    same = square[:1].expand_as(square).contiguous()
    assert len({tuple(each.flatten().tolist()) for each in turns(same, same[:, 0], 0, 0)[0]}) == 8


def test_what_comes_in_from_outside_is_no_target_and_like_the_border():
    x = torch.full((3, 2, 9, 9), 5.0)
    x[:, 1] = -2
    x[:, :, 3:6, 3:6] = 0
    y = torch.ones(3, 9, 9, dtype=torch.long)
    moved, classes = rotated_data.rotate_data(batches.Arrays(x, y), 45).take(np.arange(3))
    assert moved[0, 0, 0, 0] == 5 and moved[0, 1, 0, 0] == -2
    assert classes[0, 0, 0] == -100 and set(classes.unique().tolist()) == {-100, 1}
    filled = rotated_data.rotate_data(batches.Arrays(x, y), 45, None, [1.0, 7.0]).take([0])[0]
    assert filled[0, :, 0, 0].tolist() == [1, 7]
    with pytest.raises(BadArgument, match="each of the 2 channels"):
        rotated_data.rotate_data(batches.Arrays(x, y), 45, None, [1.0, 2.0, 3.0]).take([0])
    # vectors, too: none points into the image from outside
    space = gspaces.rot2dOnR2(8)
    vector = nn.FieldType(space, [space.irrep(1)])
    conv = nn.R2Conv(vector, vector, 3, padding=1)
    turned, fields = rotated_data.rotate_data(batches.Arrays(x, x), 45, conv).take([0])
    assert fields[0, :, 0, 0].isnan().all() and not turned.isnan().any()
    assert torch.equal(fields[0, :, 4, 4], turned[0, :, 4, 4])
    # augmentation has the same around, and knows how much came from outside
    scalar = nn.FieldType(space, 2 * [space.trivial_repr])
    turns = augmentation.Turns(scalar, False, 1, scalar)
    inputs, along = turns(x.repeat(20, 1, 1, 1), y.repeat(20, 1, 1), 0, 0)
    assert set(inputs[:, 0, 0, 0].tolist()) == {5}
    assert turns.inside == pytest.approx(float((along == 1).double().mean())) and turns.inside < 1


def test_numbers_from_outside_are_not_counted():
    class Ones(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.a = torch.nn.Parameter(torch.ones(1))

        def forward(self, x):
            return self.a.expand_as(x) * 1

    x = torch.zeros(4, 1, 20, 20)
    data = rotated_data.rotate_data(batches.Arrays(x, x + 3), 45)
    found = evaluation.Judge(Ones(), Plan(metrics=["rmse", "mae"])).evaluate(data)
    assert found["rmse"] == pytest.approx(2) and found["mae"] == pytest.approx(2)
    assert found["loss"] == pytest.approx(4)


def test_another_gspace_turns_scalars_of_a_network_without_symmetry():
    plain, c8 = gspaces.trivialOnR2(), gspaces.rot2dOnR2(8)
    scalar = nn.FieldType(plain, [plain.trivial_repr])
    own = nn.FieldType(c8, [c8.trivial_repr])
    x = torch.rand(40, 1, 7, 7)
    y = (x[:, 0] > 0.5).long()
    expected = augmentation.Turns(own, False, 3, own)(x, y, 1, 2)
    found = augmentation.Turns(scalar, False, 3, scalar, by=c8)(x, y, 1, 2)
    assert not torch.equal(found[0], x)
    assert all(torch.equal(a, b) for a, b in zip(found, expected, strict=True))
    restricted = nn.FieldType(plain, [c8.trivial_repr.restrict(1)])
    assert torch.equal(augmentation.Turns(restricted, False, 3, by=c8)(x, y, 1, 2)[0], found[0])


@pytest.mark.parametrize("exact", [True, False])
def test_an_augmentation_that_turns_nothing_is_refused(exact):
    plain, c8, c3 = gspaces.trivialOnR2(), gspaces.rot2dOnR2(8), gspaces.rot2dOnR2(3)
    scalar = nn.FieldType(plain, [plain.trivial_repr])
    with pytest.raises(BadArgument, match="turns nothing"):
        augmentation.Turns(scalar, exact, 1)
    with pytest.raises(BadArgument, match="turns nothing"):
        augmentation.Turns(scalar, exact, 1, by=plain)
    with pytest.raises(BadArgument, match="2 dimensions"):
        augmentation.Turns(scalar, exact, 1, by=gspaces.octaOnR3())
    vector = nn.FieldType(plain, [c8.irrep(1).restrict(1)])
    with pytest.raises(BadArgument, match="are not only scalars"):
        augmentation.Turns(vector, exact, 1, by=c8)
    d4 = gspaces.flipRot2dOnR2(4)
    sign = nn.FieldType(plain, [d4.irrep(1, 0).restrict((None, 1))])
    with pytest.raises(BadArgument, match="are not only scalars"):
        augmentation.Turns(sign, exact, 1, by=d4)
    x = torch.rand(4, 1, 7, 7)
    with pytest.raises(BadArgument, match="are not only scalars"):
        both = x.repeat(1, 2, 1, 1)
        augmentation.Turns(scalar, exact, 1, out=vector, by=c8)(x, both, 0, 0)
    if exact:
        with pytest.raises(BadArgument, match="only the identity of"):
            augmentation.Turns(nn.FieldType(c3, [c3.trivial_repr]), True, 1)(x, x[:, 0, 0, 0], 0, 0)
