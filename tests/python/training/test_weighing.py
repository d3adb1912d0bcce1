"""Weights and missing targets: what counts how much, in losses, metrics and data."""

import numpy as np
import pytest
import torch
from training_cases import network, same, train

from escnn_r.bridge.errors import BadArgument
from escnn_r.datasets import from_arrays, reordered
from escnn_r.datasets.gaps import MISSING_CLASS
from escnn_r.fields import action
from escnn_r.training import (
    batches,
    evaluation,
    holding_out,
    losses_and_metrics,
    maps,
    normalised_weights,
    rotated_data,
    weighing,
    weighted_data,
)
from escnn_r.training.plan import Plan
from escnn_r.training.weighing import Counted

nan = float("nan")


def problem(n=12, seed=0):
    draw = torch.Generator().manual_seed(seed)
    y = torch.arange(n) % 3
    return torch.randn(n, 1, 9, 9, generator=draw) + y.reshape(-1, 1, 1, 1), y


def plain_network():
    """Without what looks at the whole batch, which duplicates change."""
    whole = network()
    from escnn_r.nn.layers import find

    return find("SequentialModule")(whole[0], whole[2], whole[4], whole[5])


def fitted(data, **changes):
    model = plain_network()
    settings = {
        "batch_size": 100,
        "optimizer": {"name": "sgd", "lr": 0.1},
        "lr_schedule": None,
    }
    made = train(model, examples=data, **{**settings, **changes})
    return model, made.progress.history


def test_a_weight_of_two_is_an_example_twice():
    x, y = problem()
    twice = torch.cat([torch.arange(12), torch.arange(4)])
    weights = [2.0] * 4 + [1.0] * 8
    data = weighted_data.with_example_weights(batches.Arrays(x, y), weights)
    one, told = fitted(normalised_weights.weighed(data, None, "classes", 3))
    other, expected = fitted(batches.Arrays(x[twice], y[twice]))
    assert told[-1]["loss"] == pytest.approx(expected[-1]["loss"], rel=1e-5)
    for name, value in one.named_parameters():
        assert torch.allclose(value, dict(other.named_parameters())[name], atol=1e-5)
    # and in evaluation, metrics included
    names = losses_and_metrics.measure_names()["classes"]
    values = {
        "metrics": names,
        "targets": "classes",
        "levels": ["a", "b", "c"],
        "batch_size": 5,
    }
    left = evaluation.scores(
        one, normalised_weights.weighed(data, None, "classes", 3), values, True
    )
    right = evaluation.scores(one, batches.Arrays(x[twice], y[twice]), values, True)
    assert left == pytest.approx(right, rel=1e-5)


def test_missing_examples_are_as_if_they_were_not_there():
    x, y = problem()
    gaps = y.clone()
    gaps[[0, 5, 7]] = MISSING_CLASS
    kept = np.array([1, 2, 3, 4, 6, 8, 9, 10, 11])
    data = normalised_weights.weighed(batches.Arrays(x, gaps), None, "classes", 3)
    for loss in (None, "focal", torch.nn.functional.cross_entropy):
        one, told = fitted(data, loss=loss)
        other, expected = fitted(batches.Arrays(x[kept], y[kept]), loss=loss)
        assert told[-1]["loss"] == pytest.approx(expected[-1]["loss"], rel=1e-5)
        for name, value in one.named_parameters():
            assert torch.allclose(value, dict(other.named_parameters())[name], atol=1e-5)
    # small batches, some of which have nothing that counts, make nothing infinite
    model, told = fitted(data, batch_size=1, loss=torch.nn.functional.cross_entropy)
    assert np.isfinite([record["loss"] for record in told]).all()
    assert all(bool(p.isfinite().all()) for p in model.parameters())
    nothing = batches.Arrays(x, torch.full_like(y, MISSING_CLASS))
    with pytest.raises(BadArgument, match="`y` must be known"):
        normalised_weights.weighed(nothing, None, "classes", 3)


