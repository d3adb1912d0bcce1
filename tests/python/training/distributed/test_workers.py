"""Training in several processes: the same numbers as in one, and none left behind."""

import os
import signal
import threading
import time
from pathlib import Path

import numpy as np
import pytest
import torch
import training_cases

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.datasets.clouds import cloud_dataset
from escnn_r.fields import shared_batches
from escnn_r.nn import build_module, raw_weights
from escnn_r.saving import in_workers
from escnn_r.training import (
    batches,
    checkpoints,
    holding_out,
    normalised_weights,
    progress,
    running,
    weighted_data,
)
from escnn_r.training.distributed import processes

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
pytest.importorskip("safetensors")

from escnn_r.nn.layers import find  # noqa: E402


def network(seed=0):
    """Every kind of normalisation and of dropout, in a few layers."""
    from escnn.nn import FieldType

    torch.manual_seed(seed)
    space = gspaces.rot2dOnR2(N=4)
    one = FieldType(space, [space.trivial_repr])
    many = FieldType(space, [space.regular_repr] * 3)
    turning = FieldType(space, [space.irrep(1)] * 3)
    parts = [
        find("R2Conv")(one, many, 3),
        find("InnerBatchNorm")(many),
        find("ReLU")(many),
        find("PointwiseDropout")(many, 0.2),
        find("R2Conv")(many, many, 3),
        find("IIDBatchNorm2d")(many),
        find("GNormBatchNorm")(many),
        find("R2Conv")(many, turning, 3, padding=1),
        find("NormBatchNorm")(turning),
        find("R2Conv")(turning, many, 3, padding=1),
        find("ReLU")(many),
        find("FieldDropout")(many, 0.2),
        find("R2Conv")(many, many, 5),
        find("GroupPooling")(many),
    ]
    return find("SequentialModule")(*parts)


def data(n=41, seed=0):
    return training_cases.data(n, seed)


def plan(**changes):
    settings = {
        "epochs": 3,
        "batch_size": 8,
        "loss": None,
        "targets": "classes",
        "levels": ["a", "b", "c"],
        "seed": 4,
        "optimizer": {"name": "adam", "lr": 0.01},
        "metrics": ["accuracy", "auc"],
        "lr_schedule": {"name": "one_cycle", "warm_up": 0.3, "start": 25},
        "augment": "all",
        "clip": 1.0,
        "device": "cpu",
        "precision": "float32",
    }
    return {**settings, **changes}


def alone(module, **changes):
    made = running.make_trainer(module, data(), data(23, 1), plan(**changes))
    running.run_training(made, None, None)
    return made.progress.history


def apart(module, count, calls=(None, None), **changes):
    """Train in workers; what the trainer knows goes there, the rest is the plan's."""
    known = {k: changes.pop(k) for k in ("folder", "show") if k in changes}
    saved = {k: changes.pop(k) for k in ("checkpoint", "every") if k in changes}
    resume = changes.pop("resume", None)
    source = changes.pop("source", None) or data()
    trainer = in_workers.trainer_in_workers(
        module, source, data(23, 1), plan(**changes), count, **known
    )
    if resume is not None:
        checkpoints.load_checkpoint(trainer, resume)
    return running.run_training(trainer, *calls, **saved)


def numbers(history):
    """All numbers but times, a row for each epoch."""
    return np.array([[v for k, v in r.items() if k != "seconds"] for r in history])


def losses(history):
    """Those of training. In float32, Adam blows up rounding in biases before a batch norm,
    which the next batch norm takes out again, but running statistics follow late."""
    return np.array([record["loss"] for record in history])


