"""Damaged and hostile files: reads many, each in a process of its own with limits.

Usage: python tools/campaign/files.py [--seed 1] [--count 300] [--kinds model,stored,...]
with the Python of the package's environment. Prints a JSON line for each case:
kind, mutation, outcome ("refused", "loaded and equal", "loaded but different",
"bare error", "hang", "memory", "crash") and what was said.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import importlib.util
import json
import os
import random
import resource
import shutil
import signal
import socket
import sys
import tempfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "inst" / "python"))

SECONDS, BYTES = 60, 6_000_000_000
NASTY = [
    *(None, True, -1, 0, 0.5, 10**9, 2**31, 1e308, float("nan"), "", "inf", [], {}, [[1]], [["a"]]),
    *("{stop('run')}", "os.system", "builtins.eval", "__class__", "Transformer", "../x", "\ud800"),
    *({"function": "os.system"}, {"module": "Embedding", "arguments": {}}, {"ref": "type 1"}),
    *({"array": {"type": "object", "shape": [1], "base64": ""}}, ["a", "a"], "x" * 10**6),
]


# what is read: a good file or folder of each kind, and a reader that gives what to compare


def kinds(home):
    """Names, paths and readers of good files, which are made here."""
    import numpy as np
    import torch
    from escnn import gspaces, nn

    from escnn_r.datasets import files as data_files
    from escnn_r.datasets import folder, published, stored
    from escnn_r.datasets import writing as dataset_writing
    from escnn_r.exporting import files as exported
    from escnn_r.nn import raw_weights
    from escnn_r.saving import copies, model_files
    from escnn_r.training import batches, checkpoints, loop
    from escnn_r.training.plan import Plan

    torch.manual_seed(1)
    space = gspaces.rot2dOnR2(4)
    one, many = (nn.FieldType(space, [r] * 2) for r in (space.trivial_repr, space.regular_repr))
    model = copies.fresh_copy(
        nn.SequentialModule(
            nn.R2Conv(one, many, 3), nn.InnerBatchNorm(many), nn.ReLU(many), nn.GroupPooling(many)
        )
    )
    x, y = torch.randn(8, 2, 3, 3), torch.tensor([0, 1] * 4)

    def trainer():
        plan = Plan(epochs=2, batch_size=4, targets="classes", levels=["a", "b"])
        data = batches.Arrays(x, y)
        return loop.Trainer(copies.fresh_copy(model), data, data, plan)

    def read_model(path):
        parts = model_files.pack_model(model_files.load_model(path)[0])
        return {name: hashlib.sha256(data).hexdigest() for name, data in parts.items()}

    def read_checkpoint(path):
        resumed = checkpoints.load_checkpoint(trainer(), path)
        # what is taken must be of use, too
        history = json.dumps(resumed.progress.history)
        resumed.run()
        weights = float(sum(p.sum() for p in resumed.module.parameters()))
        return [history, resumed.progress.step, weights]

    def read_stored(path):
        data = stored.StoredDataset(path)
        values, targets = data.take(np.arange(len(data)))
        return [data.about(), values.tolist(), None if targets is None else targets.tolist()]

    def read_weights(path):
        return sorted((k, v.tolist()) for k, v in raw_weights.read_weight_file(path).items())

    def read_pictures(path):
        data = folder.Folder(path)
        return data.take(np.arange(len(data)))[0].tolist()

    def read_medmnist(path):
        about = {"name": "Small", "classes": ["a", "b"], "note": "", "source": "", "licence": ""}
        data = published.medmnist(path, "train", 1, False, about)
        values, targets = data.take(np.arange(len(data)))
        return [values.tolist(), targets.tolist()]

    readers = {}
    model_files.save_model(model, str(home / "model"), {"fit": "{}"})
    readers["model"] = ("model", read_model)
    checkpoint = str(home / "checkpoint")
    trainer().run(on_checkpoint=lambda each: checkpoints.save_checkpoint(each, checkpoint))
    readers["checkpoint"] = ("checkpoint", read_checkpoint)
    for name, classes, targets in (
        ("stored", ["a", "b"], y.numpy()),
        ("numbers", None, np.ones((8, 2), np.float32)),
    ):
        writer = dataset_writing.DatasetWriter(str(home / name))
        writer.append(x.numpy(), targets, classes)
        writer.close(1.0, {"name": "set"})
        readers[name] = (name, read_stored)
    formats = {"script": "torchscript", "layers": "weights"}
    if importlib.util.find_spec("onnx") is not None:
        formats["graph"] = "onnx"
    for name, format in formats.items():
        exported.export_model(model, str(home / name), format, [3, 3], {"classes": ["a", "b"]})
        readers[name] = (name, exported.export_text)
    torch.save(model.state_dict(), home / "state.pt")
    readers["state"] = ("state.pt", read_weights)
    shutil.copy(home / "layers", home / "w.safetensors")
    readers["tensors"] = ("w.safetensors", read_weights)
    idx = b"\0\0\x08\x03" + b"".join(n.to_bytes(4, "big") for n in (2, 3, 3)) + bytes(range(18))
    (home / "images").write_bytes(idx)
    readers["idx"] = ("images", lambda path: data_files.read_idx(path).tolist())
    np.savez_compressed(home / "set.npz", a=np.arange(12.0).reshape(3, 4))
    readers["npz"] = ("set.npz", lambda path: data_files.read_npz(path, ["a"])[0].tolist())
    parts = {f"{part}_images": np.zeros((4, 5, 5), np.uint8) for part in ("train", "val", "test")}
    parts |= {f"{part}_labels": np.array([[0], [1], [1], [0]]) for part in ("train", "val", "test")}
    np.savez_compressed(home / "medmnist.npz", **parts)
    readers["medmnist"] = ("medmnist.npz", read_medmnist)
    if folder.has_reader():
        from PIL import Image

        (home / "pictures" / "a").mkdir(parents=True)
        Image.fromarray(np.arange(64, dtype=np.uint8).reshape(8, 8)).save(
            home / "pictures" / "a" / "1.png"
        )
        readers["pictures"] = ("pictures", read_pictures)
    return readers


# mutations: each gets a path (a file, or a folder of files) and changes what lies there


def one_file(path, draw):
    """The file itself, or one of a folder's."""
    inside = sorted(p for p in Path(path).rglob("*") if p.is_file()) if path.is_dir() else [path]
    return draw.choice(inside)


