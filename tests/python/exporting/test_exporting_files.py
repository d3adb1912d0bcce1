"""Exported files: of every class of layers, read where there is no escnn; whole or not at all."""

import importlib.util
import json

import numpy as np
import pytest
import torch

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.bridge.files.writing import NotWritten
from escnn_r.exporting import clouds, comparison, files, manifest, originals, registry, traced
from escnn_r.fields import clouds as points
from escnn_r.nn import layers as modules
from escnn_r.nn import raw_weights
from escnn_r.nn.evaluation_mode import evaluation

escnn_r.prepare()
pytest.importorskip("escnn.nn")
import export_cases as cases  # noqa: E402

RUN_SCRIPTS = """
import json, sys, pathlib, torch
folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path("{folder}")
for name in json.loads((folder / "names.json").read_text()):
    about = {{"escnn.json": ""}}
    model = torch.jit.load(str(folder / (name + ".pt")), _extra_files=about)
    described = json.loads(about["escnn.json"])
    data = torch.load(str(folder / (name + ".data")))
    for inputs, expected in data:
        with torch.no_grad():
            outputs = model(*inputs)
        outputs = outputs if isinstance(outputs, tuple) else (outputs,)
        for one, other, row in zip(outputs, expected, described["outputs"]):
            gap = (one - other).abs().max() / other.abs().max()
            assert one.shape == other.shape and gap < 2e-5, (name, one.shape, float(gap))
            assert list(one.shape[1:])[:1] == row["shape"][1:2], name
assert not [m for m in sys.modules if m.split(".")[0] in ("escnn", "escnn_r")]
for name in ("escnn", "escnn_r"):
    try:
        __import__(name)
    except ImportError:
        continue
    raise AssertionError(name + " can be imported")
print("all of them")
"""

RUN_ONNX = """
import json, sys, pathlib, numpy, onnxruntime
folder = pathlib.Path("{folder}")
for name in json.loads((folder / "names.json").read_text()):
    session = onnxruntime.InferenceSession(
        str(folder / (name + ".onnx")), providers=["CPUExecutionProvider"]
    )
    described = json.loads(session.get_modelmeta().custom_metadata_map["escnn.json"])
    ins = [row["name"] for row in described["inputs"]]
    assert ins == [each.name for each in session.get_inputs()]
    data = numpy.load(folder / (name + ".npz"))
    for batch in ("2", "5"):
        arrays = {{n: data[batch + "_in_" + str(i)] for i, n in enumerate(ins)}}
        for i, one in enumerate(session.run(None, arrays)):
            other = data[batch + "_out_" + str(i)]
            gap = numpy.abs(one - other).max() / numpy.abs(other).max()
            assert one.shape == other.shape and gap < 2e-5, (name, float(gap))
assert "torch" not in sys.modules
print("all of them")
"""


def safe(name):
    return name.replace("/", "-")


def examples(module, size):
    """Inputs and outputs for batches of several sizes, and for a larger image where one fits."""
    pairs = []
    with evaluation(module):
        original = originals.Original(module, size)
        for batch, more in ((2, 0), (5, 0), (3, 2)):
            try:
                sample = original.sample(batch, [n + more for n in original.size], seed=batch)
                pairs.append((sample.inputs, sample.outputs))
            except (RuntimeError, AssertionError, ValueError):
                assert more > 0
    return pairs


def test_every_class_of_escnn_has_a_case_and_a_plain_form():
    from escnn import nn

    names = {getattr(nn, name).__name__ for name in nn.modules_list} - {"EquivariantModule"}
    named = {name.partition("/")[0] for name in cases.CASES}
    on_points = {"R2PointConv", "R3PointConv"}
    assert names - on_points <= named
    # all but two that aren't layers of their own
    assert names - on_points <= set(registry.CONVERTERS)


