"""Recipes, weights and model files: made again, the same; damaged, refused; nothing lost."""

import hashlib
import io
import json
import os
import pickle
import tarfile
import warnings
import zipfile

import numpy as np
import pytest
import torch
from archive_cases import Evil, with_parts

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.nn import raw_weights
from escnn_r.saving import copies, model_files, plain_data, recipes, remaking

escnn_r.prepare()
group = pytest.importorskip("escnn.group")
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")
pytest.importorskip("safetensors")


def planar(space=None):
    space = space or gspaces.flipRot2dOnR2(N=4)
    one = nn.FieldType(space, [space.trivial_repr])
    many = nn.FieldType(space, [space.regular_repr, *[space.quotient_repr((None, 2))] * 2])
    torch.manual_seed(1)
    return nn.SequentialModule(
        nn.R2Conv(one, many, 5, padding=2),
        nn.InnerBatchNorm(many),
        nn.ELU(many, alpha=0.5),
        nn.PointwiseMaxPool(many, 2),
        nn.R2Conv(many, many, 3),
        nn.GroupPooling(many),
    )


def spatial():
    space = gspaces.rot3dOnR3()
    act = nn.FourierELU(space, 2, space.fibergroup.bl_irreps(1), type="ico")
    one = nn.FieldType(space, [space.trivial_repr])
    torch.manual_seed(1)
    return nn.SequentialModule(nn.R3Conv(one, act.in_type, 3), nn.IIDBatchNorm3d(act.in_type), act)


def points():
    space = gspaces.no_base_space(group.direct_product(group.cyclic_group(3), group.o2_group(2)))
    kind = nn.FieldType(space, list(space.representations.values())[:3])
    torch.manual_seed(1)
    return nn.SequentialModule(nn.Linear(kind, kind), nn.NormNonLinearity(kind, "n_relu"))


def restricted():
    space = gspaces.rot2dOnR2(N=8)
    one = nn.FieldType(space, [space.trivial_repr, space.irrep(1)])
    torch.manual_seed(1)
    down = nn.RestrictionModule(one, 4)
    fields = nn.FieldType(down.out_type.gspace, [down.out_type.gspace.regular_repr])
    return nn.SequentialModule(down, nn.R2Conv(down.out_type, fields, 3))


def noise(module):
    d = module.in_type.gspace.dimensionality
    values = torch.randn(2, module.in_type.size, *[9] * d)
    return nn.GeometricTensor(values, module.in_type)


@pytest.mark.parametrize("make", [planar, spatial, points, restricted])
def test_a_file_gives_the_same_model(make, tmp_path):
    module = make()
    x = noise(module)
    module(x)
    with torch.no_grad():
        module.eval()
        expected = module(x).tensor
    model_files.save_model(module, str(tmp_path / "m.escnn"), {"hello": 1})
    again, notes = model_files.load_model(str(tmp_path / "m.escnn"))
    assert notes == {"hello": 1}
    assert not again.training
    assert again.in_type == module.in_type
    same = nn.GeometricTensor(x.tensor, again.in_type)
    # escnn's own layers come back as ours, which sum in another order
    assert torch.allclose(again(same).tensor, expected, atol=1e-5)
    # escnn orders the parts of a basis by hashes
    assert sorted(str(again).splitlines()) == sorted(str(module).splitlines())
    model_files.save_model(again, str(tmp_path / "again.escnn"), {})
    third, _ = model_files.load_model(str(tmp_path / "again.escnn"))
    assert torch.equal(
        third(nn.GeometricTensor(x.tensor, third.in_type)).tensor, again(same).tensor
    )


def test_point_convolutions_come_back():
    pytest.importorskip("torch_geometric")
    from escnn_r.nn import layers

    space = gspaces.rot3dOnR3()
    one = nn.FieldType(space, [space.trivial_repr] * 2)
    layer = layers.find("R3PointConv")(one, one, groups=2, k=3, width=1.0, n_rings=2)
    again = remaking.read(recipes.write(layer))
    assert (again.groups, again.k, again.in_type) == (2, 3, one)
    raw_weights.load_weights(again, raw_weights.read_weights(layer))


def test_a_float64_model_stays_so(tmp_path):
    module = copies.fresh_copy(planar()).double()
    model_files.save_model(module, str(tmp_path / "m.escnn"))
    again, _ = model_files.load_model(str(tmp_path / "m.escnn"))
    assert next(again.parameters()).dtype == torch.float64


