"""Seeds: both generators start from them, and are put back."""

import numpy as np
import torch

import escnn_r
from escnn_r.bridge import calls
from escnn_r.bridge.randomness import draws, seeded, watched
from escnn_r.nn.calling import run_module
from escnn_r.saving import copies


def numbers():
    return float(np.random.random()), float(torch.rand(1))


def test_a_seed_gives_the_same_numbers_and_leaves_no_trace():
    np.random.seed(3)
    torch.manual_seed(3)
    undisturbed = numbers()
    np.random.seed(3)
    torch.manual_seed(3)
    with seeded(1):
        first = numbers()
    with seeded(1):
        assert numbers() == first
    with seeded(2):
        assert numbers() != first
    assert numbers() == undisturbed


def test_the_generators_are_put_back_after_an_error_too():
    np.random.seed(3)
    before = np.random.get_state()[1].tolist()
    try:
        with seeded(1):
            numbers()
            raise RuntimeError
    except RuntimeError:
        pass
    assert np.random.get_state()[1].tolist() == before


def test_without_a_seed_nothing_changes():
    np.random.seed(3)
    with seeded(None):
        one = np.random.random()
    np.random.seed(3)
    assert np.random.random() == one


def layer(**more):
    from escnn import gspaces, nn

    from escnn_r.nn.layers import find

    space = gspaces.rot2dOnR2(4)
    kind = nn.FieldType(space, [space.regular_repr])
    return find("R2Conv")(kind, kind, 3, **more)


def test_it_is_seen_whether_anything_is_drawn():
    escnn_r.prepare()
    before = torch.get_rng_state()
    with watched(1) as watch:
        first = layer()
    assert watch.drew and torch.equal(torch.get_rng_state(), before)
    with watched(1):
        assert torch.equal(layer().weights, first.weights)
    with watched(1) as watch:
        layer(initialize=False)
    assert not watch.drew


def test_a_call_through_the_door_draws_by_its_seed():
    escnn_r.prepare()
    before = torch.get_rng_state()
    drawn = [calls.draw(seed, "torch.rand", 3) for seed in (1, 1, 2)]
    assert all(each.drew for each in drawn) and torch.equal(torch.get_rng_state(), before)
    assert torch.equal(drawn[0].value, drawn[1].value)
    assert not torch.equal(drawn[0].value, drawn[2].value)
    assert not calls.draw(1, "torch.zeros", 3).drew
    failed = calls.draw(1, "torch.rand", -1)
    assert failed.error is not None and not failed.drew


def test_a_module_draws_when_it_drops_something_in_training():
    for module, expected in [
        (torch.nn.Sequential(torch.nn.Dropout(0.5)), True),
        (torch.nn.Sequential(torch.nn.Dropout(0.0)), False),
        (torch.nn.Sequential(torch.nn.Dropout(0.5)).eval(), False),
        (torch.nn.ReLU(), False),
    ]:
        assert draws(module) == expected
        assert calls.draw(1, run_module, module, [""], torch.ones(4)).drew == expected


def test_modules_that_are_made_again_draw_nothing_of_the_callers():
    from escnn import gspaces, nn

    escnn_r.prepare()
    space = gspaces.rot2dOnR2(4)
    kind = nn.FieldType(space, [space.trivial_repr] * 2)
    module = nn.GatedNonLinearity1(nn.FieldType(space, [space.trivial_repr, space.irrep(1)]))
    before = torch.get_rng_state()
    copies.fresh_copy(module)
    copies.fresh_copy(nn.R2Conv(kind, kind, 3, initialize=False))
    assert torch.equal(torch.get_rng_state(), before)
