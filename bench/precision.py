"""What lower precision does to time and accuracy: one network, data and seeds, trained in each.

python bench/precision.py FOLDER [--images 2000] [--epochs 3] [--seeds 3]
    [--widths 8 12 16] [--device cpu]

FOLDER has the four files of MNIST. bfloat16 is only faster where the processor
computes in it (AVX-512 BF16 or AMX) or on a GPU.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "python"))

import harness

harness.prepare()

import networks  # noqa: E402
import torch  # noqa: E402

from escnn_r.bridge.errors import BadArgument  # noqa: E402
from escnn_r.datasets.files import read_idx  # noqa: E402
from escnn_r.training import batches, running  # noqa: E402
from escnn_r.training.precision import computes_bf16  # noqa: E402


def digits(folder, half, count):
    """Digits and their classes."""
    values = read_idx(str(folder / f"{half}-images-idx3-ubyte.gz"))[:count, None]
    labels = read_idx(str(folder / f"{half}-labels-idx1-ubyte.gz"))[:count]
    return batches.Arrays(
        torch.from_numpy(values.copy()).float() / 255, torch.from_numpy(labels.copy()).long()
    )


def network(seed, widths):
    """Three convolutions of C8, an invariant pool, and a layer on top of its pixels' mean."""
    torch.manual_seed(seed)
    layer = networks.layers("ours")
    body = networks.stack(networks.c(8), widths, 5)(layer)
    return layer("SequentialModule")(body, layer("ToVectorModule")(body.out_type, 10))


def trained(seed, precision, data, test, options):
    """Seconds, the last loss and the accuracy on the test digits."""
    plan = {
        "epochs": options.epochs,
        "batch_size": 64,
        "targets": "classes",
        "levels": [str(digit) for digit in range(10)],
        "seed": seed,
        "device": options.device,
        "precision": precision,
        "optimizer": {"name": "adam", "lr": 0.005},
        "lr_schedule": {"name": "one_cycle", "warm_up": 0.3, "start": 25},
        "metrics": ["accuracy"],
    }
    trainer = running.make_trainer(network(seed, options.widths), data, None, plan)
    begun = time.perf_counter()
    history = trainer.run()
    seconds = time.perf_counter() - begun
    return seconds, history[-1]["loss"], trainer.evaluate(test)["accuracy"]


def main():
    """Print a line for each precision."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    for name, value in (("images", 2000), ("epochs", 3), ("seeds", 3), ("tested", 10000)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--widths", type=int, nargs=3, default=[8, 12, 16])
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--precisions", default="float32,bf16,fp16")
    options = parser.parse_args()
    data = digits(options.folder, "train", options.images)
    test = digits(options.folder, "t10k", options.tested)
    device = torch.cuda.get_device_name() if options.device == "cuda" else "CPU"
    print(
        f"{options.images} digits of MNIST, {options.epochs} epochs, C8 with regular fields "
        f"{options.widths}, tested on {options.tested}, {options.seeds} seeds,\n"
        f"{device}, PyTorch {torch.__version__}"
    )
    base = None
    for precision in options.precisions.split(","):
        emulated = options.device == "cpu" and not computes_bf16(torch.__config__.show())
        if precision == "bf16" and emulated:
            print("bf16     could not be run: this processor has no AVX-512 BF16 or AMX")
            continue
        try:
            runs = [
                trained(seed, precision, data, test, options)
                for seed in range(1, options.seeds + 1)
            ]
        except BadArgument as problem:
            print(f"{precision:<8} {problem}")
            continue
        seconds, losses, right = zip(*runs, strict=True)
        time_taken = statistics.median(seconds)
        base = base or time_taken
        print(
            f"{precision:<8} {time_taken:7.1f} s  x{base / time_taken:.2f}  "
            f"loss {statistics.mean(losses):.4f}  "
            f"accuracy {', '.join(f'{r:.2%}' for r in right)}, mean {statistics.mean(right):.2%}",
            flush=True,
        )


main()