def test_the_recipe_is_readable_json_without_programs(tmp_path):
    path = tmp_path / "m.escnn"
    model_files.save_model(planar(), str(path))
    with zipfile.ZipFile(path) as archive:
        assert set(archive.namelist()) == {"about.json", "recipe.json", "weights.safetensors"}
        content = json.loads(archive.read("recipe.json"))
    assert content["model"]["layers"][0][1]["module"] == "R2Conv"


def test_axes_and_names_of_spaces_survive():
    module = planar(gspaces.flipRot2dOnR2(N=4, axis=0.3))
    again = remaking.read(json.loads(json.dumps(recipes.write(module))))
    assert again.in_type.gspace == module.in_type.gspace
    assert again.in_type.gspace.name == module.in_type.gspace.name


@pytest.mark.parametrize(
    "value",
    [1, 2.5, float("inf"), "a", None, True, (1, (None, 2)), [1, [2]], {(1, 2): "x"}, {"a": (1,)}],
)
def test_plain_values_come_back(value):
    def refuse(each):
        raise AssertionError(each)

    data = json.loads(json.dumps(plain_data.write(value, refuse)))
    assert plain_data.read(data, refuse) == value


def test_arrays_and_functions_come_back():
    array = np.arange(6.0).reshape(2, 3)
    assert np.array_equal(plain_data.read(plain_data.write(array, None), None), array)
    assert plain_data.read(plain_data.write(torch.relu, None), None) is torch.relu
    with pytest.raises(BadArgument, match="pointwise"):
        plain_data.read({"function": "torch.load"}, None)


def test_python_objects_are_refused_before_anything_is_written(tmp_path):
    module = planar()
    module.append(nn.PointwiseNonLinearity(module.out_type, "p_relu"))
    module[-1].__dict__["_made_with"] = ((module.out_type, lambda x: x), {})
    with pytest.raises(BadArgument, match="function"):
        model_files.save_model(module, str(tmp_path / "m.escnn"))
    assert os.listdir(tmp_path) == []


def test_weights_are_the_same_in_both_modes_and_ignore_what_is_derived():
    module = planar()
    train = raw_weights.read_weights(module)
    module.eval()
    assert list(raw_weights.read_weights(module)) == list(train)
    assert not any("filter" in name or "indices" in name for name in train)
    assert any(name.endswith("running_var") for name in train)


@pytest.mark.parametrize("from_eval", [True, False])
@pytest.mark.parametrize("into_eval", [True, False])
def test_state_dicts_of_plain_escnn_load_in_both_modes(from_eval, into_eval):
    source, target = planar(), planar()
    with torch.no_grad():
        for parameter in source.parameters():
            parameter.add_(1)
        source.train(not from_eval)
        target.train(not into_eval)
    x = noise(source)
    raw_weights.load_weights(target, source.state_dict())
    with torch.no_grad():
        source.eval()
        target.eval()
    assert torch.equal(target(x).tensor, source(x).tensor)


def test_weights_of_another_network_change_nothing():
    module = planar()
    before = {k: v.clone() for k, v in module.state_dict().items()}
    state = raw_weights.read_weights(module)
    missing = dict(list(state.items())[1:])
    wrong = {**state, "0.weights": torch.zeros(3)}
    more = {**state, "7.weights": torch.zeros(3)}
    for bad in (missing, wrong, more):
        with pytest.raises(BadArgument):
            raw_weights.load_weights(module, bad)
    assert all(torch.equal(v, before[k]) for k, v in module.state_dict().items())


def whole(tmp_path):
    path = tmp_path / "m.escnn"
    model_files.save_model(planar(), str(path))
    return path, path.read_bytes()


def test_truncated_files_are_refused(tmp_path):
    path, data = whole(tmp_path)
    for size in (0, 1, 100, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:size])
        with pytest.raises(BadArgument, match="path"):
            model_files.load_model(str(path))


def test_flipped_bits_are_noticed(tmp_path):
    path, data = whole(tmp_path)
    x = noise(planar())
    expected = model_files.load_model(str(path))[0](x).tensor
    draw = np.random.default_rng(0)
    for where in draw.integers(len(data), size=60):
        damaged = bytearray(data)
        damaged[where] ^= 1 << int(draw.integers(8))
        path.write_bytes(damaged)
        try:
            loaded = model_files.load_model(str(path))[0]
        except BadArgument:
            continue
        # a bit that no reader looks at, such as a file's date
        assert torch.equal(loaded(x).tensor, expected)


