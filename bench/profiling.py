"""Where a training step of the package's own networks goes, by operation of PyTorch.

python bench/profiling.py [--out profile.csv] [name of a network ...]
"""

import csv
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "python"))

import harness

harness.prepare()

import networks  # noqa: E402
import steps  # noqa: E402
from torch.profiler import ProfilerActivity, profile  # noqa: E402


def shares(net, rounds=5):
    """Share of the time of each operation itself, largest first."""
    step = steps.training(net.made("ours"), net)
    step()
    with profile(activities=[ProfilerActivity.CPU]) as seen:
        for _ in range(rounds):
            step()
    events = [
        (e.key, e.self_cpu_time_total / rounds / 1000, e.count // rounds)
        for e in seen.key_averages()
    ]
    total = sum(ms for _, ms, _ in events)
    return [
        (name, ms, ms / total, calls) for name, ms, calls in sorted(events, key=lambda e: -e[1])
    ]


def main():
    """Print the ten largest of each network, and write them."""
    names = sys.argv[1:]
    out = None
    if "--out" in names:
        at = names.index("--out")
        out = names[at + 1]
        del names[at : at + 2]
    rows = []
    for net in networks.NETWORKS:
        if net.heavy or (names and net.name not in names):
            continue
        print(f"\n{net.name}")
        for name, ms, share, calls in shares(net)[:10]:
            print(f"  {name:<45} {ms:8.2f} ms {share:6.1%}  {calls} calls")
            rows.append([net.name, name, round(ms, 3), round(share, 4), calls])
    if out:
        with open(out, "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["network", "operation", "ms", "share", "calls"])
            writer.writerows(rows)


main()
