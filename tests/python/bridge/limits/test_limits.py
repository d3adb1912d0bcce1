"""What things cost: estimates against what is really allocated, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import torch
from escnn import group, gspaces, nn

from escnn_r.bridge import calls
from escnn_r.bridge.limits import TooLarge, budget, counts, machine
from escnn_r.group import costs, factories
from escnn_r.kernels import costs as kernels
from escnn_r.nn import building
from escnn_r.nn import costs as layer_costs
from escnn_r.nn import layers as modules

GB = 1e9


@pytest.fixture(autouse=True)
def _limits():
    budget.set_limits()
    yield
    budget.set_limits()


def files(**texts):
    """A reader of a system that has only these files."""
    paths = {key.replace("__", "/"): text for key, text in texts.items()}
    return lambda path: paths.get(path.strip("/"))


MEMINFO = "MemTotal:       24000000 kB\nMemFree: 1 kB\nMemAvailable:   20000000 kB\n"


@pytest.mark.skipif(sys.platform == "win32", reason="files of Linux")
class TestMachine:
    def test_memory_of_a_machine_without_containers(self):
        found = machine.state(files(proc__meminfo=MEMINFO))
        assert found.total == 24000000 * 1024
        assert found.free == 20000000 * 1024
        assert found.container_free == float("inf")
        assert machine.present(found) == found.total

    def test_container_of_the_second_version_with_a_limit_above_its_own_group(self):
        found = machine.container(
            lambda path: {
                "/proc/self/cgroup": "0::/jobs/mine\n",
                "/sys/fs/cgroup/jobs/mine/memory.max": "max\n",
                "/sys/fs/cgroup/jobs/memory.max": "8000000000\n",
                "/sys/fs/cgroup/jobs/memory.current": "5000000000\n",
                "/sys/fs/cgroup/jobs/memory.stat": "anon 1\ninactive_file 1000000000\n",
            }.get(path)
        )
        assert found == (8e9, 4e9)

    def test_container_of_the_first_version(self):
        at = "/sys/fs/cgroup/memory/docker/1"
        texts = {
            "/proc/self/cgroup": "3:cpu,cpuacct:/docker/1\n4:memory:/docker/1\n",
            f"{at}/memory.limit_in_bytes": "4000000000",
            f"{at}/memory.usage_in_bytes": "1000000000",
            f"{at}/memory.stat": "total_inactive_file 0\n",
            "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712",
        }
        assert machine.container(texts.get) == (4e9, 3e9)

    def test_the_least_of_all_counts(self):
        state = machine.State(24 * GB, 20 * GB, 8 * GB, 4 * GB, 2 * GB)
        assert machine.available(state) == 2 * GB
        assert machine.present(state) == 8 * GB
        assert machine.available(machine.State(process_free=-1.0)) == 0

    def test_this_machine_has_memory(self):
        found = machine.state()
        assert 0 < machine.available(found) <= machine.present(found) < float("inf")


def test_a_process_limit_is_seen():
    code = (
        "import resource as r; r.setrlimit(r.RLIMIT_AS, (2 * 10**9, r.RLIM_INFINITY)); "
        "from escnn_r.bridge.limits import machine; print(machine.state().process_free)"
    )
    home = str(Path(budget.__file__).parents[3])
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONPATH": home}
    )
    assert 0 < float(done.stdout) < 2e9


class TestBudget:
    state = machine.State(24 * GB, 20 * GB)

    def refused(self, **given):
        with pytest.raises(TooLarge) as caught:
            budget.check_cost("A thing", state=self.state, argument="n", **given)
        return caught.value

    def test_half_of_what_is_free_may_be_taken(self):
        budget.check_cost("A thing", 9.9 * GB, state=self.state)
        problem = self.refused(memory=320 * GB, hint="Take less.")
        assert problem.lines == [
            "A thing would take about 320 GB of memory; at most 10 GB may be taken.",
            "This machine has 24 GB, of which 20 GB are free; half of these may be taken at once.",
            "Take less.",
            "`options(escnn.memory_limit = Inf)` lifts the limit, which is in bytes.",
        ]
        assert (problem.argument, problem.needed, problem.most) == ("n", 320 * GB, 10 * GB)

    def test_time_has_a_limit_too(self):
        budget.check_cost("A thing", seconds=29, state=self.state)
        assert "about 7 hours to build; at most 30 seconds" in str(self.refused(seconds=7 * 3600))

    def test_the_user_sets_both(self):
        budget.set_limits(1000.0, 5.0)
        assert self.refused(memory=2000).most == 1000
        assert self.refused(seconds=6).most == 5
        budget.set_limits(float("inf"), float("inf"))
        budget.check_cost("A thing", 1e30, 1e30, state=self.state)

    def test_little_is_never_refused(self):
        budget.check_cost("A thing", 1e8, state=machine.State(1e9, 1e6))

    def test_small_things_dont_ask_how_much_there_is(self, monkeypatch):
        def never():
            raise AssertionError

        monkeypatch.setattr(machine, "state", never)
        budget.check_cost("A thing", 1e6)

    @pytest.mark.parametrize(
        ("number", "words"),
        [(320e9, "320 GB"), (1.5e12, "1.5 TB"), (2e5, "200 kB"), (1e30, "more than a million TB")],
    )
    def test_bytes_in_words(self, number, words):
        assert budget.in_bytes(number) == words

    @pytest.mark.parametrize(
        ("number", "words"),
        [(45, "45 seconds"), (600, "10 minutes"), (5e8, "16 years")],
    )
    def test_seconds_in_words(self, number, words):
        assert budget.in_time(number) == words

    def test_memory_that_ran_out_is_told_alike(self):
        found = calls.invoke(lambda: torch.empty(10**16)).error.argument
        assert found["kind"] == "too_large"
        assert found["lines"][0] == ("There is not enough memory. It asked for 40,000 TB at once.")
        assert calls.invoke(lambda: 1 / 0).error.argument is None
        assert calls.invoke(lambda: torch.ones(2) @ torch.ones(3)).error.argument is None


# gspace, input, output, class, arguments: layers of a size that shows beside Python's own
def representation(g, name):
    return g.regular_repr if name == "regular" else g.irrep(*name)


L0, L1, L2 = (0,), (1,), (2,)
CASES = [
    ("rot2dOnR2(4)", ["regular"] * 16, ["regular"] * 16, "R2Conv", {"kernel_size": 31}),
    ("rot2dOnR2(8)", ["regular"] * 48, ["regular"] * 48, "R2Conv", {"kernel_size": 7}),
    ("flipRot2dOnR2(4)", ["regular"] * 16, ["regular"] * 16, "R2Conv", {"kernel_size": 15}),
    ("rot2dOnR2(-1)", [L0, L1, L2] * 8, [L0, L1, L2] * 8, "R2Conv", {"kernel_size": 31}),
    ("rot3dOnR3()", [L0, L1, L2] * 8, [L0, L1, L2] * 8, "R3Conv", {"kernel_size": 11}),
    ("octaOnR3()", ["regular"] * 8, ["regular"] * 8, "R3Conv", {"kernel_size": 5}),
    ("trivialOnR2()", ["regular"] * 128, ["regular"] * 128, "R2Conv", {"kernel_size": 9}),
    ("rot2dOnR3(4)", ["regular"] * 8, ["regular"] * 8, "R3Conv", {"kernel_size": 9}),
    ("rot2dOnR2(4)", ["regular"] * 16, ["regular"] * 8, "R2ConvTransposed", {"kernel_size": 24}),
    (
        "rot2dOnR2(4)",
        ["regular"] * 32,
        ["regular"] * 32,
        "R2Conv",
        {"kernel_size": 19, "groups": 4, "frequencies_cutoff": 2.0},
    ),
]


def layer(space, ins, outs):
    g = eval(f"gspaces.{space}", {"gspaces": gspaces})
    return tuple(
        nn.FieldType(g, [representation(g, each) for each in kind]) for kind in (ins, outs)
    )


def allocated(module):
    """Bytes of the tensors that a layer has, each counted once."""
    blocks = [way.block for way in module.basisexpansion.children()]
    tensors = [*module.buffers(), *module.parameters()]
    for block in blocks:
        tensors += [pair.values for pair in block.pairs]
    own = {t.data_ptr(): t.numel() * t.element_size() for t in tensors}
    return sum(own.values())


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c[0]}-{c[3]}-{c[4]['kernel_size']}")
def test_estimates_are_near_what_layers_have(case):
    space, ins, outs, kind, given = case
    in_type, out_type = layer(space, ins, outs)
    rings = layer_costs.rings_of(kind, in_type, **given)
    expected = layer_costs.expanded(in_type, out_type, rings, given.get("groups", 1))
    made = modules.find(kind)(in_type, out_type, **given)
    count, size = made.weights.numel(), made.filter.numel()
    assert expected.weights / layer_costs._WEIGHTS == pytest.approx(count, rel=0.35)
    assert expected.filter / layer_costs._FILTERS == size
    lasting = expected.basis + 4 * (count + size)
    assert 0.5 < lasting / allocated(made) < 2


def peak_of(code):
    """Most memory that a process has had while this ran, beyond what it had before."""
    home = str(Path(budget.__file__).parents[3])
    start = (
        "import escnn_r; escnn_r.prepare(); escnn_r.load();"
        "from escnn import gspaces, nn; from escnn_r.nn import layers as modules;"
        "most = lambda: 1024 * int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0]);"
        "g = gspaces.rot2dOnR2(4); t = nn.FieldType(g, [g.regular_repr] * 16);"
        "modules.find('R2Conv')(t, t, kernel_size=3); before = most();"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"{start}{code}; print(most() - before)"],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": home, "PATH": "", "HOME": str(Path.home())},
    )
    return float(done.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc/self/status")
def test_the_peak_while_a_layer_is_built_is_near_the_estimate():
    in_type, out_type = layer("rot2dOnR2(4)", ["regular"] * 16, ["regular"] * 16)
    rings = layer_costs.rings_of("R2Conv", in_type, kernel_size=31)
    expected = layer_costs.expanded(in_type, out_type, rings).total
    assert 0.5 < expected / peak_of("modules.find('R2Conv')(t, t, kernel_size=31)") < 2


def test_representations_of_groups_have_the_estimated_size():
    memory, _ = costs.of_order("C", 1000)
    g = group.cyclic_group(1000)
    kept = g.regular_representation.change_of_basis
    assert 0.5 < memory / kept.nbytes < 2
    for make, limit in ((group.so2_group, 20), (group.so3_group, 3), (group.o2_group, 10)):
        g = make(limit)
        assert (
            costs.band_limited_size(g, limit)
            == g.spectral_regular_representation(*g.bl_irreps(limit), name=None).size
        )
    assert costs.band_limited_size(group.so3_group(3), 3, group.so2_group(3)) == 16


def test_band_limits_of_finite_groups_are_not_estimated():
    costs.check_irreps(group.cyclic_group(4), 10**9, "l")


IMAGES = gspaces.rot2dOnR2(4)
TRIVIAL = nn.FieldType(IMAGES, [IMAGES.trivial_repr])
REGULAR = nn.FieldType(IMAGES, [IMAGES.regular_repr] * 4)
HUGE = 10**9
REFUSED = {
    "kernel": (
        lambda: building.build_module("R2Conv", TRIVIAL, REGULAR, kernel_size=10**4),
        "kernel_size",
    ),
    "kernel of 2^31": (
        lambda: building.build_module("R2Conv", TRIVIAL, REGULAR, kernel_size=2**31 - 1),
        "kernel_size",
    ),
    "transposed": (
        lambda: building.build_module("R2ConvTransposed", TRIVIAL, REGULAR, kernel_size=10**4),
        "kernel_size",
    ),
    "padding": (
        lambda: building.build_module("R2Conv", TRIVIAL, REGULAR, kernel_size=3, padding=HUGE),
        "padding",
    ),
    "cutoff": (
        lambda: building.build_module(
            "R2Conv", TRIVIAL, REGULAR, kernel_size=5, frequencies_cutoff=HUGE
        ),
        "frequencies_cutoff",
    ),
    "classes": (lambda: building.build_module("ToVectorModule", TRIVIAL, classes=HUGE), "classes"),
    "hidden": (
        lambda: building.build_module("ToVectorModule", TRIVIAL, classes=2, hidden=[HUGE, HUGE]),
        "hidden",
    ),
    "mask": (lambda: building.build_module("MaskModule", TRIVIAL, S=HUGE), "size"),
    "upsampling": (
        lambda: building.build_module("R2Upsampling", TRIVIAL, scale_factor=HUGE),
        "scale_factor",
    ),
    "adaptive pool": (
        lambda: building.build_module("PointwiseAdaptiveAvgPool", REGULAR, output_size=HUGE),
        "output_size",
    ),
    "blurred pool": (
        lambda: building.build_module("PointwiseAvgPoolAntialiased", REGULAR, sigma=1e9, stride=2),
        "sigma",
    ),
    "group": (lambda: factories.group_of_order("cyclic_group", HUGE), "n"),
    "frequency": (
        lambda: factories.group_of_frequency("full_cylinder_group", HUGE),
        "maximum_frequency",
    ),
    "elements": (lambda: counts.check_elements(HUGE), "n"),
    "processes": (lambda: counts.check_processes(HUGE), "workers"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_too_large(name):
    build, argument = REFUSED[name]
    with pytest.raises(TooLarge) as caught:
        build()
    assert caught.value.argument == argument
    assert caught.value.needed > caught.value.most


def test_ordinary_layers_are_cheap_to_check():
    import time

    given = {"kernel_size": 7}
    layer_costs.check_layer("R2Conv", REGULAR, (REGULAR,), given)
    before = time.perf_counter()
    for _ in range(100):
        layer_costs.check_layer("R2Conv", REGULAR, (REGULAR,), given)
    # some ten microseconds; a layer takes ten milliseconds
    assert time.perf_counter() - before < 0.1


def test_the_rings_of_huge_kernels_are_not_listed():
    rings = kernels.from_cutoff(2, 2**31 - 1, 1, None, None, (2.0**31) ** 2)
    assert rings.count == 2**30
    assert rings.harmonics > 2**59


@pytest.mark.parametrize("d", [2, 3])
@pytest.mark.parametrize("cutoff", [None, "default2", "default3", 1.5])
def test_frequencies_are_escnns(d, cutoff):
    from escnn.nn.modules.conv import r2convolution, r3convolution

    home = r2convolution if d == 2 else r3convolution
    policy = cutoff
    if isinstance(cutoff, str) and d == 2:
        policy = -float(cutoff[-1])
    _, rings, _, highest = home.compute_basis_params(9, policy)
    found = kernels.from_cutoff(d, 9, 1, None, cutoff, 0.0)
    assert (found.count, found.frequency) == (len(rings), highest)