def test_weights_gaps_metrics_and_hooks_of_the_users_are_the_same_in_two_workers():
    source = data()
    source.targets[::5] = -100
    weights = np.linspace(0, 3, len(source))
    uneven = weighted_data.with_example_weights(source, weights)
    weighed = normalised_weights.weighed(uneven, [1.0, 2.0, 4.0], "classes", 3)
    held = normalised_weights.weighed(weighting_of(data(23, 1)), None, "classes", 3)

    def own(truth, output, weights):
        return {"mine": float((weights * output[:, 1]).sum() + truth.sum())}

    said = {1: 0.5, 2: {"scale": 0.5, "stop": False}, 3: {"scale": 0.5, "stop": True}}
    seen = []

    def decide(record):
        seen.append(record["valid_mine"])
        return said[record["epoch"]]

    settings = {"precision": "float64", "own_metrics": own, "lr_schedule": None, "epochs": 9}
    module, mirror = network(), network()
    one = running.make_trainer(mirror, weighed, held, plan(**settings))
    running.run_training(one, lambda record: said[record["epoch"]], None)
    two = in_workers.trainer_in_workers(module, weighed, held, plan(**settings), 2)
    told = running.run_training(two, decide, None)
    expected = one.progress.history
    assert [list(r) for r in told["history"]] == [list(r) for r in expected]
    assert np.abs(numbers(told["history"]) - numbers(expected)).max() < 1e-8
    assert seen == [record["valid_mine"] for record in told["history"]]
    # what hooks decide goes for all workers
    assert [record["lr"] for record in told["history"]] == [0.01, 0.005, 0.0025]
    assert told["stopped"]


def weighting_of(examples):
    examples.targets[3] = -100
    return weighted_data.with_example_weights(examples, np.arange(len(examples)) % 4)


def test_three_workers_give_the_losses_of_one_process():
    # 41 examples in batches of 8: the last batch is one example, and two workers have none
    module, mirror = network(), network()
    expected = alone(mirror, precision="float64")
    seen = []

    def told(record):
        state = raw_weights.read_weights(module)
        seen.append((record["epoch"], float(sum(v.double().abs().sum() for v in state.values()))))

    outcome = apart(module, 3, (told, None), precision="float64")
    assert [list(r) for r in outcome["history"]] == [list(r) for r in expected]
    assert np.abs(numbers(outcome["history"]) - numbers(expected)).max() < 1e-9
    ours, theirs = raw_weights.read_weights(module), raw_weights.read_weights(mirror)
    assert all(torch.allclose(ours[name], theirs[name], atol=1e-8) for name in theirs)
    assert [epoch for epoch, _ in seen] == [1, 2, 3]
    assert len({total for _, total in seen}) == 3
    assert outcome["device"] == "cpu, 3 workers"
    assert not outcome["stopped"] and module.training


def children():
    """Processes of jobs, by what they were started with."""
    found = []
    for name in os.listdir("/proc"):
        try:
            text = Path(f"/proc/{name}/cmdline").read_text() if name.isdigit() else ""
            stat = Path(f"/proc/{name}/stat").read_text() if text else ") Z"
        except OSError:
            continue
        if (
            "escnn_r.training.distributed.worker" in text
            and tag() in text
            and stat.rsplit(")", 1)[1].split()[0] != "Z"
        ):
            found.append(int(name))
    return found


def tag():
    """What is in the command line of this run's processes alone."""
    return f"escnn_r-test-{os.getpid()}-"


@pytest.fixture
def job(tmp_path):
    """A folder for a job, by which its processes are known."""
    return str(tmp_path / f"{tag()}job")


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="looks at /proc")
def test_a_killed_worker_ends_all_and_any_number_goes_on_from_the_checkpoint(job, tmp_path):
    path = str(tmp_path / "c.escnn")
    straight = alone(network())

    def kill(record):
        if record["epoch"] == 2:
            os.kill(int(Path(job, "pid-1").read_text()), signal.SIGKILL)

    module = network()
    failed = apart(module, 2, (kill, None), checkpoint=path, folder=job)["failed"]
    assert failed["message"].startswith("Worker 2 of 2 was ended by the signal 9 (SIGKILL)")
    assert (failed["worker"], failed["signal"], failed["epoch"]) == (2, "9 (SIGKILL)", 2)
    assert children() == [] and not os.path.exists(job)
    before = os.path.getmtime(path)

    # on in one process, as every number of workers draws and shuffles alike
    made = running.make_trainer(network(), data(), data(23, 1), plan())
    checkpoints.load_checkpoint(made, path)
    assert made.progress.epoch in (1, 2)
    running.run_training(made, None, None)
    assert np.abs(losses(made.progress.history) - losses(straight)).max() < 1e-5
    assert os.path.getmtime(path) == before

    outcome = apart(network(), 2, resume=path)
    assert np.abs(losses(outcome["history"]) - losses(straight)).max() < 1e-5