def test_our_own_classes_have_plain_forms():
    named = {name.partition("/")[0] for name in cases.CASES}
    on_points = {"R2PointConv", "R3PointConv", "PointPoolingModule", "PointNetwork"}
    # what CustomModule computes is the user's, and it is traced
    ours = set(modules._ours()) - on_points - {"CustomModule"}
    assert ours <= named


def test_the_export_of_escnns_layers_is_right():
    from escnn_r.nn.completed import Completed

    tried = 0
    for name in cases.CASES:
        module = cases.kept(name)
        if not isinstance(module, Completed):
            continue
        for inputs, expected in examples(module, None):
            outputs = comparison.as_tuple(module.export()(*inputs))
            assert comparison.error(outputs, expected) < 1e-5, name
        tried += 1
    assert tried > 20


def test_scripts_run_without_escnn(tmp_path, run_python):
    for name in cases.CASES:
        module = cases.kept(name)
        described = files.export_model(module, str(tmp_path / f"{safe(name)}.pt"))
        data = examples(module, described["inputs"][0]["shape"][2:])
        if described["inputs"][0]["shape"][2:] and not described["any_size"]:
            assert name == "MaskModule", name
        torch.save(data, tmp_path / f"{safe(name)}.data")
    (tmp_path / "names.json").write_text(json.dumps([safe(n) for n in cases.CASES]))
    hidden = ("escnn", "escnn_r")
    result = run_python(RUN_SCRIPTS.format(folder=tmp_path), hide=hidden, with_torch=True)
    assert result.stdout.strip() == "all of them", result.stderr[-2000:]


@cases.needs_onnx
def test_onnx_runs_without_torch(tmp_path, run_python):
    for name in cases.CASES:
        module = cases.kept(name)
        described = files.export_model(module, str(tmp_path / f"{safe(name)}.onnx"), "onnx")
        assert described["checked"]
        arrays = {}
        for inputs, outputs in examples(module, described["inputs"][0]["shape"][2:])[:2]:
            batch = len(inputs[0])
            arrays |= {f"{batch}_in_{i}": each.numpy() for i, each in enumerate(inputs)}
            arrays |= {f"{batch}_out_{i}": each.numpy() for i, each in enumerate(outputs)}
        np.savez(tmp_path / f"{safe(name)}.npz", **arrays)
    (tmp_path / "names.json").write_text(json.dumps([safe(n) for n in cases.CASES]))
    hidden = ("escnn", "escnn_r", "torch")
    result = run_python(RUN_ONNX.format(folder=tmp_path), hide=hidden)
    assert result.stdout.strip() == "all of them", result.stderr[-2000:]


@cases.needs_onnx
def test_onnx_keeps_sizes_open_where_layers_do(tmp_path):
    path = str(tmp_path / "m.onnx")
    assert files.export_model(cases.built("SequentialModule"), path, "onnx")["any_size"]
    described = files.export_model(cases.built("PointwiseMaxPool2D/centre"), path, "onnx")
    assert not described["any_size"]
    assert json.loads(files.export_text(path))["inputs"] == described["inputs"]


def test_files_tell_what_they_are(tmp_path):
    module = cases.built("SequentialModule")
    notes = {"classes": ["a", "b"], "normalise": {"mean": [0.1], "sd": [2.0]}}
    for format, name in (("torchscript", "m.pt"), ("weights", "m.safetensors")):
        path = str(tmp_path / name)
        described = files.export_model(module, path, format, [28, 28], notes)
        assert json.loads(files.export_text(path)) == described
        assert described["inputs"] == [{"name": "input", "shape": ["batch", 1, 28, 28]}]
        assert described["outputs"] == [{"name": "output", "shape": ["batch", 2, 13, 13]}]
        assert described["classes"] == ["a", "b"] and described["normalise"]["sd"] == [2.0]
        assert torch.__version__.startswith(described["made_with"]["torch"].partition("+")[0])
    with pytest.raises(BadArgument, match="escnn_export"):
        files.export_text(__file__)


