"""Schedules of the learning rate against their formulas."""

import pytest

from escnn_r.training.schedules import rate_factor


def test_schedules_by_hand():
    def at(schedule, step, epoch=0):
        return rate_factor(schedule, step, 100, epoch)

    assert at({"name": "cosine", "final": 0.0}, 50) == pytest.approx(0.5)
    assert at({"name": "cosine", "final": 0.1}, 100) == pytest.approx(0.1)
    one = {"name": "one_cycle", "warm_up": 0.25, "start": 10}
    assert [at(one, s) for s in (0, 25, 100)] == pytest.approx([0.1, 1, 0])
    assert at({"name": "step", "every": 2, "factor": 0.1}, 0, 5) == pytest.approx(0.01)
    assert at({"name": "exponential", "factor": 0.9}, 0, 2) == pytest.approx(0.81)