def bits(path, draw):
    """Some bytes are others."""
    target = one_file(path, draw)
    data = bytearray(target.read_bytes())
    for _ in range(draw.choice([1, 1, 8])):
        data[draw.randrange(len(data))] = draw.randrange(256)
    target.write_bytes(data)
    return f"bytes of {target.name}"


def length(path, draw):
    """The file is cut, or goes on."""
    target = one_file(path, draw)
    data = target.read_bytes()
    cut = data[: draw.randrange(len(data))]
    target.write_bytes(draw.choice([cut, b"", data + bytes(draw.randrange(1, 999)), data * 2]))
    return f"length of {target.name}"


def special(path, draw):
    """Something else lies in the place of a file."""
    target = one_file(path, draw)
    target.unlink()
    kind = draw.choice(["pipe", "zero", "folder", "socket", "loop", "gone", "blanks"])
    if kind == "pipe":
        os.mkfifo(target)
    elif kind == "zero":
        target.symlink_to("/dev/zero")
    elif kind == "folder":
        target.mkdir()
    elif kind == "socket":
        here = os.getcwd()
        os.chdir(target.parent)
        socket.socket(socket.AF_UNIX).bind(target.name)
        os.chdir(here)
    elif kind == "loop":
        target.symlink_to(target.name)
    elif kind == "blanks":
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in ("about.json", "recipe.json", "weights.safetensors", "extra/escnn.json"):
                with archive.open(name, "w", force_zip64=True) as part:
                    for _ in range(64):
                        part.write(b" " * (1 << 24))
    return f"{kind} for {target.name}"


