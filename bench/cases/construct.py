"""Building layers and networks in a new process each: seconds and peak memory.

The cache on disk is warm (one process of each side goes before), but for the cold case, and
the groups are made already, but for the row that is about one.
"""

import os
import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))

import tempfile

import drawn
import networks
from harness import Case, Fresh, main, run_fresh


def _side(where, name, side):
    return Fresh(
        setup="import networks, escnn.nn, escnn_r.nn.layers\n"
        "escnn_r.nn.layers.known('R2Conv')\n"
        f"net = next(n for n in networks.{where} if n.name == {name!r})\n"
        # the group's own representations take the same on both sides
        "[space().regular_repr for space in (networks.c(8), networks.d(4), networks.octa)]\n"
        + ("networks.ico().regular_repr" if "icosahedral" in name else ""),
        timed=f"made = net.made({side!r})",
    )


def _dihedral(side):
    """A D16 layer with nothing in the cache on disk."""
    folder = tempfile.mkdtemp(prefix="bench-cold-")
    # whoever imports escnn beside this package has its quick cold start
    slow = (
        "from escnn_r.compat import changes\nchanges.put_back('compat/test_group_arithmetic.py')\n"
    )
    return Fresh(
        setup=(slow if side == "plain" else "")
        + "import networks, shutil, escnn.nn, escnn_r.nn.layers\n"
        "escnn_r.nn.layers.known('R2Conv')\n"
        f"shutil.rmtree({folder!r})\nimport os; os.makedirs({folder!r})\n"
        "import escnn_r; escnn_r.cache_dir().mkdir(parents=True, exist_ok=True)\n"
        "build = networks.conv(networks.d(16), 1, 1, 5, 'R2Conv')",
        timed=f"made = build(networks.layers({side!r}))",
        environment={"ESCNN_R_CACHE": folder},
    )


def _dihedral_warm(side):
    cold = _dihedral(side)
    return Fresh(
        timed=cold.timed,
        setup="import networks, escnn.nn, escnn_r.nn.layers\n"
        "escnn_r.nn.layers.known('R2Conv')\n"
        "build = networks.conv(networks.d(16), 1, 1, 5, 'R2Conv')",
    )


def _group(side):
    """The regular fields of the largest group that escnn has."""
    slow = (
        "from escnn_r.compat import changes\nchanges.put_back('compat/test_group_arithmetic.py')\n"
        if side == "plain"
        else ""
    )
    return Fresh(
        setup="from escnn import gspaces, nn\n" + slow,
        timed="space = gspaces.fullIcoOnR3()\nmade = nn.FieldType(space, [space.regular_repr])",
    )


def _warm(*sides):
    """One process of each side, which leaves what it computed on disk."""

    def run():
        for side in sides:
            run_fresh(side)

    return run


def cases(quick):
    """Single layers, D16 warm and cold, and the networks."""
    rounds = 1 if quick else 3
    for where in ("SINGLE", "NETWORKS"):
        for net in getattr(networks, where):
            if net.heavy and "--heavy" not in sys.argv:
                continue
            ours, plain = _side(where, net.name, "ours"), _side(where, net.name, "plain")
            yield Case(
                "construct",
                net.name,
                ours,
                plain,
                rounds=rounds,
                heavy=net.heavy,
                before=None if net.heavy else _warm(ours, plain),
            )
    ours, plain = _dihedral_warm("ours"), _dihedral_warm("plain")
    yield Case(
        "construct",
        "D16 R2Conv, 1 regular, k5, warm cache",
        ours,
        plain,
        rounds=rounds,
        before=_warm(ours, plain),
    )
    yield Case(
        "construct",
        "D16 R2Conv, 1 regular, k5, cold cache",
        _dihedral("ours"),
        _dihedral("plain"),
        rounds=1,
    )
    ours, plain = _group("ours"), _group("plain")
    name = "regular fields of the full icosahedral group"
    yield Case("construct", name, ours, plain, rounds=rounds, before=_warm(ours, plain))
    for net in drawn.drawn(5 if quick else 30, int(os.environ.get("BENCH_SEED", "1"))):
        # in one process, where the caches of both are warm
        for side in ("ours", "plain"):
            net.made(side)
        a, b = partial(drawn.built, net, "ours"), partial(drawn.built, net, "plain")
        yield Case("construct", f"again: {net.name}", a, b)


main(cases)
