"""Measures ours against plain escnn's, round by round, and writes rows of ratios.

A file of cases makes ``Case``s and hands them to ``main()``::

    from harness import Case, main

    def cases(quick):
        yield Case("expand", "C8, 16 fields, k5", ours=step_of(a), plain=step_of(b))

    main(cases)

A side is a callable (timed; if it returns a float, that is the measure instead), or a
``Fresh``, which is run in a new process each round and gives seconds and peak memory.
"""

from __future__ import annotations

import argparse
import csv
import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT / "inst" / "python")]

THREADS = int(os.environ.get("BENCH_THREADS", "1"))
SHORTEST = 0.02  # seconds that one timing takes at least, by repetition


@dataclass
class Fresh:
    """Code for a process of its own: ``setup`` is not timed, ``timed`` is."""

    timed: str
    setup: str = ""
    environment: dict[str, str] | None = None


Side = Callable[[], Any] | Fresh


@dataclass
class Case:
    """One comparison; ``axis`` and ``value`` place it in a figure of how cost grows."""

    family: str
    name: str
    ours: Side
    plain: Side
    measure: str = "seconds"
    axis: str = ""
    value: float | str = ""
    heavy: bool = False
    rounds: int | None = None
    before: Callable[[], Any] | None = None  # such as filling a cache


@dataclass
class Row:
    """Medians of both, and of the speed-up (plain / ours: above 1, ours is better)."""

    family: str
    name: str
    measure: str
    axis: str
    value: float | str
    ours: float
    plain: float
    speedup: float
    q25: float
    q75: float
    rounds: int
    threads: int
    torch: str


def prepare() -> None:
    """Import escnn as the package does, and fix the number of threads."""
    import torch

    torch.set_num_threads(THREADS)
    from escnn_r.compat import importing

    importing.load()


def quantile(values: list[float], share: float) -> float:
    """A quantile with linear interpolation, as R's default."""
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


_CHILD = """
import json, sys, time
sys.path[:0] = {paths!r}
import harness
harness.prepare()
def peak(what="VmHWM"):
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith(what))
{setup}
before = peak("VmRSS")
begun = time.perf_counter()
{timed}
seconds = time.perf_counter() - begun
print("\\n" + json.dumps({{"seconds": seconds, "peak MB": max(peak() - before, 0.1)}}))
"""


def run_fresh(side: Fresh) -> dict[str, float]:
    """Seconds, and peak memory beyond what was there before, of code in a new process."""
    code = _CHILD.format(paths=sys.path[:2], setup=side.setup, timed=side.timed)
    env = {**os.environ, "OMP_NUM_THREADS": str(THREADS), **(side.environment or {})}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], env=env, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout.strip().rsplit("\n", 1)[-1])


def _once(side: Callable[[], Any]) -> float:
    import place

    begun = time.perf_counter()
    measured = side()
    place.wait()
    spent = time.perf_counter() - begun
    return measured if isinstance(measured, float) else spent


def _repeats(side: Callable[[], Any]) -> int:
    spent = min(_once(side) for _ in range(3))
    return max(1, min(1000, int(SHORTEST / max(spent, 1e-7))))


def _several(side: Callable[[], Any], repeats: int) -> float:
    import place

    place.wait()
    begun = time.perf_counter()
    measured = [side() for _ in range(repeats)]
    if isinstance(measured[0], float):
        return sum(measured) / repeats
    # a GPU works on while the next calls are made, as it does in training
    place.wait()
    return (time.perf_counter() - begun) / repeats


def measure(case: Case, rounds: int) -> list[Row]:
    """Run both sides in turn, each first every other time."""
    import place

    rounds = case.rounds or rounds
    pairs_by_measure: dict[str, list[tuple[float, float]]] = {}
    if isinstance(case.ours, Fresh) and isinstance(case.plain, Fresh):
        sides = [case.ours, case.plain]
        for i in range(rounds):
            pair: list[dict[str, float]] = [{}, {}]
            for which in (0, 1) if i % 2 else (1, 0):
                pair[which] = run_fresh(sides[which])
            for key in pair[0]:
                pairs_by_measure.setdefault(key, []).append((pair[0][key], pair[1][key]))
    else:
        callables: list[Any] = [case.ours, case.plain]
        repeats = [_repeats(side) for side in callables]
        gc.collect()
        for i in range(rounds):
            both = [0.0, 0.0]
            for which in (0, 1) if i % 2 else (1, 0):
                both[which] = _several(callables[which], repeats[which])
            pairs_by_measure.setdefault(case.measure, []).append((both[0], both[1]))
    rows = []
    for key, pairs in pairs_by_measure.items():
        speedups = [plain / ours for ours, plain in pairs]
        rows.append(
            Row(
                case.family,
                case.name,
                key,
                case.axis,
                case.value,
                quantile([ours for ours, _ in pairs], 0.5),
                quantile([plain for _, plain in pairs], 0.5),
                quantile(speedups, 0.5),
                quantile(speedups, 0.25),
                quantile(speedups, 0.75),
                len(pairs),
                THREADS,
                place.software(),
            )
        )
    return rows


def main(cases: Callable[[bool], Iterable[Case]]) -> None:
    """Measure the cases of a file: ``python file.py [--quick] [--heavy] [--out rows.csv]``."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="few rounds, small cases")
    parser.add_argument("--heavy", action="store_true", help="what needs 12 GB, too")
    parser.add_argument("--out", help="file that the rows are added to")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--match", default="", help="only cases whose name has this in it")
    options = parser.parse_args()
    prepare()
    from escnn_r.training import memory

    rounds = options.rounds or (3 if options.quick else 11)
    for case in cases(options.quick):
        if (case.heavy and not options.heavy) or options.match not in case.name:
            continue
        try:
            if case.before is not None:
                case.before()
            # or whichever side finds its memory given back waits for it
            with memory.kept():
                rows = measure(case, rounds)
        except Exception as problem:
            print(f"{case.family:<10} {case.name:<50} failed: {problem}", flush=True)
            continue
        for row in rows:
            print(
                f"{row.family:<10} {row.name:<50} {row.measure:<8} ours {row.ours:<9.4g} "
                f"plain {row.plain:<9.4g} x{row.speedup:.3g} ({row.q25:.3g} to {row.q75:.3g})",
                flush=True,
            )
        if options.out:
            write(rows, Path(options.out))


def write(rows: list[Row], path: Path) -> None:
    """Add rows to a CSV file, with a header if it is new."""
    names = list(Row.__annotations__)
    new = not path.exists() or path.stat().st_size == 0
    with path.open("a", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerows(asdict(row) for row in rows)
