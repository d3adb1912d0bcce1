"""Seeds: both generators start from them, and are put back."""

import numpy as np
import torch

from escnn_r.seeding import seeded


def draws():
    return float(np.random.random()), float(torch.rand(1))


def test_a_seed_gives_the_same_numbers_and_leaves_no_trace():
    np.random.seed(3)
    torch.manual_seed(3)
    undisturbed = draws()
    np.random.seed(3)
    torch.manual_seed(3)
    with seeded(1):
        first = draws()
    with seeded(1):
        assert draws() == first
    with seeded(2):
        assert draws() != first
    assert draws() == undisturbed


def test_the_generators_are_put_back_after_an_error_too():
    np.random.seed(3)
    before = np.random.get_state()[1].tolist()
    try:
        with seeded(1):
            draws()
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