def test_an_interrupt_gives_the_model_so_far_and_leaves_nobody(job):
    module = network()
    before = raw_weights.read_weights(module)
    asked = []

    def interrupt(state):
        if not asked:
            asked.append(state)
            threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT)).start()

    started = time.monotonic()
    outcome = apart(module, 2, (None, interrupt), epochs=5000, folder=job, show=False)
    assert outcome["stopped"] and len(outcome["history"]) < 5000
    assert time.monotonic() - started < 120
    after = raw_weights.read_weights(module)
    assert any(not torch.equal(before[name], after[name]) for name in before)
    assert children() == []
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_errors_in_workers_come_back_as_what_they_are(job):
    with pytest.raises(BadArgument, match="finite"):
        apart(network(), 2, optimizer={"name": "sgd", "lr": 1e30}, lr_schedule=None)
    assert children() == []


def test_a_hook_says_little_or_much():
    assert progress.decision(None) == progress.decision(True) == (1.0, False)
    assert progress.decision(False) == (1.0, True)
    assert progress.decision(0.5) == (0.5, False)
    assert progress.decision({"scale": 0.5, "stop": True}) == (0.5, True)


def test_what_cannot_go_to_workers_is_told_before_any_starts():
    called = batches.Calls(lambda epoch, batch: None)
    with pytest.raises(BadArgument, match="function"):
        apart(network(), 2, source=called)
    with pytest.raises(BadArgument, match="loss"):
        apart(network(), 2, loss=lambda output, target: output.sum())
    from escnn_r.nn.layers import custom

    kind = network().in_type
    own = custom.custom_module("Own", kind, None, None, lambda self, x: x)
    with pytest.raises(BadArgument, match="recipe"):
        apart(own, 2)
    with pytest.raises(BadArgument, match="mps"):
        processes.device_of_process("mps", 2)
    if torch.cuda.device_count() == 0:
        with pytest.raises(BadArgument, match="cuda"):
            processes.device_of_process("cuda", 2)


def test_data_travel_by_files(tmp_path):
    from escnn_r.datasets import from_arrays
    from escnn_r.training.distributed import shared_data

    x = np.random.default_rng(0).integers(0, 255, (1000, 1, 5, 5))
    kept = from_arrays.array_dataset(x, np.arange(1000) % 2, ["a", "b"], 1 / 255)
    parts = holding_out.split_examples(kept, 0.25, 1)
    shared_data.write({"train": parts[0], "validation": parts[1]}, tmp_path, 2)
    # the values are there once, as bytes, though two parts refer to them
    sizes = [os.path.getsize(p) for p in tmp_path.glob("*.npy")]
    assert sum(size > 24_900 for size in sizes) == 1
    again = shared_data.read(tmp_path)
    for part, name in zip(parts, ("train", "validation"), strict=True):
        index = np.arange(len(part))
        for before, after in zip(part.take(index), again[name].take(index), strict=True):
            assert torch.equal(before, after)
    # beside them who is in which part
    assert os.path.getsize(tmp_path / "data.pickle") < 20_000


def test_rows_are_shared_without_gap():
    for total in (1, 2, 3, 7, 8):
        for world in (1, 2, 3, 5):
            found = [shared_batches.share_of(total, rank, world) for rank in range(world)]
            assert [i for s in found for i in range(s.start, s.stop)] == list(range(total))
            assert max(s.count for s in found) - min(s.count for s in found) <= 1
            assert all(s.rows.stop > s.rows.start and s.rows.stop <= total for s in found)


