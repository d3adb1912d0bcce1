"""Checkpoints: whole or refused, and never the end of a training that can't write them."""

import io
import json
import os
import pickle
import textwrap
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest
import safetensors.torch
import torch
import training_cases
from archive_cases import Evil, with_parts
from training_cases import data, network, plan, same, train

from escnn_r.bridge.errors import BadArgument
from escnn_r.bridge.files import writing
from escnn_r.nn import raw_weights
from escnn_r.saving import model_files
from escnn_r.training import checkpoints, running

nn = pytest.importorskip("escnn.nn")


def written(tmp_path, **changes):
    path = tmp_path / "c.checkpoint"
    made = train(network(), epochs=2, **changes)
    checkpoints.save_checkpoint(made, str(path))
    return made, path


def fresh():
    return running.make_trainer(network(seed=5), data(), None, plan(epochs=2))


def refused(path, match=None):
    trainer = fresh()
    before = {name: p.clone() for name, p in trainer.module.named_parameters()}
    with pytest.raises(BadArgument, match=match) as caught:
        checkpoints.load_checkpoint(trainer, str(path))
    assert caught.value.argument == "resume"
    assert all(torch.equal(p, before[name]) for name, p in trainer.module.named_parameters())


def test_damaged_and_foreign_files_are_refused(tmp_path):
    made, path = written(tmp_path)
    whole = path.read_bytes()
    for size in (0, 1, 100, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:size])
        refused(path)
    draw = np.random.default_rng(0)
    for where in draw.integers(len(whole), size=60):
        damaged = bytearray(whole)
        damaged[where] ^= 1 << int(draw.integers(8))
        path.write_bytes(damaged)
        trainer = fresh()
        try:
            checkpoints.load_checkpoint(trainer, str(path))
        except BadArgument:
            continue
        # a bit that no reader looks at
        assert same(trainer.module, made.module)
    path.write_text("hello")
    refused(path, "damaged or of another kind")
    torch.save(network().state_dict(), path)
    refused(path, "other things")
    model_files.save_model(network(), str(path))
    refused(path, "other things")
    refused(tmp_path / "none", "exists")


def test_checkpoints_of_earlier_versions_without_checksums_are_followed(tmp_path):
    made, path = written(tmp_path)
    with zipfile.ZipFile(path) as archive:
        about = json.loads(archive.read("about.json"))
    names = {"targets", "weights of targets"}
    assert names < set(about["plan"])
    earlier = {k: v for k, v in about["plan"].items() if k not in names}
    with_parts(path, about={"plan": earlier})
    assert same(checkpoints.load_checkpoint(fresh(), str(path)).module, made.module)
    with_parts(path, about={"plan": {k: v for k, v in earlier.items() if k != "seed"}})
    refused(path, "differs in seed")
    with_parts(path, about={"plan": {**about["plan"], "targets": "0" * 64}})
    refused(path, "differs in targets")


def test_what_was_made_with_intent_runs_nothing(tmp_path):
    _, path = written(tmp_path)
    whole, owned = path.read_bytes(), tmp_path / "owned"
    buffer = io.BytesIO()
    torch.save({"weights": Evil(owned)}, buffer)
    for bad in (pickle.dumps(Evil(owned)), buffer.getvalue()):
        with_parts(path, optimizer__safetensors=bad)
        refused(path, "cannot be followed")
        path.write_bytes(bad)
        refused(path)
        path.write_bytes(whole)
    for change in (
        {"about": {"progress": {"epoch": 0, "__class__": "os.system"}}},
        {"about": {"progress": None}},
        {"about": {"optimizer": {"no such weight/step": 1}}},
        {"about": {"plan": "os.system"}},
        {
            "random__safetensors": safetensors.torch.save(
                {"torch": torch.zeros(3, dtype=torch.uint8)}
            )
        },
        {"weights__safetensors": safetensors.torch.save({"0.weights": torch.zeros(1)})},
    ):
        with_parts(path, **change)
        refused(path)
        path.write_bytes(whole)
    assert not owned.exists()