def test_weights_come_with_a_text_that_names_them_all(tmp_path):
    import safetensors.torch

    module = cases.built("SequentialModule")
    path = tmp_path / "m.safetensors"
    files.export_model(module, str(path), "weights", [11, 11])
    state = safetensors.torch.load_file(str(path))
    described = json.loads((tmp_path / "m.json").read_text())
    named = {k: v for layer in described["layers"] for k, v in layer.get("tensors", {}).items()}
    assert named == {k: list(v.shape) for k, v in state.items()}
    first = next(layer for layer in described["layers"] if layer["layer"] == "Conv2d")
    x = torch.randn(2, 1, 11, 11)
    by_hand = torch.nn.functional.conv2d(
        x, state[f"{first['name']}.weight"], state[f"{first['name']}.bias"]
    )
    with evaluation(module):
        expected = traced.outputs_of(module[:2], (x,))[0]
    assert torch.allclose(by_hand, expected, atol=1e-5)


def test_float64_models_stay_so(tmp_path):
    module = cases.built("SequentialModule").double()
    path = str(tmp_path / "m.pt")
    assert files.export_model(module, path)["dtype"] == "float64"
    x = torch.randn(2, 1, 11, 11, dtype=torch.float64)
    with evaluation(module):
        expected = traced.outputs_of(module, (x,))[0]
    assert comparison.error((torch.jit.load(path)(x),), (expected,)) < 1e-12


def test_the_model_keeps_its_mode_and_its_weights(tmp_path):
    module = cases.built("SequentialModule")
    before = raw_weights.read_weights(module)
    files.export_model(module, str(tmp_path / "m.pt"))
    assert all(part.training for part in module.modules())
    after = raw_weights.read_weights(module)
    assert list(after) == list(before)
    assert all(torch.equal(after[k], v) for k, v in before.items())
    assert all(p.requires_grad for n, p in module.named_parameters() if not n.endswith("eps"))


def test_layers_of_ones_own_are_traced(tmp_path):
    from escnn import nn

    kind = cases.regular()
    twice = modules.find("CustomModule")(kind, kind, lambda self, x: x.tensor * 2)
    whole = modules.find("SequentialModule")(cases.make("ReLU", kind), twice)
    path = str(tmp_path / "m.pt")
    assert files.export_model(whole, path)["any_size"]
    x = torch.randn(3, 8, 6, 6)
    assert torch.equal(torch.jit.load(path)(x), 2 * torch.relu(x))
    with pytest.raises(registry.NoPlainForm, match="CustomModule"):
        files.export_model(whole, str(tmp_path / "m.safetensors"), "weights")

    def baked(self, x):
        return x.tensor * float(len(x.tensor))

    counts = modules.find("CustomModule")(kind, kind, baked)
    with pytest.raises(registry.NoPlainForm, match="CustomModule") as caught:
        files.export_model(counts, str(tmp_path / "n.pt"))
    assert caught.value.as_dict()["kind"] == "not_exported"
    assert not (tmp_path / "n.pt").exists()
    assert isinstance(twice, nn.EquivariantModule)


def test_a_wrong_plain_form_is_told_by_its_layer(monkeypatch, tmp_path):
    monkeypatch.setitem(registry.CONVERTERS, "ELU", lambda module: torch.nn.ReLU())
    kind = cases.regular()
    inner = modules.find("SequentialModule")(
        cases.make("IdentityModule", kind), cases.make("ELU", kind)
    )
    conv = cases.make("R2Conv", cases.trivial(), kind, 3)
    model = modules.find("SequentialModule")(conv, inner, cases.make("LeakyReLU", kind))
    with pytest.raises(registry.NoPlainForm, match='"ELU"'):
        files.export_model(model, str(tmp_path / "m.pt"))


def test_sizes_are_checked(tmp_path):
    module = cases.built("SequentialModule")
    path = str(tmp_path / "m.pt")
    with pytest.raises(BadArgument, match="1 channel,"):
        files.export_model(module, path, size=[2, 28, 28])
    with pytest.raises(BadArgument, match="height, width"):
        files.export_model(module, path, size=[28])
    with pytest.raises(BadArgument, match="a size that the model takes"):
        files.export_model(module, path, size=[2, 2])
    assert files.export_model(module, path, size=[1, 12, 15])["inputs"][0]["shape"][2:] == [12, 15]