def json_field(path, draw):
    """A field of a text has another value, is gone or is there twice; checksums are right."""
    if path.is_dir():
        target = path / "about.json"
        if not target.exists():
            return bits(path, draw)
        text, what = changed(target.read_text(), draw)
        target.write_text(text)
        return f"{what} of about.json"
    if not zipfile.is_zipfile(path):
        return bits(path, draw)
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    name = draw.choice([each for each in parts if each.endswith(".json")] or [*parts])
    if not name.endswith(".json"):
        return bits(path, draw)
    text, what = changed(parts[name].decode(), draw)
    parts[name] = text.encode()
    if name != "about.json" and "about.json" in parts:
        about = json.loads(parts["about.json"])
        about["sha256"][name] = hashlib.sha256(parts[name]).hexdigest()
        parts["about.json"] = json.dumps(about).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for each, data in parts.items():
            archive.writestr(each, data)
    return f"{what} of {name}"


def changed(text, draw):
    """A JSON text with one place changed, and words for that."""
    whole = json.loads(text)
    places = [(box, key) for box in boxes(whole) for key in keys(box)]
    box, key = draw.choice(places)
    kind = draw.choice(["replace", "replace", "replace", "wrap", "delete", "double", "text"])
    was = json.dumps(box[key])[:40]
    if kind == "replace":
        box[key] = copy.deepcopy(draw.choice(NASTY))
    elif kind == "wrap":
        box[key] = [box[key]]
    elif kind == "text":
        box[key] = str(box[key])
    elif kind == "delete":
        del box[key]
    else:
        written = json.dumps(whole)
        first = f'"{key}": ' if isinstance(box, dict) else "["
        return written.replace(first, f"{first}{json.dumps(box[key])}, {first}", 1), f"double {key}"
    return json.dumps(whole), f"{kind} {key} ({was})"


def boxes(data):
    """All the records and lists in plain data."""
    if isinstance(data, (dict, list)):
        yield data
        for each in data.values() if isinstance(data, dict) else data:
            yield from boxes(each)


def keys(box):
    """Where the entries of a record or a list are."""
    return list(box) if isinstance(box, dict) else list(range(len(box)))


MUTATIONS = [json_field, json_field, json_field, bits, length, special]


# one case


def judged(read, path, expected):
    """What reading gives, in a process of its own: an outcome and words."""
    here, there = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(here)
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        signal.alarm(SECONDS)
        with os.fdopen(there, "w") as answer:
            answer.write(json.dumps(outcome(read, path, expected)))
        os._exit(0)
    os.close(there)
    with os.fdopen(here) as answer:
        said = answer.read()
    _, status = os.waitpid(child, 0)
    if said:
        return json.loads(said)
    ended = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    return ["hang" if ended == signal.SIGALRM else "crash", f"signal {ended}"]


def outcome(read, path, expected):
    """Reads, and says how that went."""
    from escnn_r.bridge.errors import BadArgument
    from escnn_r.datasets.files import DamagedFile

    try:
        value = read(str(path))
    except (BadArgument, DamagedFile) as problem:
        words = " ".join(filter(None, [str(problem), getattr(problem, "hint", None)]))
        return ["refused", f"{type(problem).__name__}: {words[:300]}"]
    except MemoryError:
        return ["memory", ""]
    except BaseException as problem:
        return ["bare error", f"{type(problem).__name__}: {str(problem)[:300]}"]
    same = json.dumps(value) == json.dumps(expected)
    return ["loaded and equal" if same else "loaded but different", ""]


def main():
    """Make good files, damage copies of them, and read each."""
    options = argparse.ArgumentParser()
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--count", type=int, default=300)
    options.add_argument("--kinds", default="")
    chosen = options.parse_args()

    import escnn_r

    escnn_r.prepare()
    import torch

    torch.set_num_threads(1)
    draw = random.Random(chosen.seed)
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary) / "good"
        home.mkdir()
        known = kinds(home)
        wanted = chosen.kinds.split(",") if chosen.kinds else list(known)
        good = {name: known[name][1](str(home / known[name][0])) for name in wanted}
        for number in range(chosen.count):
            kind = wanted[number % len(wanted)]
            name, read = known[kind]
            work = Path(temporary) / "case"
            work.mkdir()
            source, path = home / name, work / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, path)
            mutation = draw.choice(MUTATIONS)(path, draw)
            result, said = judged(read, path, good[kind])
            row = {"kind": kind, "mutation": mutation, "outcome": result, "said": said}
            print(json.dumps({"case": number, **row}), flush=True)
            shutil.rmtree(work)


if __name__ == "__main__":
    main()