def test_weights_of_classes_have_mean_one():
    y = torch.tensor([0] * 6 + [1] * 2 + [MISSING_CLASS] * 2)
    data = batches.Arrays(torch.zeros(10, 1), y)
    take = lambda made: made.take(np.arange(10))[2].weights(y)  # noqa: E731
    balanced = take(normalised_weights.weighed(data, "balanced", "classes", 3))
    assert balanced.tolist() == pytest.approx([5 / 6] * 6 + [5 / 2] * 2 + [0, 0])
    named = take(normalised_weights.weighed(data, [1.0, 3.0, 7.0], "classes", 3))
    assert named.tolist() == pytest.approx([10 / 12] * 6 + [30 / 12] * 2 + [0, 0])
    labels = torch.tensor([[1.0, 0], [0, 0], [0, 1], [0, nan]])
    data = normalised_weights.weighed(
        batches.Arrays(torch.zeros(4, 1), labels), "balanced", "labels", 2
    )
    found = data.take(np.arange(4))[2].weights(labels)
    assert found.mean().item() == pytest.approx(1)
    for column in range(2):
        yes = labels[:, column] == 1
        no = labels[:, column] == 0
        assert found[yes, column].sum().item() == pytest.approx(found[no, column].sum().item())


def test_weights_go_along_when_a_part_is_held_out_or_turned():
    x, y = problem(10)
    data = weighted_data.with_example_weights(batches.Arrays(x, y), np.arange(10.0))
    train_part, held = holding_out.split_examples(data, 0.3, 1)
    for part in (train_part, held):
        made = normalised_weights.weighed(part, None, "classes", 3)
        turned = rotated_data.rotate_data(made, 90)
        for each in (made, turned):
            found = each.take(np.arange(len(part)))[2]
            assert found.examples.tolist() == part.index.tolist()
        assert found.weights(y[part.index]).mean().item() == pytest.approx(1)
    with pytest.raises(BadArgument, match="3 numbers"):
        weighted_data.with_example_weights(data, [1, 2, 3])


def test_batches_from_a_function_weigh_each_batch():
    y = torch.tensor([0, 1, MISSING_CLASS, 1])
    pair = (torch.zeros(4, 1), y, torch.tensor([1.0, 2, 3, 1]))
    source = batches.Calls(lambda epoch, number: pair if number == 0 else None)
    made = normalised_weights.weighed(source, [1.0, 2.0], "classes", 2)
    (_, _, found), *more = batches.batches(made, 4)
    assert not more
    assert found.weights(y).tolist() == pytest.approx([4 / 7, 16 / 7, 0, 8 / 7])
    with pytest.raises(BadArgument, match="weights"):
        normalised_weights.weighed(source, "balanced", "classes", 2)
    with pytest.raises(BadArgument, match="left out"):
        weighted_data.with_example_weights(source, [1.0])


def test_losses_by_hand():
    draw = torch.Generator().manual_seed(1)
    out = torch.randn(2, 3, 4, 4, generator=draw)
    true = torch.randint(0, 3, (2, 4, 4), generator=draw)
    p = out.softmax(1)
    picked = p.gather(1, true.unsqueeze(1))[:, 0]
    focal = losses_and_metrics.find_loss("focal", "classes")(out, Counted(true))
    assert torch.allclose(focal, (-((1 - picked) ** 2) * picked.log()).mean())
    one_hot = torch.nn.functional.one_hot(true, 3).movedim(-1, 1)
    overlap = (2 * (p * one_hot).sum((2, 3)) + 1) / ((p + one_hot).sum((2, 3)) + 1)
    dice = losses_and_metrics.find_loss("dice", "classes")(out, Counted(true))
    assert torch.allclose(dice, 1 - overlap.mean())
    both = losses_and_metrics.find_loss({"dice": 0.5, "focal": 2.0}, "classes")(out, Counted(true))
    assert torch.allclose(both, 0.5 * dice + 2 * focal)
    with pytest.raises(BadArgument, match="maps"):
        losses_and_metrics.find_loss("dice", "classes")(out[:, :, 0, 0], Counted(true[:, 0, 0]))
    labels = torch.tensor([[1.0, 0], [0, 1]])
    scores = torch.tensor([[0.3, -1], [2.0, 0.1]])
    likely = torch.where(labels > 0.5, scores.sigmoid(), 1 - scores.sigmoid())
    found = losses_and_metrics.find_loss("focal", "labels")(scores, Counted(labels))
    assert torch.allclose(found, (-((1 - likely) ** 2) * likely.log()).mean())