def test_foreign_files_are_refused(tmp_path):
    path = tmp_path / "m.escnn"
    path.write_text("hello")
    with pytest.raises(BadArgument, match="damaged or of another kind"):
        model_files.load_model(str(path))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "hello")
    with pytest.raises(BadArgument, match="other things"):
        model_files.load_model(str(path))
    with pytest.raises(BadArgument, match="exists"):
        model_files.load_model(str(tmp_path / "none.escnn"))


def rewritten(path, tmp_path, change):
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    content = json.loads(parts["recipe.json"])
    change(content)
    parts["recipe.json"] = json.dumps(content).encode()
    about = json.loads(parts["about.json"])
    about["sha256"]["recipe.json"] = hashlib.sha256(parts["recipe.json"]).hexdigest()
    parts["about.json"] = json.dumps(about).encode()
    evil = tmp_path / "evil.escnn"
    with zipfile.ZipFile(evil, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return str(evil)


@pytest.mark.parametrize(
    "layer",
    [
        {"module": "os.system", "arguments": {"command": "touch owned"}},
        {"module": "__builtins__", "arguments": {}},
        {"module": "init", "arguments": {}},
        {"module": "FieldType", "arguments": {}},
        {"function": "os.system"},
        {"eval": "1 + 1"},
    ],
)
def test_malicious_recipes_run_nothing(layer, tmp_path):
    path, _ = whole(tmp_path)
    evil = rewritten(path, tmp_path, lambda c: c["model"]["layers"].insert(0, ["x", layer]))
    with pytest.raises(BadArgument):
        model_files.load_model(evil)
    assert not (tmp_path / "owned").exists()
    assert not os.path.exists("owned")


def test_pickles_in_a_file_are_not_opened(tmp_path):
    path, data = whole(tmp_path)
    owned = tmp_path / "owned"
    buffer = io.BytesIO()
    torch.save({"0.weights": Evil(owned)}, buffer)
    for bad in (pickle.dumps(Evil(owned)), buffer.getvalue()):
        for part in ("recipe__json", "weights__safetensors"):
            with_parts(path, **{part: bad})
            with pytest.raises(BadArgument, match="cannot be followed"):
                model_files.load_model(str(path))
            path.write_bytes(data)
        path.write_bytes(bad)
        with pytest.raises(BadArgument):
            model_files.load_model(str(path))
        path.write_bytes(data)
    model_files.load_model(str(path))
    assert not owned.exists()


@pytest.mark.parametrize("name", ["../escaped", "/tmp/escaped", "recipe.json", "data.pkl"])
def test_names_that_lead_elsewhere_or_come_twice_are_refused(name, tmp_path):
    path, _ = whole(tmp_path)
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(name, b"text")
    with pytest.raises(BadArgument, match="other things"):
        model_files.load_model(str(path))
    assert not (tmp_path.parent / "escaped").exists() and not os.path.exists("/tmp/escaped")


def test_sizes_that_are_only_claimed_are_refused(tmp_path):
    path, data = whole(tmp_path)
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("weights.safetensors").file_size.to_bytes(4, "little")
    path.write_bytes(data.replace(size, (0xFFFFFFF0).to_bytes(4, "little")))
    with pytest.raises(BadArgument):
        model_files.load_model(str(path))
    # a header of safetensors that claims more than there is
    header = json.dumps({"a": {"dtype": "F32", "shape": [1 << 40], "data_offsets": [0, 1 << 42]}})
    bad = len(header).to_bytes(8, "little") + header.encode()
    for content in (bad, (1 << 62).to_bytes(8, "little") + b"{}", b""):
        path.write_bytes(data)
        with_parts(path, weights__safetensors=content)
        with pytest.raises(BadArgument, match="cannot be followed"):
            model_files.load_model(str(path))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("about.json", "recipe.json", "weights.safetensors"):
            archive.writestr(name, bytes(1 << 22))
    with pytest.raises(BadArgument, match="compressed"):
        model_files.load_model(str(path))
    path.write_bytes(data)
    with_parts(path, recipe__json=b"[" * 100_000)
    with pytest.raises(BadArgument, match="cannot be followed"):
        model_files.load_model(str(path))


def deep(data):
    """All the dictionaries in plain data."""
    if isinstance(data, dict):
        yield data
        data = list(data.values())
    if isinstance(data, list):
        for each in data:
            yield from deep(each)


def test_recipes_with_anything_replaced_give_a_module_or_an_error(tmp_path):
    path, data = whole(tmp_path)
    nasty = [
        {"function": "os.system"},
        {"array": {"type": "object", "shape": [1], "base64": "AAAAAAAAAAA="}},
        {"array": {"type": "float64", "shape": [1 << 60], "base64": ""}},
        {"dtype": "os"},
        {"ref": "none"},
        {"ref": "type 1"},
        {"group": {"class": "os", "keys": {}}},
        {"element": ["os", "system", "touch owned"]},
        {"own": {"name": "System", "type": {"ref": "type 1"}, "given": None}},
        {"module": "SequentialModule", "layers": [["__class__", {"ref": "type 1"}]]},
        "__import__('os').mkdir('owned')",
        None,
        -1,
        {},
    ]
    with zipfile.ZipFile(path) as archive:
        recipe_text = archive.read("recipe.json")
    places = len(list(deep(json.loads(recipe_text))))
    draw = np.random.default_rng(1)
    for value in nasty:
        for place in draw.integers(places, size=6):
            content = json.loads(recipe_text)
            target = list(deep(content))[int(place)]
            if target:
                target[list(target)[int(draw.integers(len(target)))]] = value
            path.write_bytes(data)
            with_parts(path, recipe__json=json.dumps(content).encode())
            try:
                loaded = model_files.load_model(str(path))[0]
            except BadArgument:
                continue
            assert isinstance(loaded, nn.EquivariantModule)
    assert not os.path.exists("owned")


def test_a_recipe_that_refers_to_itself_ends(tmp_path):
    path, _ = whole(tmp_path)
    loop = {"definitions": {"a": {"ref": "b"}, "b": {"ref": "a"}}, "model": {"ref": "a"}}
    with_parts(path, recipe__json=json.dumps(loop).encode())
    with pytest.raises(BadArgument, match="cannot be followed"):
        model_files.load_model(str(path))


def test_what_is_no_module_is_refused(tmp_path):
    path, _ = whole(tmp_path)
    for model in (3, {"function": "torch.relu"}, {"dtype": "float32"}, [1]):
        with_parts(path, recipe__json=json.dumps({"definitions": {}, "model": model}).encode())
        with pytest.raises(BadArgument):
            model_files.load_model(str(path))


def test_a_newer_format_says_so(tmp_path, monkeypatch):
    path = tmp_path / "m.escnn"
    monkeypatch.setattr(model_files, "FORMAT", 2)
    model_files.save_model(planar(), str(path))
    monkeypatch.setattr(model_files, "FORMAT", 1)
    with pytest.raises(BadArgument, match="format 2"):
        model_files.load_model(str(path))


def test_a_failing_write_leaves_what_was_there(tmp_path, monkeypatch):
    path, data = whole(tmp_path)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadArgument, match="No space left"):
        model_files.save_model(planar(), str(path))
    assert path.read_bytes() == data
    assert os.listdir(tmp_path) == ["m.escnn"]


