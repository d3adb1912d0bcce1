"""Files of other people: each field is checked, nothing else is opened, nothing runs."""

import hashlib
import json
import os
import zipfile

import numpy as np
import pytest
import torch

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.bridge.files import checked_json
from escnn_r.bridge.files.checked_json import DamagedField, DamagedText, parse
from escnn_r.datasets import npy, stored
from escnn_r.datasets import writing as dataset_writing
from escnn_r.datasets.files import DamagedFile, read_idx, read_npz
from escnn_r.exporting import files as exported
from escnn_r.nn import raw_weights
from escnn_r.saving import model_files, recipe_fields
from escnn_r.training import checkpoint_fields

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")
pytest.importorskip("safetensors")

CODE = "{stop('run')}"
NAMES = ["os.system", "builtins.eval", "__class__", "Transformer", "Embedding", CODE]


def small():
    space = gspaces.rot2dOnR2(N=4)
    one, many = (nn.FieldType(space, [r]) for r in (space.trivial_repr, space.regular_repr))
    return nn.SequentialModule(nn.R2Conv(one, many, 3), nn.ReLU(many))


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "m.escnn"
    model_files.save_model(small(), str(path), {"fit": "{}"})
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(parts, path, change):
    """A model file whose recipe was changed, under right checksums."""
    content = json.loads(parts["recipe.json"])
    change(content)
    raw = json.dumps(content).encode()
    about = json.loads(parts["about.json"])
    about["sha256"]["recipe.json"] = hashlib.sha256(raw).hexdigest()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("about.json", json.dumps(about))
        archive.writestr("recipe.json", raw)
        archive.writestr("weights.safetensors", parts["weights.safetensors"])
    return str(path)


def layer(content):
    return content["model"]["layers"][0][1]


@pytest.mark.parametrize("name", NAMES)
def test_names_in_recipes_come_from_lists(model, tmp_path, name):
    def group(content):
        content["definitions"]["group 1"]["group"]["class"] = name

    changes = {
        "module": lambda c: layer(c).update(module=name),
        "class": group,
        "function": lambda c: layer(c)["arguments"].update(padding_mode={"function": name}),
        "dtype": lambda c: layer(c)["arguments"].update(padding_mode={"dtype": name}),
        "ref": lambda c: layer(c)["arguments"].update(in_type={"ref": name}),
    }
    for field, change in changes.items():
        with pytest.raises(BadArgument) as caught:
            model_files.load_model(written(model, tmp_path / "m.escnn", change))
        assert f"{field}`" in caught.value.hint and name[:20] in caught.value.hint


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        *(("kernel_size", value) for value in (10_000, 2**31, -(10**6))),
        *(("groups", value) for value in (10**9, 2**40, -(10**9))),
        *(("stride", value) for value in (-1, 0, 1.5, "1", [1, -1])),
        *(("padding", value) for value in (-1, "1")),
        ("dilation", 0),
    ],
)
def test_layers_have_sizes_that_their_weights_allow(model, tmp_path, argument, value):
    change = lambda c: layer(c)["arguments"].update({argument: value})  # noqa: E731
    with pytest.raises(BadArgument) as caught:
        model_files.load_model(written(model, tmp_path / "m.escnn", change))
    assert argument in caught.value.hint


def test_a_kernel_that_is_large_for_its_weights_is_refused(model, tmp_path):
    def change(content):
        for name, each in content["definitions"].items():
            if name.startswith("type"):
                each["type"]["fields"][0][1] = 3000

    with pytest.raises(BadArgument) as caught:
        model_files.load_model(written(model, tmp_path / "m.escnn", change))
    assert "weights" in caught.value.hint


@pytest.mark.parametrize("field", ["N", "fields", "keys"])
def test_groups_and_types_have_limits(model, tmp_path, field):
    def change(content):
        if field == "fields":
            content["definitions"]["type 1"]["type"]["fields"][0][1] = 10**9
        else:
            value = 10**9 if field == "N" else CODE
            content["definitions"]["group 1"]["group"]["keys"] = {"dict": [["N", value]]}

    with pytest.raises(BadArgument) as caught:
        model_files.load_model(written(model, tmp_path / "m.escnn", change))
    assert "definitions." in caught.value.hint


def test_definitions_refer_to_earlier_ones(model):
    content = json.loads(model["recipe.json"])
    content["definitions"]["type 1"]["type"]["space"] = {"ref": "type 1"}
    with pytest.raises(DamagedField, match="space"):
        recipe_fields.check(content)


@pytest.mark.parametrize(
    "text",
    [
        *('{"a": NaN}', '{"a": -Infinity}', '{"a": 1e999}', '{"a": 1, "a": 2}'),
        *("[" * 5000, "[" * 200 + "]" * 200, "1" * 5000, '"\\ud800"', '"a\\u0000"', "", "{"),
    ],
)
def test_json_is_read_with_limits(text):
    with pytest.raises(DamagedText):
        parse(text)


def test_what_metrics_have_may_be_missing():
    assert np.isnan(parse('{"a": NaN}', nan=True)["a"])


@pytest.mark.parametrize("value", [True, 1.5, -1, "1", None, [1], CODE])
def test_checks_name_the_field(value):
    with pytest.raises(DamagedField, match=r"`a\.b\[0\]`") as caught:
        checked_json.mapping(checked_json.listing(checked_json.whole()))({"b": [value]}, "a")
    assert checked_json.shown(value) in str(caught.value)


def in_place(path, kind):
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no pipes")
@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_only_regular_files_are_opened(kind, tmp_path):
    path = tmp_path / "file.pt"
    for read in (
        model_files.load_model,
        exported.export_text,
        raw_weights.read_weight_file,
        read_idx,
        lambda p: read_npz(p, []),
    ):
        path.write_text("x")
        in_place(path, kind)
        with pytest.raises((BadArgument, DamagedFile), match=kind):
            read(str(path))
        path.rmdir() if kind == "folder" else path.unlink()


