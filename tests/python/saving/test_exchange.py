"""Files and weights go between versions of PyTorch, both ways, with plain escnn too.

The other interpreter is named by ``ESCNN_OTHER_PYTHON``, or is that of a
virtual environment beside this one whose name has ``r-escnn`` in it.
"""

import os
import sys
import textwrap
from pathlib import Path

import pytest
import safetensors.torch
import torch
import training_cases
from forking_python import ForkingPython
from training_cases import data, network, plan, train

import escnn_r
from escnn_r.bridge.files import archive
from escnn_r.nn import raw_weights
from escnn_r.saving import model_files
from escnn_r.training import checkpoints, running

nn = pytest.importorskip("escnn.nn")


def other_python():
    named = os.environ.get("ESCNN_OTHER_PYTHON")
    if named:
        return named
    home = Path(sys.prefix)
    pythons = sorted(home.parent.glob("*r-escnn*/bin/python"))
    return next((str(each) for each in pythons if each.parents[1] != home), None)


@pytest.fixture(scope="module")
def other():
    python = other_python()
    if python is None:
        pytest.skip("there is no second environment")
    other = ForkingPython(python)
    yield other
    other.close()


@pytest.fixture
def there(other):
    return lambda code, **values: run_there(other, code, **values)


def run_there(other, code, **values):
    """Run code, with the helpers of test_training as ``t``, in the other environment."""
    begin = """
        import sys
        sys.path.insert(0, {tests!r})
        import torch
        import training_cases as t
        from escnn_r.saving import model_files as files
        from escnn_r.nn import raw_weights as weights
        from escnn_r.training import checkpoints, running as session
        nn = t.nn
    """
    whole = textwrap.dedent(begin) + textwrap.dedent(code)
    whole = whole.format(
        tests=str(Path(training_cases.__file__).parent), **{k: str(v) for k, v in values.items()}
    )
    source = str(Path(escnn_r.__file__).parents[1])
    result = other.run(whole, {**os.environ, "PYTHONPATH": source})
    assert result.returncode == 0, result.stderr


def outputs(module):
    with torch.no_grad():
        module.eval()
        return module(nn.GeometricTensor(data().values[:4], module.in_type)).tensor


SHOW = """
with torch.no_grad():
    module.eval()
    outputs = module(nn.GeometricTensor(t.data().values[:4], module.in_type)).tensor
torch.save(outputs, {out!r})
"""


def close(left, right):
    return torch.allclose(left, right, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("evaluating", [True, False])
def test_model_files_go_there_and_back(evaluating, there, tmp_path):
    first, second, out = tmp_path / "first.escnn", tmp_path / "second.escnn", tmp_path / "out.pt"
    trained = train(network(), epochs=1).module
    with torch.no_grad():
        trained.train(not evaluating)
    model_files.save_model(trained, str(first))
    there(
        "module, _ = files.load_model({first!r})\nfiles.save_model(module, {second!r})\n" + SHOW,
        first=first,
        second=second,
        out=out,
    )
    again, _ = model_files.load_model(str(second))
    kept = raw_weights.read_weights(trained)
    assert all(
        torch.equal(value, kept[name]) for name, value in raw_weights.read_weights(again).items()
    )
    expected = outputs(trained)
    assert close(torch.load(out), expected)
    assert torch.equal(outputs(again), expected)


def test_state_dicts_of_plain_escnn_go_there_and_back(there, tmp_path):
    trained = train(network(), epochs=1).module
    expected = outputs(trained)
    for mode in ("train", "eval"):
        with torch.no_grad():
            trained.train(mode == "train")
        torch.save(trained.state_dict(), tmp_path / f"{mode}.pt")
    there(
        """
        for mode in ("train", "eval"):
            for into in (True, False):
                module = t.network(seed=8)
                with torch.no_grad():
                    module.train(into)
                weights.load_weights(module, weights.read_weight_file({folder!r} + "/" + mode + ".pt"))
                name = {folder!r} + "/" + mode + str(into)
                torch.save(module.state_dict(), name + ".pt")
                with torch.no_grad():
                    module.eval()
                    x = nn.GeometricTensor(t.data().values[:4], module.in_type)
                    torch.save(module(x).tensor, name + ".out")
        """,
        folder=tmp_path,
    )
    for path in sorted(tmp_path.glob("*.out")):
        assert close(torch.load(path), expected)
        for into in (True, False):
            again = network(seed=9)
            with torch.no_grad():
                again.train(into)
            raw_weights.load_weights(
                again, raw_weights.read_weight_file(str(path.with_suffix(".pt")))
            )
            assert torch.equal(outputs(again), expected)


def test_checkpoints_go_there_and_back(there, tmp_path):
    path = tmp_path / "c"
    trainer = running.make_trainer(network(), data(), None, plan())
    trainer.run(on_epoch=lambda record: False)
    checkpoints.save_checkpoint(trainer, str(path))
    whole = archive.read_archive(str(path), checkpoints._PARTS, checkpoints.FORMAT)
    # there it is gone on from, and a copy that was only loaded comes back as it was
    there(
        """
        trainer = session.make_trainer(t.network(seed=5), t.data(), None, t.plan())
        checkpoints.load_checkpoint(trainer, {path!r})
        trainer.run(on_epoch=lambda record: False)
        assert trainer.progress.epoch == 2
        checkpoints.save_checkpoint(trainer, {path!r} + ".on")
        trainer = session.make_trainer(t.network(seed=5), t.data(), None, t.plan())
        checkpoints.load_checkpoint(trainer, {path!r})
        from escnn_r.training import random_states
        random_states.resume(trainer.random)
        checkpoints.save_checkpoint(trainer, {path!r})
        """,
        path=path,
    )
    again = archive.read_archive(str(path), checkpoints._PARTS, checkpoints.FORMAT)
    for part in checkpoints._PARTS[1:]:
        one, other = (safetensors.torch.load(each[part]) for each in (whole, again))
        assert set(one) == set(other)
        assert all(torch.equal(value, other[name]) for name, value in one.items())
    trainer = running.make_trainer(network(seed=6), data(), None, plan())
    checkpoints.load_checkpoint(trainer, f"{path}.on")
    history = trainer.run()
    assert [record["epoch"] for record in history] == [1, 2, 3]
    assert history[2]["loss"] < history[0]["loss"]
