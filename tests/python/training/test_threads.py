"""How many threads compute: what is counted, what is chosen from it, and that it comes back."""

import pytest
import torch

from escnn_r.compat import sleeping_threads
from escnn_r.training import threads


@pytest.fixture(autouse=True)
def _as_before():
    before, said = torch.get_num_threads(), vars(threads._set).copy()
    yield
    torch.set_num_threads(before)
    vars(threads._set).update(said)


def used(sharing):
    with sharing.batch():
        return torch.get_num_threads()


def test_more_threads_only_where_they_pay_beside_another_program():
    small, large = threads.Work(80, 0.05), threads.Work(30, 1.3)
    assert [threads.choose(n, small) for n in (1, 2)] == [1, 1]
    assert [threads.choose(n, large) for n in (1, 2, 4)] == [1, 2, 4]
    assert threads.choose(64, threads.Work(0, 0.0)) == 1
    # each thread has to be waited for, so that there is an end to it
    assert 2 < threads.choose(1000, threads.Work(100, 0.4)) < 64


def test_products_are_counted_and_views_are_not():
    x, w = torch.randn(4, 8, 20, 20), torch.randn(16, 8, 3, 3, requires_grad=True)
    with threads.counted() as work:
        torch.nn.functional.conv2d(x, w, padding=1)
    assert work.operations == 1
    assert work.seconds == pytest.approx(
        2 * 4 * 16 * 400 * 72 / threads._FLOPS + 4 * 16 * 400 / threads._NUMBERS
    )
    with threads.counted() as both:
        torch.nn.functional.conv2d(x, w, padding=1).sum().backward()
    assert both.seconds > 2 * work.seconds
    with threads.counted() as none:
        x.view(-1)[5:].reshape(1, -1).t()
        torch.ones(3) + 1
    assert none.operations == 0
    with threads.counted(1000) as many:
        torch.ones(300) + 1
    assert many.operations > 0


def test_transposed_convolutions_count_their_input():
    x, w = torch.randn(4, 16, 10, 10), torch.randn(16, 8, 4, 4)
    with threads.counted() as work:
        found = torch.nn.functional.conv_transpose2d(x, w, stride=2)
    products, numbers = x.numel() * 8 * 16, found.numel()
    assert work.seconds == pytest.approx(2 * products / threads._FLOPS + numbers / threads._NUMBERS)


def test_the_first_batch_takes_one_thread_and_the_number_comes_back(monkeypatch):
    threads.start_threads(2, fixed=False)
    sharing = threads.Sharing()
    assert sharing.known() is None
    assert used(sharing) == 1
    assert sharing.known() == [0, 0.0]
    large = threads.Sharing([30, 1.3])
    assert used(large) == 2
    assert used(threads.Sharing([80, 0.05])) == 1
    assert torch.get_num_threads() == 2
    with pytest.raises(ValueError, match="no"), sharing.batch():
        raise ValueError("no")
    assert torch.get_num_threads() == 2


def test_a_sample_stands_for_its_batch():
    threads.start_threads(2, fixed=False)
    sharing = threads.Sharing()
    sharing.sample(lambda one: one.exp(), torch.zeros(64, 10_000))
    assert sharing.known()[0] == 1
    assert sharing.known()[1] == pytest.approx(64 * 10_000 / threads._NUMBERS)


def test_what_someone_has_set_is_kept():
    threads.start_threads(2, fixed=True)
    assert used(threads.Sharing([80, 0.05])) == 2
    threads.start_threads(2, fixed=False)
    torch.set_num_threads(3)
    assert threads.current_threads() == {"threads": 3, "own": True}
    sharing = threads.Sharing()
    assert used(sharing) == 3
    assert sharing.known() is None


def test_processes_share_what_there_is():
    threads.start_threads(5, fixed=False)
    assert threads.hand_over(2) == {"allowed": 2, "fixed": False}
    assert threads.hand_over(8) == {"allowed": 1, "fixed": False}
    threads.start_threads(4, fixed=True)
    assert threads.hand_over(2) == {"allowed": 2, "fixed": True}


def test_sleeping_is_asked_for_unless_the_user_has(monkeypatch):
    monkeypatch.delitem(__import__("sys").modules, "torch")
    for name in sleeping_threads.VARIABLES:
        monkeypatch.setenv(name, "mine")
    sleeping_threads.asleep()
    assert all(__import__("os").environ[name] == "mine" for name in sleeping_threads.VARIABLES)
    for name in sleeping_threads.VARIABLES:
        monkeypatch.delenv(name)
    sleeping_threads.asleep()
    assert __import__("os").environ["OMP_WAIT_POLICY"] == "PASSIVE"


def test_a_library_that_is_none_is_not_crowded():
    assert not sleeping_threads.crowd("/there/is/none.so")