def test_losses_do_not_see_what_is_missing():
    draw = torch.Generator().manual_seed(2)
    out = torch.randn(2, 3, 4, 4, generator=draw, requires_grad=True)
    true = torch.randint(0, 3, (2, 4, 4), generator=draw)
    true[0, :2] = MISSING_CLASS
    data = normalised_weights.weighed(batches.Arrays(out.detach(), true), None, "classes", 3)
    counted = data.take(np.arange(2))[2].counted(true)
    expected = torch.nn.functional.cross_entropy(out, true, ignore_index=MISSING_CLASS)
    seen = []

    def own(output, target):
        seen.append((output.shape, target.shape))
        return torch.nn.functional.cross_entropy(output, target)

    def each(output, target):
        return torch.nn.functional.cross_entropy(output, target, reduction="none")

    for loss in ("cross_entropy", own, each):
        found = losses_and_metrics.find_loss(loss, "classes")(out, counted)
        assert torch.allclose(found, expected)
    assert seen == [((24, 3), (24,))]
    losses_and_metrics.find_loss("dice", "classes")(out, counted).backward()
    assert bool((out.grad[0, :, :2] == 0).all())
    assert bool((out.grad[0, :, 2:] != 0).all())


def test_a_loss_of_the_users_is_weighted_where_it_has_a_number_for_each():
    out, true = torch.randn(4, 3), torch.tensor([0, 1, 2, MISSING_CLASS])
    weighed = weighing.Weighing(torch.tensor([1.0, 2.0, 1.0, 5.0])).counted(true)
    expected = losses_and_metrics.find_loss("cross_entropy", "classes")(out, weighed)

    def each(output, target):
        return torch.nn.functional.cross_entropy(output, target, reduction="none")

    assert torch.allclose(losses_and_metrics.find_loss(each, "classes")(out, weighed), expected)
    with pytest.raises(BadArgument, match="one number for each example, as there are `weights`"):
        losses_and_metrics.find_loss(torch.nn.functional.cross_entropy, "classes")(out, weighed)


def test_metrics_by_formula():
    draw = torch.Generator().manual_seed(3)
    n = 200
    w = torch.rand(n, generator=draw)
    weights = w.double().numpy()

    def measured(kind, out, true):
        found = losses_and_metrics.start_metrics(losses_and_metrics.measure_names()[kind], kind)
        for metric in found.values():
            for at in (slice(0, 70), slice(70, n)):
                own = w[at] if true.dim() == 1 else w[at, None].expand(true[at].shape)
                metric.update(out[at], true[at], own)
        return losses_and_metrics.values(found, ["a", "b", "c"][: out.shape[-1]], kind)

    for k in (2, 3):
        out, true = (
            torch.randn(n, k, generator=draw),
            torch.randint(0, k, (n,), generator=draw),
        )
        found = measured("classes", out, true)
        p, t = out.double().softmax(1).numpy(), true.numpy()
        told = p.argmax(1)
        mean = lambda each: float((each * weights).sum() / weights.sum())  # noqa: E731
        assert found["accuracy"] == pytest.approx(mean(told == t))
        assert found["log_loss"] == pytest.approx(mean(-np.log(p[np.arange(n), t])))
        assert found["brier"] == pytest.approx(mean(((p - np.eye(k)[t]) ** 2).sum(1) / 2))
        parts = {name: [] for name in ("f1", "sensitivity", "specificity", "auc")}
        for c in range(k):
            yes, said = t == c, told == c
            tp, fn = weights[yes & said].sum(), weights[yes & ~said].sum()
            fp, tn = weights[~yes & said].sum(), weights[~yes & ~said].sum()
            parts["f1"].append(2 * tp / (2 * tp + fp + fn))
            parts["sensitivity"].append(tp / (tp + fn))
            parts["specificity"].append(tn / (tn + fp))
            right = (p[yes, c][:, None] > p[~yes, c]) * np.outer(weights[yes], weights[~yes])
            parts["auc"].append(right.sum() / (weights[yes].sum() * weights[~yes].sum()))
        assert found["dice"] == pytest.approx(np.mean(parts["f1"]))
        for name, values in parts.items():
            expected = values[1] if k == 2 else np.mean(values)
            assert found[name] == pytest.approx(expected), name
    out, true = (
        torch.randn(n, 2, generator=draw),
        torch.randn(n, 2, generator=draw) * 3 + 1000,
    )
    found = measured("numbers", out + true, true)
    y, error = (
        true.double().numpy(),
        (out + true).double().numpy() - true.double().numpy(),
    )
    means = (y * weights[:, None]).sum(0) / weights.sum()
    explained = 1 - (weights[:, None] * error**2).sum(0) / (
        weights[:, None] * (y - means) ** 2
    ).sum(0)
    assert found["r2"] == pytest.approx(explained.mean(), rel=1e-6)


