"""On a GPU: the CPU's numbers, steps that don't wait, lower precision, files that go both ways."""

import contextlib
import json
import socket
from pathlib import Path

import pytest
import torch

import escnn_r
from escnn_r.equivariance.measuring import check_equivariance
from escnn_r.exporting import files as exported
from escnn_r.exporting import predictions
from escnn_r.nn import raw_weights
from escnn_r.saving import model_files
from escnn_r.training import batches, checkpoints, running

escnn_r.prepare()
nn = pytest.importorskip("escnn.nn")
import export_cases as cases  # noqa: E402

if not torch.cuda.is_available():
    pytest.skip("needs an NVIDIA GPU", allow_module_level=True)


@pytest.fixture(autouse=True)
def exact_products():
    """Without TF32, in which convolutions compute unless told otherwise."""
    before = torch.backends.cudnn.allow_tf32
    torch.backends.cudnn.allow_tf32 = False
    yield
    torch.backends.cudnn.allow_tf32 = before


@contextlib.contextmanager
def without_waiting():
    torch.cuda.set_sync_debug_mode("error")
    try:
        yield
    finally:
        torch.cuda.set_sync_debug_mode("default")


def given(kind, batch=3, size=15):
    space = {0: (), 2: (size, size), 3: (7, 7, 7)}[kind.gspace.dimensionality]
    return torch.randn(batch, kind.size, *space, generator=torch.Generator().manual_seed(5))


def tensors(result):
    """The tensors of a result, which may have several parts."""
    if isinstance(result, dict):
        return [part.tensor for part in result.values()]
    return [result.tensor]


def worst(one, other):
    if other.numel() == 0:
        return 0.0 if one.shape == other.shape else float("inf")
    one, other = one.detach().cpu().double(), other.detach().cpu().double()
    return float((one - other).abs().max() / other.abs().max().clamp(min=1e-6))


def ran(name, device, x):
    """Outputs in both modes, and the slopes of the input and of each parameter."""
    module = cases.built(name).train().to(device)
    values = x.clone().to(device).requires_grad_()
    out = tensors(module(nn.GeometricTensor(values, module.in_type)))
    # squares alone would have no slope behind a batch norm
    sum(
        (o.square() * torch.linspace(0, 1, o.numel()).view(o.shape).to(o)).sum() for o in out
    ).backward()
    slopes = {key: p.grad for key, p in module.named_parameters() if p.grad is not None}
    with torch.no_grad():
        still = tensors(module.eval()(nn.GeometricTensor(values, module.in_type)))
    return [*out, *still], {"input": values.grad, **slopes}


# a dropout draws other numbers on a GPU; harmonics take points, a merge several tensors
OTHERWISE = {"FieldDropout", "PointwiseDropout", "ToVectorModule", "HarmonicPolynomialR3"}


@pytest.mark.parametrize("name", sorted(set(cases.CASES) - OTHERWISE))
def test_every_class_gives_what_it_gives_on_the_cpu(name):
    kind = cases.built(name).in_type
    if not isinstance(kind, nn.FieldType):
        pytest.skip("takes several tensors")
    x = given(kind, size=28 if name == "MaskModule" else 15)
    (here, slopes), (there, other) = ran(name, "cpu", x), ran(name, "cuda", x)
    for a, b in zip(here, there, strict=True):
        assert worst(b, a) < 2e-4
    assert set(slopes) == set(other)
    # some slopes are zero but for rounding, behind a batch norm above all
    most = max(float(slope.abs().max()) for slope in slopes.values() if slope.numel())
    for key in slopes:
        assert float((other[key].cpu() - slopes[key]).abs().sum()) < 1e-3 * most * max(
            1, slopes[key].numel()
        )


def test_float64_stays_exact():
    module = cases.built("SequentialModule").double().eval()
    x = given(module.in_type, size=11).double()
    here = module(nn.GeometricTensor(x, module.in_type)).tensor
    there = module.to("cuda")(nn.GeometricTensor(x.cuda(), module.in_type)).tensor
    assert there.is_cuda and worst(there, here) < 1e-11


@pytest.mark.parametrize("name", ["NormNonLinearity", "NormPool", "InducedNormPool"])
def test_fields_of_zeros_have_no_slope(name):
    module = cases.built(name).to("cuda")
    x = torch.zeros(2, module.in_type.size, 5, 5, device="cuda", requires_grad=True)
    module(nn.GeometricTensor(x, module.in_type)).tensor.sum().backward()
    assert torch.equal(x.grad, torch.zeros_like(x))


def data(n=96):
    draw = torch.Generator().manual_seed(0)
    y = torch.arange(n) % 2
    x = torch.randn(n, 1, 11, 11, generator=draw) + 2 * y.reshape(-1, 1, 1, 1)
    return batches.Arrays(x, y)


def network(seed=0):
    torch.manual_seed(seed)
    one, many = cases.trivial(), cases.regular(n=3)
    return nn.SequentialModule(
        cases.make("R2Conv", one, many, 3),
        cases.make("InnerBatchNorm", many),
        cases.make("ReLU", many),
        cases.make("R2Conv", many, many, 9),
        cases.make("GroupPooling", many),
    )


