"""Head-room: what upstream gives up on for lack of irreps is done with more of them."""

import pytest

import escnn_r
from escnn_r.bridge import calls as bridge
from escnn_r.bridge.errors import BadArgument
from escnn_r.compat import frequencies

escnn_r.prepare()
group = pytest.importorskip("escnn.group")

# fresh groups, since they are made once a process and others may have raised them
SCRIPT = """
import escnn_r
escnn_r.prepare()
from escnn import gspaces, group, nn
from escnn_r.bridge import calls as bridge
g = gspaces.flipRot2dOnR2(-1, maximum_frequency=3)
kind = nn.FieldType(g, [g.irrep(1, 3)])
try:
    nn.R2Conv(kind, kind, 5)
    print("upstream: built")
except group.InsufficientIrrepsException:
    print("upstream: not enough irreps")
outcome = bridge.invoke("escnn_r.nn.build_module", "R2Conv", kind, kind, kernel_size=5)
print("ours:", type(outcome.value).__name__, outcome.error)
"""


def test_a_convolution_at_the_highest_frequency_is_built(run_python):
    found = run_python(SCRIPT, with_torch=True)
    assert found.stdout.splitlines()[-1:] == ["ours: R2Conv None"], found.stderr
    assert "upstream: not enough irreps" in found.stdout


def test_continuous_groups_grow_and_finite_ones_do_not():
    so2 = group.so2_group(2)
    before = so2._maximum_frequency
    assert frequencies.grow(so2) and so2._maximum_frequency == 2 * before
    assert not frequencies.grow(group.cyclic_group(4))
    cylinder = group.cylinder_group(1)
    before = len(cylinder.irreps())
    assert frequencies.grow(cylinder) and len(cylinder.irreps()) > before


def test_it_ends_when_more_irreps_do_not_help():
    calls = []

    def never():
        calls.append(1)
        raise group.InsufficientIrrepsException(group.o2_group(1))

    with pytest.raises(BadArgument, match="maximum_frequency"):
        frequencies.retried(never)
    assert len(calls) == 3
    outcome = bridge.invoke(never)
    assert outcome.error.argument["argument"] == "maximum_frequency"


def test_other_failures_are_not_tried_again():
    calls = []

    def fails():
        calls.append(1)
        raise KeyError("x")

    with pytest.raises(KeyError):
        frequencies.retried(fails)
    with pytest.raises(group.InsufficientIrrepsException):
        frequencies.retried(finite)
    assert len(calls) == 1


def finite():
    raise group.InsufficientIrrepsException(group.cyclic_group(4))