@pytest.mark.parametrize("name", ["../escaped", "/tmp/escaped", "weights.safetensors"])
def test_names_that_lead_elsewhere_or_come_twice_are_refused(name, tmp_path):
    _, path = written(tmp_path)
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(name, b"text")
    refused(path, "other things")
    assert not (tmp_path.parent / "escaped").exists() and not Path("/tmp/escaped").exists()


def test_sizes_that_are_only_claimed_are_refused(tmp_path):
    _, path = written(tmp_path)
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("weights.safetensors").file_size.to_bytes(4, "little")
    huge = (0xFFFFFFF0).to_bytes(4, "little")
    path.write_bytes(whole.replace(size, huge))
    refused(path)
    # one that is compressed a thousand times
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in checkpoints._PARTS:
            archive.writestr(name, bytes(1 << 22))
    refused(path, "compressed")
    # and a recipe that is nested without end
    with zipfile.ZipFile(path, "w") as archive:
        for name in checkpoints._PARTS:
            archive.writestr(name, b"[" * 100_000)
    refused(path)


def test_the_best_weights_are_gone_on_with(tmp_path):
    made, path = written(tmp_path)
    checkpoints.keep_best(made, "valid_loss")
    kept = network()
    raw_weights.load_weights(kept, raw_weights.read_weights(made.module))
    checkpoints.save_checkpoint(made, str(path))
    again = checkpoints.load_checkpoint(fresh(), str(path))
    with torch.no_grad():
        for parameter in again.module.parameters():
            parameter.add_(1)
    checkpoints.restore_best(again, "valid_loss")
    checkpoints.restore_best(again, "valid_accuracy")
    assert same(again.module, kept)


def test_where_nothing_can_be_written_is_told_before(tmp_path):
    trainer = fresh()
    # what a killed process has left goes
    (tmp_path / ".c.abcdefgh").touch()
    checkpoints.rehearse_checkpoint(trainer, str(tmp_path / "c"))
    assert os.listdir(tmp_path) == []
    (tmp_path / "file").touch()
    for path in (tmp_path, tmp_path / "none" / "c", tmp_path / "file" / "c"):
        with pytest.raises(writing.NotWritten, match="path"):
            checkpoints.rehearse_checkpoint(trainer, str(path))


FULL = """
import os, resource, sys
sys.path.insert(0, {tests!r})
import training_cases as t
from escnn_r.bridge.files import writing
from escnn_r.saving import model_files as files
from escnn_r.training import checkpoints, running as session
made = session.make_trainer(t.network(), t.data(), None, t.plan())
path = {path!r}
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 1 << 40))
try:
    checkpoints.rehearse_checkpoint(made, path)
except writing.NotWritten:
    print("told", os.listdir(os.path.dirname(path)))
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 40, 1 << 40))
def fill(record):
    if record["epoch"] == 2:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 1 << 40))
outcome = session.run_training(made, fill, None, path)
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 40, 1 << 40))
files.save_model(made.module, path + ".done")
print(outcome["unsaved"])
"""


def test_a_full_disk_is_told_before_training_and_one_that_fills_up_ends_none(tmp_path, run_python):
    folder = tmp_path / "disk"
    folder.mkdir()
    path = folder / "c"
    tests = str(Path(training_cases.__file__).parent)
    code = textwrap.dedent(FULL).format(tests=tests, path=str(path))
    found = run_python(code, with_torch=True)
    assert found.returncode == 0, found.stderr
    assert found.stdout.startswith("told []\n")
    assert "'failures': 2" in found.stdout and "'epoch': 2" in found.stdout
    straight = train(network())
    assert same(model_files.load_model(f"{path}.done")[0], straight.module)
    # the checkpoint of the first epoch is whole, and training goes on from it to the same end
    again = checkpoints.load_checkpoint(
        running.make_trainer(network(seed=5), data(), None, plan()), str(path)
    )
    assert again.progress.epoch == 1
    again.run()
    assert same(again.module, straight.module)
    assert sorted(os.listdir(folder)) == ["c", "c.done"]
