"""Networks of points in files: compared with the model where escnn is not."""

import itertools

import export_cases as cases
import pytest
import torch

import escnn_r
from escnn_r.exporting import clouds, files, plain_network, registry
from escnn_r.nn import build_module, evaluation

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")

RUN = """
import torch
graph = torch.jit.load({path!r})
for inputs, outputs, forces in torch.load({data!r}):
    places = inputs[1].requires_grad_()
    predicted = graph(inputs[0], places, *inputs[2:])
    assert torch.allclose(predicted, outputs, rtol=1e-4, atol=1e-4), (predicted, outputs)
    slopes = -torch.autograd.grad(predicted.sum(), places)[0]
    gap = (slopes - forces).abs().max() / forces.abs().max().clamp(min=1e-3)
    assert gap < 1e-3, gap
print("all of them")
"""


def network(d, pool, **options):
    space = gspaces.rot3dOnR3() if d == 3 else gspaces.flipRot2dOnR2(3)
    scalar, vector = space.trivial_repr, space.basespace_action
    into = nn.FieldType(space, [scalar, vector, scalar])
    out = [scalar] if pool == "sum" else [scalar, vector]
    torch.manual_seed(0)
    module = build_module("PointNetwork", into, nn.FieldType(space, out), pool=pool, **options)
    module.levels.reference += torch.arange(into.size)
    module.levels.scale.fill_(3)
    return module


OPTIONS = [{"radius": 1.5, "width": 5}, {"k": 4, "width": 5, "depth": 2, "dropout": 0.2}]


@pytest.mark.parametrize(
    "d, pool, options", list(itertools.product((2, 3), ("none", "mean", "sum"), OPTIONS))
)
def test_networks_of_points_run_without_escnn(d, pool, options, tmp_path, run_python):
    module = network(d, pool, **options)
    path = tmp_path / "cloud.pt"
    about = files.export_model(module, str(path))
    row = about["inputs"][2]
    assert row["name"] == "edges"
    assert (row["k"], row["radius"]) == (options.get("k"), options.get("radius"))
    data = []
    with evaluation(module):
        original = clouds.CloudOriginal(module)
        for count, parts in ((12, 2), (30, 4), (1, 1)):
            sample = original.cloud_sample(count, parts, seed=count)
            data.append(_with_slopes(module, sample))
    torch.save(data, tmp_path / "data")
    script = RUN.format(path=str(path), data=str(tmp_path / "data"))
    hidden = ("escnn", "escnn_r", "torch_geometric")
    # the layers are the same whatever follows them, so that one kind is enough to compile
    result = run_python(script, hide=hidden, with_torch=True, compiled=(d, pool) == (3, "sum"))
    assert result.stdout.strip() == "all of them", result.stderr[-2000:]


def _with_slopes(module, sample):
    from escnn.nn import GeometricTensor

    from escnn_r.fields import clouds as points

    x, places, edges, index = sample.inputs
    places = places.clone().requires_grad_()
    with torch.enable_grad():
        coords = points.fresh(places)
        cloud = points.cloud(coords)
        cloud.index = index
        cloud.by_search[(module.k, module.radius)] = edges
        total = module(GeometricTensor(x, module.in_type, coords)).tensor.sum()
        slopes = torch.autograd.grad(total, places)[0]
    return sample.inputs, sample.outputs[0], -slopes


@pytest.mark.parametrize("format", [pytest.param("onnx", marks=cases.needs_onnx), "weights"])
def test_other_formats_are_refused_by_name(format, tmp_path):
    module = network(3, "sum", radius=1.0, width=4)
    with pytest.raises(registry.NoPlainForm, match=r"PointNetwork.*works on points"):
        files.export_model(module, str(tmp_path / "x"), format)


def test_a_plain_network_of_points_is_no_part_of_the_model():
    module = network(3, "mean", radius=1.0, width=4)
    plain = plain_network.plain_module(module)
    own = {each.data_ptr() for each in module.state_dict().values()}
    assert not own & {each.data_ptr() for each in plain.state_dict().values()}
    assert not any(type(part).__module__.startswith("escnn.") for part in plain.modules())