def test_files_of_weights_are_read_without_running_them(tmp_path):
    state = planar().state_dict()
    torch.save(state, tmp_path / "w.pt")
    weights = raw_weights.read_weight_file(str(tmp_path / "w.pt"))
    assert torch.equal(weights["0.weights"], state["0.weights"])

    torch.save({"a": Evil(tmp_path / "owned")}, tmp_path / "evil.pt")
    with pytest.raises(BadArgument):
        raw_weights.read_weight_file(str(tmp_path / "evil.pt"))
    # what old versions of PyTorch open whatever they are told
    torch.jit.save(torch.jit.script(torch.nn.Linear(1, 1)), tmp_path / "script.pt")
    with pytest.raises(BadArgument, match="TorchScript"):
        raw_weights.read_weight_file(str(tmp_path / "script.pt"))
    with tarfile.open(tmp_path / "tar.pt", "w") as archive:
        archive.add(tmp_path / "evil.pt", "storages")
    with pytest.raises(BadArgument, match="tar archive"):
        raw_weights.read_weight_file(str(tmp_path / "tar.pt"))
    torch.save(state, tmp_path / "old.pt", _use_new_zipfile_serialization=False)
    assert torch.equal(
        raw_weights.read_weight_file(str(tmp_path / "old.pt"))["0.weights"], state["0.weights"]
    )
    assert not (tmp_path / "owned").exists()