def data_set(folder, classes=("a", "b"), targets=None, values=None, several=False):
    folder.mkdir()
    writer = dataset_writing.DatasetWriter(str(folder / "set"))
    x = np.zeros((4, 1, 3, 3), np.float32) if values is None else values
    writer.append(x, np.array([0, 1, 0, 1]) if targets is None else targets, list(classes), several)
    writer.close(1.0, {"name": "set"})
    return folder / "set"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(
            ("classes", value)
            for value in ([["a"], ["b"]], "ab", ["a", "a"], {"a": 1}, [1, 2], ["a"])
        ),
        *(("several", value) for value in ("yes", 1, None, True)),
        *(("scale", value) for value in ("1", None, True, [1], 1e400)),
        *(("format", value) for value in ("1", 0, 1.5, None, 2)),
        *(("name", value) for value in (1, None, ["x"])),
    ],
)
def test_fields_of_data_sets_are_checked(field, value, tmp_path):
    path = data_set(tmp_path / "a")
    about = json.loads((path / "about.json").read_text())
    (path / "about.json").write_text(json.dumps({**about, field: value}))
    with pytest.raises(BadArgument):
        stored.StoredDataset(str(path))


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("targets", np.array([0, 1, 2, 0])),
        ("targets", np.array([0, -1, 1, 0])),
        ("targets", np.array([0, 0.5, 1, 0])),
        ("targets", np.array([0, np.nan, 1, 0])),
        ("targets", np.array(["0", "1", "0", "1"])),
        ("targets", np.zeros(3, int)),
        ("values", np.array(["a"] * 4)),
        ("values", np.zeros(4, [("a", "f4")])),
        ("values", np.zeros((4, 1, 3, 3), complex)),
        ("values", np.zeros((4, 1, 3, 3), "M8[s]")),
        ("values", np.full((4, 1, 3, 3), np.nan)),
        ("values", np.zeros((4, 3, 3))),
        ("values", np.zeros((0, 1, 3, 3))),
    ],
)
def test_arrays_of_data_sets_are_checked(name, array, tmp_path):
    path = data_set(tmp_path / "a")
    np.save(path / f"{name}.npy", array)
    with pytest.raises(BadArgument) as caught:
        stored.StoredDataset(str(path))
    assert f"{name}.npy" in caught.value.hint or "targets.npy" in caught.value.hint


def test_headers_of_arrays_are_no_programs_and_no_lies(tmp_path):
    path = data_set(tmp_path / "a")
    raw = (path / "values.npy").read_bytes()
    for old, new in ((b"(4, 1", b"(9, 1"), (b"(4, 1", b"f(), "), (b"<f4", b"|O8")):
        (path / "values.npy").write_bytes(raw.replace(old, new, 1))
        with pytest.raises(npy.DamagedArray):
            npy.mapped(path / "values.npy")


PROGRESS = {
    **{"epoch": 1, "batch": 0, "step": 2, "lr_scale": 1.0, "loss_sum": 0.0, "seen": 0},
    "history": [{"epoch": 1, "loss": 0.5, "lr": 0.1, "valid_auc": float("nan"), "seconds": 1.0}],
}


@pytest.mark.parametrize(
    "change",
    [
        *({"epoch": value} for value in (10**9, -1, 0, "1", 1.0, None, 2)),
        *({"step": value} for value in (0, -1, CODE)),
        *({"batch": value} for value in (2, 10**9)),
        *({"history": value} for value in ([], [{}], [1], [{"epoch": 1}], CODE)),
        {"__class__": "os.system"},
    ],
)
def test_progress_of_checkpoints_is_checked(change):
    about = {"progress": PROGRESS, "optimizer": {}, "plan": {}, "scaler": {}}
    checkpoint_fields.check(about, 2)
    with pytest.raises(DamagedField, match="progress"):
        checkpoint_fields.check({**about, "progress": {**PROGRESS, **change}}, 2)
    with pytest.raises(DamagedField, match=r"progress\.epoch"):
        checkpoint_fields.check({**about, "progress": {}}, 2)


@pytest.mark.parametrize("text", ['{"format": NaN}', "[]", '{"format": 1}', "3", '"x"', "{" * 9000])
def test_what_exports_say_is_checked(text, tmp_path):
    path = tmp_path / "m.pt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("m/extra/escnn.json", text)
    with pytest.raises(BadArgument, match="escnn_export"):
        exported.export_text(str(path))


def test_blanks_that_unpack_to_a_gigabyte_are_not_unpacked(tmp_path):
    path = tmp_path / "m.pt"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("m/extra/escnn.json", "a.npy", "m/data.pkl"):
            with archive.open(name, "w", force_zip64=True) as part:
                for _ in range(20):
                    part.write(b" " * (1 << 24))
    with pytest.raises(BadArgument, match="longer"):
        exported.export_text(str(path))
    with pytest.raises(DamagedFile, match="unpacks to"):
        read_npz(str(path), ["a"])
    with pytest.raises(BadArgument, match="larger than it is"):
        raw_weights.read_weight_file(str(path))
    with pytest.raises(BadArgument):
        model_files.load_model(str(path))


def test_weights_are_of_the_models_numbers():
    model = small()
    state = raw_weights.read_weights(model)
    name = next(iter(state))
    for kind in (torch.complex64, torch.int64, torch.bool):
        with pytest.raises(BadArgument, match="type of numbers"):
            raw_weights.load_weights(model, {**state, name: state[name].to(kind)})