def plan(**changes):
    settings = {
        "epochs": 3,
        "batch_size": 16,
        "targets": "classes",
        "levels": ["a", "b"],
        "seed": 4,
        "optimizer": {"name": "adam", "lr": 0.01},
        "metrics": ["accuracy"],
        "device": "cuda",
    }
    return {**settings, **changes}


def trained(module=None, hooks=(), **changes):
    made = running.make_trainer(module or network(), data(), data(), plan(**changes))
    made.run(*hooks)
    return made


def test_training_goes_as_on_the_cpu():
    here, there = trained(device="cpu"), trained()
    for a, b in zip(here.progress.history, there.progress.history, strict=True):
        assert b["loss"] == pytest.approx(a["loss"], rel=0.02)
        assert b["valid_loss"] == pytest.approx(a["valid_loss"], rel=0.02)
    assert there.progress.history[-1]["valid_accuracy"] > 0.9


@pytest.mark.parametrize("augment", [None, "exact", "all"])
def test_a_step_does_not_wait_for_the_gpu(augment):
    made = trained(epochs=1, augment=augment)
    values, targets = data().take(range(16))
    made.module.train()
    with without_waiting():
        for _ in range(3):
            made._step(values, targets)


def test_an_epoch_waits_once_in_fifty_batches(monkeypatch):
    made = running.make_trainer(
        network(), data(), None, plan(epochs=1, batch_size=1, optimizer={"name": "adam"})
    )
    reads = []
    settle = made.settle
    monkeypatch.setattr(made, "settle", lambda: (reads.append(len(made._unread)), settle()))
    made.run()
    assert reads == [50, 46]
    assert made.progress.history[0]["loss"] > 0


@pytest.mark.parametrize("precision", ["bf16", "fp16"])
def test_lower_precision_learns_too(precision):
    made = trained(precision=precision, epochs=6)
    assert made.progress.history[-1]["valid_accuracy"] > 0.9
    assert all(p.dtype == torch.float32 for p in made.module.parameters())


@pytest.mark.parametrize("precision", ["float32", "fp16"])
def test_training_goes_on_from_a_checkpoint(tmp_path, precision, monkeypatch):
    monkeypatch.setattr(torch.backends.cudnn, "deterministic", True)
    path, chosen = str(tmp_path / "checkpoint"), plan(precision=precision, epochs=4)
    whole = trained(precision=precision, epochs=4)
    part = running.make_trainer(network(), data(), data(), chosen)
    part.run(lambda record: record["epoch"] < 2)
    checkpoints.save_checkpoint(part, path)
    rest = checkpoints.load_checkpoint(
        running.make_trainer(network(9), data(), data(), chosen), path
    )
    rest.run()
    one, other = raw_weights.read_weights(whole.module), raw_weights.read_weights(rest.module)
    for key in one:
        assert worst(other[key], one[key]) < 1e-4


def test_predictions_and_files_of_a_model_that_is_on_the_gpu(tmp_path):
    module = trained().module
    found = predictions.outputs(module, data(), 32, True)
    assert found.device.type == "cpu"
    path = str(tmp_path / "model.escnn")
    model_files.save_model(module, path)
    loaded, _ = model_files.load_model(path)
    assert next(loaded.parameters()).device.type == "cpu"
    assert worst(predictions.outputs(loaded, data(), 32, True), found) < 2e-4
    exported.export_model(module, str(tmp_path / "model.pt"), "torchscript", [11, 11])
    script = torch.jit.load(str(tmp_path / "model.pt"))
    assert worst(script(data().values).flatten(1), found) < 2e-4
    assert next(module.parameters()).is_cuda
    # a frozen graph's filters are constants, which `.cuda()` leaves where they are
    there = torch.jit.load(str(tmp_path / "model.pt"), map_location="cuda")
    assert worst(there(data().values.cuda()).flatten(1), found) < 2e-4


def test_equivariance_is_measured_without_tf32(monkeypatch):
    monkeypatch.setattr(torch.backends.cudnn, "allow_tf32", True)
    module = network().to("cuda")
    found = check_equivariance(module)["columns"]
    assert max(found["relative_error"]) < 1e-5
    assert torch.backends.cudnn.allow_tf32


SHARED = """
import json
from test_gpu import data, network, plan
from escnn_r.training.distributed import processes, sharing
from escnn_r.training.plan import Plan
made = sharing.trainer_of_process(network(), data(), data(), Plan(**plan(device="auto")))
made.run()
processes.leave_together()
print(json.dumps([r["loss"] for r in made.progress.history]), torch.distributed.is_initialized())
"""


def test_processes_share_through_nccl(run_python):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    names = {"RANK": "0", "LOCAL_RANK": "0", "WORLD_SIZE": "1", "LOCAL_WORLD_SIZE": "1"}
    result = run_python(
        "import escnn_r, torch\nescnn_r.prepare()\n" + SHARED,
        path=[Path(__file__).parent],
        MASTER_ADDR="127.0.0.1",
        MASTER_PORT=port,
        **names,
    )
    assert result.returncode == 0, result.stderr
    losses, left = result.stdout.strip().splitlines()[-1].rsplit(" ", 1)
    assert left == "False"
    alone = [record["loss"] for record in trained().progress.history]
    assert json.loads(losses) == pytest.approx(alone, rel=0.02)