def test_missing_numbers_are_not_interpolated_from():
    y = torch.ones(1, 1, 9, 9)
    y[0, 0, 2, 3] = nan
    for angle, fewest in ((90, 1), (30, 2)):
        turned = rotated_data.rotate_data(batches.Arrays(torch.zeros(1, 1, 9, 9), y), angle)
        moved = turned.take(np.array([0]))[1]
        # and what comes from outside is missing besides
        whole = torch.ones(1, 1, 9, 9)
        outside = rotated_data.rotate_data(batches.Arrays(0 * whole, whole), angle).take([0])[1]
        gone = int((moved.isnan() & ~outside.isnan()).sum())
        assert fewest <= gone <= 9
        inside = moved[0, 0, 3:6, 3:6]
        assert torch.allclose(inside[~inside.isnan()], torch.ones(1))
    quarter = action._permute_grid(y, np.array([[0, -1], [1, 0]]))
    assert torch.equal(
        maps.move_numbers(y, np.array([[0.0, -1], [1, 0]]), 1).isnan(), quarter.isnan()
    )
    classes = torch.ones(1, 9, 9, dtype=torch.int64)
    classes[0, 4, 4] = MISSING_CLASS
    assert set(maps.move_classes(classes, np.array([[0.6, -0.8], [0.8, 0.6]])).unique().tolist()) == {
        MISSING_CLASS, 1,
    }  # fmt: skip


def test_a_missing_component_spoils_what_is_made_of_it_and_nothing_else():
    from escnn import gspaces, nn

    space = gspaces.rot2dOnR2(N=4)
    kind = nn.FieldType(space, [space.irrep(1), space.trivial_repr, space.regular_repr])
    y = torch.ones(1, 7)
    y[0, 1] = y[0, 4] = nan
    quarter = maps.turn_fibres(y, kind, space.fibergroup.element(1))
    # (x, y) becomes (-y, x), and regular fields are permuted
    assert quarter.isnan().int()[0].tolist() == [1, 0, 0, 0, 0, 1, 0]
    assert quarter[0, 1] == pytest.approx(1)
    known = maps.turn_fibres(torch.ones(1, 7), kind, space.fibergroup.element(1))
    assert torch.equal(quarter[~quarter.isnan()], known[~quarter.isnan()])


def test_classes_in_another_order_stay_missing():
    y = torch.tensor([1, MISSING_CLASS, 0])
    data = from_arrays.array_dataset(np.zeros((3, 2)), y, ["a", "b"])
    assert from_arrays.counts(data) == [1, 1]
    assert from_arrays.describe_dataset(data)["missing"] == 1
    turned = reordered.with_classes(data, ["c", "b", "a"], "x")
    assert turned.targets().tolist() == [1, MISSING_CLASS, 2]


def test_metrics_of_the_users_get_all_that_counts():
    seen = []

    def own(truth, output, weights):
        seen.append((truth, output, weights))
        return {"mine": float(truth.mean())}

    out, true = torch.randn(3, 2), torch.tensor([1, MISSING_CLASS, 0])
    measured = losses_and_metrics.start_metrics(["accuracy"], "classes", own)
    counted = weighing.Weighing(torch.tensor([1.0, 1, 2])).counted(true)
    for metric in measured.values():
        metric.update(out, counted.targets, counted.weights)
    assert losses_and_metrics.values(measured, ["a", "b"], "classes")["mine"] == 0.5
    truth, output, weights = seen[0]
    assert truth.tolist() == [1, 0] and weights.tolist() == [1, 2]
    assert output == pytest.approx(out[[0, 2]].double().softmax(1).numpy())
    clash = losses_and_metrics.start_metrics(
        ["accuracy"], "classes", lambda *parts: {"accuracy": 1.0}
    )
    clash["accuracy"].update(out, counted.targets)
    clash[""].update(out, counted.targets)
    with pytest.raises(BadArgument, match="different names"):
        losses_and_metrics.values(clash, ["a", "b"], "classes")


def test_training_without_weights_is_as_before():
    x, y = problem()
    data = batches.Arrays(x, y)
    assert normalised_weights.weighed(data, None, "classes", 3) is data
    assert same(fitted(data)[0], fitted(normalised_weights.weighed(data, None, "classes", 3))[0])
    assert Plan().own_metrics is None