def test_what_was_there_stays_until_the_new_file_is_whole(tmp_path):
    (tmp_path / "m.pt").write_text("old")
    with pytest.raises(BadArgument):
        files.export_model(cases.built("SequentialModule"), str(tmp_path / "m.pt"), size=[2, 2])
    assert (tmp_path / "m.pt").read_text() == "old"
    with pytest.raises(NotWritten):
        files.export_model(cases.built("ReLU"), str(tmp_path / "nowhere" / "m.pt"))
    assert [each.name for each in tmp_path.iterdir()] == ["m.pt"]


def test_onnx_is_asked_for_where_it_is_not(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(BadArgument, match="onnx") as caught:
        files.export_model(cases.built("ReLU"), "m.onnx", "onnx")
    assert "install_escnn" in caught.value.hint


def test_settings_are_plain_values():
    layers = manifest.layers(torch.nn.Sequential(torch.nn.ELU(0.5), torch.nn.AvgPool2d(2, 1)))
    assert layers[1] == {"name": "0", "layer": "ELU", "settings": {"alpha": 0.5}}
    assert layers[2]["settings"]["kernel_size"] == 2


def cloud_model(dim):
    from escnn import gspaces, nn

    make = cases.make
    if dim == 2:
        kind = nn.FieldType(cases.C4, [cases.C4.trivial_repr, cases.C4.regular_repr] * 2)
        fields = cases.trivial(gspaces.no_base_space(cases.C4.fibergroup), 4)
        layers = [
            make("R2PointConv", cases.trivial(n=2), kind, width=1.0, n_rings=2, radius=1.0),
            make("InnerBatchNorm", kind),
            make("ReLU", kind),
            make("R2PointConv", kind, kind, width=1.0, n_rings=2, groups=2, k=3),
            make("GroupPooling", kind),
            make("PointPoolingModule", cases.trivial(n=4), "max"),
            make("ToVectorModule", fields, 3),
        ]
    else:
        kind = nn.FieldType(cases.SO3, [cases.SO3.trivial_repr, cases.SO3.irrep(1)])
        layers = [
            make("R3PointConv", kind, kind, width=1.0, n_rings=2),
            make("IIDBatchNorm1d", kind),
            make("NormPool", kind),
            make("ToVectorModule", cases.trivial(cases.SO3, 2), 3),
        ]
    torch.manual_seed(0)
    return cases.lived(make("SequentialModule", *layers))


@pytest.mark.parametrize("dim", [2, 3])
def test_clouds_run_without_escnn(dim, tmp_path, run_python):
    if not points.clouds_available():
        pytest.skip("needs torch_geometric")
    module = cloud_model(dim)
    described = files.export_model(module, str(tmp_path / "cloud.pt"))
    names = [row["name"] for row in described["inputs"]]
    edges = ["edges_1", "edges_2"] if dim == 2 else ["edges"]
    assert names == ["input", "coords", *edges, "clouds"]
    data = []
    with evaluation(module):
        for count, parts in ((12, 2), (30, 4), (4, 1)):
            sample = clouds.CloudOriginal(module).cloud_sample(count, parts, seed=count)
            data.append((sample.inputs, sample.outputs))
    torch.save(data, tmp_path / "cloud.data")
    (tmp_path / "names.json").write_text('["cloud"]')
    hidden = ("escnn", "escnn_r", "torch_geometric")
    result = run_python(RUN_SCRIPTS.format(folder=tmp_path), hide=hidden, with_torch=True)
    assert result.stdout.strip() == "all of them", result.stderr[-2000:]
    with pytest.raises(registry.NoPlainForm, match="works on points"):
        files.export_model(module, str(tmp_path / "cloud.safetensors"), "weights")