def test_shared_statistics_are_pytorchs_own(tmp_path):
    torch.distributed.init_process_group(
        "gloo", init_method=f"file://{tmp_path}/group", rank=0, world_size=1
    )
    try:
        norm, mirror = torch.nn.BatchNorm2d(3), torch.nn.BatchNorm2d(3)
        x = torch.randn(4, 3, 5, 5, dtype=torch.float32, requires_grad=True)
        y = x.detach().clone().requires_grad_()
        shared_batches.set_current(shared_batches.Share(0, 4, 4))
        with shared_batches.layers_sharing(torch.nn.Sequential(norm)):
            (norm(x) ** 3).sum().backward()
        shared_batches.set_current(None)
        (mirror(y) ** 3).sum().backward()
        assert torch.allclose(x.grad, y.grad, atol=1e-4)
        for name, value in mirror.state_dict().items():
            assert torch.allclose(norm.state_dict()[name], value, atol=1e-6)
        assert torch.equal(
            norm(x),
            torch.nn.functional.batch_norm(
                x,
                *[norm.state_dict()[f"running_{k}"].clone() for k in ("mean", "var")],
                norm.weight,
                norm.bias,
                True,
            ),
        )
    finally:
        shared_batches.set_current(None)
        torch.distributed.destroy_process_group()


def test_the_environment_tells_of_a_launch(monkeypatch):
    for name in ("TORCHELASTIC_RUN_ID", "WORLD_SIZE", "RANK"):
        monkeypatch.delenv(name, raising=False)
    assert not processes.launched()
    monkeypatch.setenv("WORLD_SIZE", "2")
    assert not processes.launched()
    monkeypatch.setenv("TORCHELASTIC_RUN_ID", "x")
    monkeypatch.setenv("RANK", "1")
    assert processes.launched() and processes.rank() == 1


@pytest.mark.parametrize("kind", ["points", "classes of points", "energies"])
def test_clouds_give_in_workers_what_they_give_in_one_process(kind):
    # of very different sizes, and in the last batch there is one cloud for two workers
    sizes = [2, 9, 4, 12, 3, 5, 7]
    draw = np.random.default_rng(1)
    count = sum(sizes)
    coords, ways = draw.normal(size=(count, 3)), draw.normal(size=(count, 3))
    energies = kind == "energies"
    about = {"on_points": ways, "targets": draw.normal(size=7) if energies else None}
    if kind == "classes of points":
        about = {"on_points": draw.integers(0, 2, count), "classes": ["a", "b"]}
    clouds = cloud_dataset(coords, None, sizes, **about)
    space = gspaces.rot3dOnR3()
    from escnn.nn import FieldType

    out = {"points": [space.irrep(1)], "energies": [space.trivial_repr]}
    into = FieldType(space, [space.trivial_repr])
    kinds = FieldType(space, out.get(kind, [space.trivial_repr] * 2))

    def made():
        torch.manual_seed(0)
        options = {"radius": 2.0, "width": 4, "depth": 1, "dropout": 0.0 if energies else 0.3}
        pool = "sum" if energies else "none"
        return build_module("PointNetwork", into, kinds, pool=pool, **options)

    settings = plan(
        batch_size=3,
        epochs=3,
        precision="float64",
        targets={"points": "numbers", "energies": "energies"}.get(kind, "classes"),
        levels=["a", "b"] if kind == "classes of points" else [],
        points=not energies,
        metrics={"points": ["rmse"], "energies": ["forces_mae"]}.get(kind, ["auc"]),
        optimizer={"name": "sgd", "lr": 0.01},
        augment=None,
    )
    module, mirror = made(), made()
    one = running.make_trainer(mirror, clouds, clouds, settings)
    running.run_training(one, None, None)
    two = in_workers.trainer_in_workers(module, clouds, clouds, settings, 2)
    told = running.run_training(two, None, None)
    assert np.abs(numbers(told["history"]) - numbers(one.progress.history)).max() < 1e-8
    ours, theirs = raw_weights.read_weights(module), raw_weights.read_weights(mirror)
    assert all(torch.allclose(ours[name], theirs[name], atol=1e-8) for name in theirs)
