"""Memory that stays for the next batch, and goes back afterwards."""

import sys

import pytest

from escnn_r.training import memory

CODE = """
import resource, torch
from escnn_r.training import memory
torch.set_num_threads(1)

def faults(batches=10):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(batches):
        blocks = [torch.ones(1 << 18) for _ in range(200)]
        del blocks
    return (resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before) / batches

def held():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) / 256

faults()
with memory.kept():
    with memory.kept():
        faults()
    within, most = faults(), held()
after = held()
print(within < 100, most - after > 100)
"""


@pytest.mark.skipif(memory._library() is None, reason="needs the GNU C library")
def test_batches_find_the_memory_of_those_before(run_python):
    result = run_python(CODE)
    assert (result.stdout, result.stderr) == ("True True\n", "")


class Library:
    def __init__(self):
        self.calls = []

    def mallopt(self, which, value):
        self.calls.append((which, value))

    def malloc_trim(self, pad):
        self.calls.append("trim")


def test_the_library_is_told_once_and_told_again(monkeypatch):
    library = Library()
    monkeypatch.setattr(memory, "_library", lambda: library)
    with memory.kept(), memory.kept():
        assert library.calls == [(-3, 32 << 20), (-1, 1 << 30)]
    assert library.calls[2:] == [(-1, 64 << 20), "trim"]


def test_an_error_ends_it(monkeypatch):
    with pytest.raises(RuntimeError, match="on purpose"), memory.kept():
        assert memory._depth[0] == (1 if memory._library() else 0)
        raise RuntimeError("on purpose")
    assert memory._depth[0] == 0
    memory._library.cache_clear()
    monkeypatch.setattr(sys, "platform", "darwin")
    with memory.kept():
        assert memory._depth[0] == 0
    memory._library.cache_clear()
