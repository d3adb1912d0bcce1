"""What a page computes, in Node, is what the model computes; what it can't is refused by name."""

import functools
import json
import math
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import torch

import escnn_r

escnn_r.prepare()
pytest.importorskip("escnn.nn")
import export_cases as cases  # noqa: E402
from escnn import gspaces, nn  # noqa: E402

from escnn_r.bridge import BadArgument  # noqa: E402
from escnn_r.datasets import InMemory, rotation  # noqa: E402
from escnn_r.exporting import plain, plain_exact, plain_fields  # noqa: E402
from escnn_r.exporting.network import fused  # noqa: E402
from escnn_r.exporting.pages import description as page  # noqa: E402
from escnn_r.exporting.pages import fields as page_fields  # noqa: E402
from escnn_r.exporting.pages import filters as page_filters  # noqa: E402
from escnn_r.exporting.pages import numbers as page_numbers  # noqa: E402
from escnn_r.exporting.pages import stages as page_stages  # noqa: E402
from escnn_r.exporting.pages import twins as page_twins  # noqa: E402
from escnn_r.exporting.pages import volumes as page_volumes  # noqa: E402
from escnn_r.exporting.registry import NoPlainForm  # noqa: E402
from escnn_r.exporting.traced import outputs_of  # noqa: E402
from escnn_r.fields import transform  # noqa: E402
from escnn_r.nn import evaluation, flat  # noqa: E402

ROOT = Path(__file__).resolve().parents[3]
SCRIPTS = Path(escnn_r.__file__).resolve().parents[2] / "explore"
ENGINE = ROOT / "tests" / "testthat" / "page_engine.js"
C8 = gspaces.rot2dOnR2(8)
D4 = gspaces.flipRot2dOnR2(4)
O2 = gspaces.flipRot2dOnR2(-1, maximum_frequency=3)
SO2 = gspaces.rot2dOnR2(-1, maximum_frequency=3)

node = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")

# what a page can't compute
REFUSED = {
    "PointwiseNonLinearity/own": '"PointwiseNonLinearity", whose function',
    "IIDBatchNorm2d/batch": '"IIDBatchNorm2d"',
    "InnerBatchNorm/batch": '"InnerBatchNorm"',
    "R3ConvTransposed": '"R3ConvTransposed"',
    "R3IcoConvTransposed": '"R3IcoConvTransposed"',
    "R3Upsampling": "on volumes",
}


def of_images(module):
    """Whether a module takes one image in the plane, or one volume."""
    kinds = flat(module.in_type)
    return len(kinds) == 1 and kinds[0].gspace.dimensionality in (2, 3)


def gcnn(space, width=2, channels=1):
    """A small classifier of regular fields."""
    kind = nn.FieldType(space, [space.trivial_repr] * channels)
    wide = nn.FieldType(space, [space.regular_repr] * width)
    pooling = cases.make("GroupPooling", wide)
    layers = []
    for _ in range(2):
        layers.append(cases.make("R2Conv", kind, wide, 5, padding=2))
        layers += [cases.make("InnerBatchNorm", wide), cases.make("ELU", wide)]
        kind = wide
    head = cases.make("ToVectorModule", pooling.out_type, 3)
    return cases.lived(cases.make("SequentialModule", *layers, pooling, head)).eval()


def fourier_net(space):
    """Functions on the group, between which filters are no permutations."""
    group = space.fibergroup
    start = nn.FieldType(space, [space.trivial_repr])
    rho = group.spectral_regular_representation(*group.bl_irreps(2))
    active = cases.make("FourierELU", nn.FieldType(space, [rho] * 2))
    return cases.lived(
        cases.make(
            "SequentialModule",
            cases.make("R2Conv", start, active.in_type, 5, padding=2),
            cases.make("IIDBatchNorm2d", active.in_type),
            active,
            cases.make("R2Conv", active.out_type, start, 5, padding=2),
        )
    ).eval()


def volume_net(space, kind):
    """Two convolutions of volumes, and a pool around the centre."""
    start, wide = nn.FieldType(space, [space.trivial_repr]), nn.FieldType(space, [kind] * 2)
    layers = [
        cases.make("R3Conv", start, wide, 3, padding=1),
        cases.make("PointwiseAvgPoolAntialiased3D", wide, 0.66, stride=2, centre=True),
        cases.make("R3Conv", wide, wide, 5, padding=2),
        cases.make("NormPool", wide),
    ]
    return cases.lived(cases.make("SequentialModule", *layers)).eval()


OCTA, SO3 = gspaces.octaOnR3(), gspaces.rot3dOnR3()
FULL = gspaces.fullOctaOnR3()
VOLUMES = {
    "octahedral": lambda: volume_net(OCTA, OCTA.regular_repr),
    "full octahedral": lambda: volume_net(FULL, FULL.irrep((1,), (1,))),
    "icosahedral": lambda: volume_net(gspaces.icoOnR3(), gspaces.icoOnR3().irrep(1)),
    "about one axis": lambda: volume_net(gspaces.rot2dOnR3(4), gspaces.rot2dOnR3(4).regular_repr),
    "SO(3)": lambda: volume_net(SO3, SO3.fibergroup.bl_regular_representation(2)),
    "O(3)": lambda: volume_net(
        gspaces.flipRot3dOnR3(), gspaces.flipRot3dOnR3().fibergroup.irrep(1, 1)
    ),
}
NETWORKS = {
    "C8": lambda: gcnn(C8),
    "D4": lambda: gcnn(D4, channels=3),
    "SO(2)": lambda: fourier_net(SO2),
    "O(2)": lambda: fourier_net(O2),
}


def ask(folder, **request):
    """What the engine answers."""
    path = folder / "request.json"
    path.write_text(json.dumps(request))
    done = subprocess.run(
        ["node", str(ENGINE), str(SCRIPTS), str(path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return json.loads(done.stdout)


def question(module):
    """A network with a picture, and what all its stages are to give."""
    with evaluation(module):
        described = page.described(module, None)
        kind = module.in_type
        generator = torch.Generator().manual_seed(4)
        x = torch.randn(1, kind.size, *described["size"], generator=generator)
        stages, values = [], (x,)
        for stage in page_stages.stages_of(module):
            for layer in stage.layers:
                values = outputs_of(layer, values)
            stages.append(values[0][0] if len(values) == 1 else None)
    return {"network": described, "inputs": [page_numbers.packed(x[0])]}, stages


def gaps(answer, stages):
    """Of each stage how far the page's numbers are from the model's, by the largest of these."""
    assert len(answer) == len(stages)
    for got, expected in zip(answer, stages, strict=True):
        if expected is None:
            assert got is None
            continue
        assert got["shape"] == list(expected.shape)
        difference = torch.tensor(got["data"]) - expected.flatten()
        yield float(difference.abs().max() / expected.abs().max())


@functools.cache
def questions():
    """One to each model that a page can compute, with what the model answers."""
    built = {name: cases.built(name) for name in cases.CASES if name not in REFUSED}
    built = {name: module for name, module in built.items() if of_images(module)}
    assert len(built) > 50
    built |= {name: make() for name, make in (NETWORKS | VOLUMES).items()}
    return {name: question(module) for name, module in built.items()}


@node
@pytest.mark.parametrize("plain", [False, True])
def test_a_page_computes_what_the_model_computes(tmp_path, plain):
    asked = questions()
    answer = ask(tmp_path, plain=plain, networks=[each for each, _ in asked.values()])
    assert answer["simd"]
    for name, got in zip(asked, answer["networks"], strict=True):
        for gap in gaps(got[0], asked[name][1]):
            assert gap < 1e-5, name


@node
def test_each_twin_is_there_on_both_sides(tmp_path):
    kinds = set(ask(tmp_path)["kinds"])
    twins = {name for name, _ in page_twins.TWINS.values()}
    assert kinds == twins | {name for name in page_twins.ON_VOLUMES.values() if name}


def test_all_plain_modules_of_images_have_twins():
    from escnn_r.exporting import plain, plain_pools

    known = {
        each
        for file in (plain, plain_fields, plain_pools, plain_exact)
        for each in vars(file).values()
        if isinstance(each, type)
        and issubclass(each, torch.nn.Module)
        and each.__module__ == file.__name__
    }
    # by the batch at hand, and of points
    left_out = {plain_fields.OwnStatistics, plain_exact.Polynomials}
    assert known - set(page_twins.TWINS) == left_out


@pytest.mark.parametrize("name", REFUSED)
def test_a_layer_without_a_twin_is_named(name):
    with pytest.raises(NoPlainForm, match=REFUSED[name]):
        page.described(cases.built(name), None)


def test_functions_that_bend_far_from_zero_are_not_taken_for_others():
    functional = torch.nn.functional
    known = {"relu": torch.relu, "silu": functional.silu, "softplus": functional.softplus}
    for name, function in known.items():
        assert page_twins.function_name(function) == name
    for other in (functional.relu6, lambda x: x.clamp(-20, 20), lambda x: x.relu().clamp(max=500)):
        with pytest.raises(NoPlainForm):
            page_twins.function_name(other)


@pytest.mark.parametrize(("name", "what"), [("Linear", "single points"), ("MergeModule", "2")])
def test_models_of_something_else_are_refused(name, what):
    with pytest.raises(BadArgument, match=what) as problem:
        page.page_network(cases.built(name), None, "compare")
    assert problem.value.argument == "compare"


def test_pictures_of_other_channels_are_told_by_the_size_of_all():
    images = InMemory(np.zeros((40, 2, 5, 6), np.float32))
    with pytest.raises(BadArgument, match=r"images of 1 channel, .* c\(40, 2, 5, 6\)"):
        page.page_pictures(images, nn.FieldType(C8, [C8.trivial_repr]))
    assert page.page_pictures(images, nn.FieldType(C8, [C8.trivial_repr] * 2))["size"] == [2, 5, 6]
    scalar = nn.FieldType(OCTA, [OCTA.trivial_repr])
    with pytest.raises(BadArgument, match=r"volumes of 1 channel, .* c\(40, 2, 5, 6\)"):
        page.page_pictures(images, scalar)
    volumes = InMemory(np.zeros((3, 1, 5, 5, 5), np.float32))
    assert page.page_pictures(volumes, scalar)["size"] == [1, 5, 5, 5]


def test_a_page_counts_the_products_of_all_convolutions():
    module = gcnn(C8).eval()
    with torch.no_grad():
        stages = page_stages.stages_of(module)
        networks = [fused(plain.Chain(*stage.parts)) for stage in stages]
    # 1 and 16 channels to 16, 5 x 5 pixels, at 15 x 15 places
    whole = 17 * 16 * 25 * 15 * 15
    picture = (torch.randn(1, 1, 15, 15),)
    page_stages.check_products(networks, picture, whole)
    for most in (0, whole - 1):
        with pytest.raises(page_stages.TooManyProducts):
            page_stages.check_products(networks, picture, most)


def test_large_pictures_are_refused_before_the_model_runs(monkeypatch):
    def runs(*_):
        raise AssertionError("it ran")

    monkeypatch.setattr(page, "checked_network", runs)
    monkeypatch.setattr(page, "_MOST_PRODUCTS", {2: 1e5, 3: 1e5})
    with pytest.raises(BadArgument, match="so small that") as problem:
        page.page_network(gcnn(C8), [15, 15])
    assert problem.value.argument == "images"


@pytest.mark.parametrize("space", [C8, D4, gspaces.flip2dOnR2(), gspaces.rot2dOnR2(3)])
def test_filters_of_permuted_channels_are_short(space):
    module = gcnn(space, width=3)
    with evaluation(module):
        described = page.described(module, [15, 15])
    convs = [s["network"]["layers"][0] for s in described["stages"][:2]]
    assert all("rings" in conv["weight"] for conv in convs)
    numbers = sum(len(conv["weight"]["coefficients"]["data"]) / 4 for conv in convs)
    assert numbers <= sum(p.numel() for p in module.parameters())


def test_quotient_fields_are_short_too():
    group = D4.fibergroup
    quotient = D4.quotient_repr((0, 1))
    kind = nn.FieldType(D4, [quotient, D4.regular_repr, D4.trivial_repr])
    assert group.order() == 8
    conv = cases.make("R2Conv", kind, kind, 5).eval()
    short = page_filters.packed_filter(conv.filter, conv)
    assert "rings" in short
    other = conv.filter.clone()
    other[0, 0] += 0.1
    assert "rings" not in page_filters.packed_filter(other, conv)


@pytest.mark.parametrize("space", [SO2, O2])
def test_filters_between_irreps_are_short(space):
    group = space.fibergroup
    rho = group.spectral_regular_representation(*group.bl_irreps(3))
    kind = nn.FieldType(space, [rho] * 4 + [space.trivial_repr] * 3)
    conv = cases.make("R2Conv", kind, kind, 5).eval()
    short = page_filters.packed_filter(conv.filter, conv)
    assert len(json.dumps(short)) < 6 * conv.weights.numel() + 20000
    other = conv.filter.clone()
    other[0, 0] += 0.1
    assert "rings" not in page_filters.packed_filter(other, conv)


@pytest.mark.parametrize("name", ["octahedral", "SO(3)", "about one axis"])
def test_filters_of_volumes_are_short(name):
    module = VOLUMES[name]()
    with evaluation(module):
        stages = page.described(module, [9, 9, 9])["stages"]
    convs = [each for s in stages for each in s["network"]["layers"] if each["kind"] == "Conv3d"]
    assert all("by" in conv["weight"] for conv in convs)
    whole = sum(p.numel() for p in module.parameters())
    assert sum(len(json.dumps(conv["weight"])) for conv in convs) < 40000 + 12 * whole


@node
@pytest.mark.parametrize("name", VOLUMES)
def test_volumes_turn_as_their_spaces_say(tmp_path, name):
    kind = max(
        (each.out_type for each in VOLUMES[name]().modules() if hasattr(each, "out_type")),
        key=lambda each: each.size,
    )
    space = kind.gspace
    group = page_volumes.action_of(space)
    described = {"runs": page_volumes.fields_of(kind, space, group["changes"])}
    x = np.random.default_rng(0).random((1, kind.size, 4, 4, 4))
    tensor = nn.GeometricTensor(torch.tensor(x), kind)
    elements = page_volumes.cube_elements(space)
    counts = {"full octahedral": 48, "icosahedral": 12, "about one axis": 4, "O(3)": 48}
    assert len(elements) == counts.get(name, 24)
    packed = page_numbers.packed(x[0])
    asked = [
        {"x": packed, "type": described, "group": group, "matrix": m} for m in group["elements"]
    ]
    answer = ask(tmp_path, volumes=asked)
    for element, got in zip(elements, answer["volumes"], strict=True):
        expected = transform(tensor, element).tensor.numpy()
        assert np.abs(np.array(got["turned"]) - expected.ravel()).max() < 1e-5
        assert np.abs(np.array(got["back"]) - x.ravel()).max() < 1e-5
    turns = [np.linalg.det(np.array(m)) for m in answer["cube"]]
    assert np.allclose(turns, [1] * 24 + [-1] * 24)
    assert len({str(m) for m in answer["cube"]}) == 48


def kinds_to_turn():
    """Spaces with representations of all sorts."""
    for space in (C8, D4, gspaces.flip2dOnR2(axis=0.0), gspaces.flipRot2dOnR2(3)):
        yield space, space.regular_repr
    for space in (SO2, O2):
        group = space.fibergroup
        yield space, group.spectral_regular_representation(*group.bl_irreps(2))
    yield C8, C8.irrep(3)
    yield D4, D4.irrep(1, 1)
    yield D4, D4.quotient_repr((0, 1))
    yield O2, O2.irrep(1, 0)


@node
def test_large_pictures_have_a_range_and_all_that_is_new_is_a_change():
    script = """
const fs = require("fs"), vm = require("vm");
for (const file of ["network.js", "fields.js"]) vm.runInThisContext(fs.readFileSync(`${process.argv[1]}/${file}`, "utf8"));
const large = new Float32Array(3 * 256 * 256).map((_, i) => i - 7), of = (...data) => ({ data, shape: [data.length] });
console.log(JSON.stringify([Fields.range([{ data: large }, { data: new Float32Array([-9]) }]),
  Fields.change(of(3, 4), of(3, 3)), Fields.change(of(1, 2), of(0, 0)), Fields.change(of(0, 0), of(0, 0))]));
"""
    done = subprocess.run(
        ["node", "-e", script, str(SCRIPTS)], capture_output=True, text=True, check=True
    )
    answer = json.loads(done.stdout)
    assert answer[0] == {"low": -9, "high": 3 * 256 * 256 - 8}
    assert answer[1:] == pytest.approx([(1 / 18) ** 0.5, 1, 0])


@node
def test_fields_turn_as_their_representations_say(tmp_path):
    asked, expected = [], []
    for space, representation in kinds_to_turn():
        group = space.fibergroup
        run = page_fields.fields_of(nn.FieldType(space, [representation]), space)[0]
        elements = group.elements if not group.continuous else [group.sample() for _ in range(5)]
        for element in elements:
            angle, flip = page_fields.rotation_of(np.asarray(space.basespace_action(element)))
            asked.append(
                {
                    "run": run,
                    "group": page_fields.action_of(space),
                    "angle": math.degrees(angle) % 360,
                    "flip": flip,
                }
            )
            expected.append(np.asarray(representation(element)).ravel())
    answer = ask(tmp_path, matrices=asked)["matrices"]
    for got, want, each in zip(answer, expected, asked, strict=True):
        assert np.abs(np.array(got) - want).max() < 1e-5, (each["group"]["name"], each["angle"])


@node
def test_pictures_turn_as_rotate_images_turns_them(tmp_path):
    x = np.random.default_rng(0).random((1, 2, 9, 12))
    angles = [0.0, 30.0, 45.0, 180.0, 271.5]
    asked = [
        {"x": page_numbers.packed(x[0]), "angle": a, "flip": False, "fill": 0.5} for a in angles
    ]
    answer = ask(tmp_path, moved=asked)["moved"]
    turned = rotation.rotate_planes(np.repeat(x, len(angles), 0), np.array(angles), fill=0.5)
    for got, expected in zip(answer, turned, strict=True):
        assert np.abs(np.array(got) - expected.ravel()).max() < 1e-5


def test_numbers_keep_what_features_need():
    values = torch.randn(100, generator=torch.Generator().manual_seed(0))
    packed = page_numbers.packed(values)
    assert len(packed["data"]) == 400
    assert packed["step"] < 1e-6
    grey = page_numbers.packed_picture(torch.arange(256).reshape(1, 16, 16) / 255 - 0.3)
    assert grey["bits"] == 8 and len(grey["data"]) < 350
    assert page_numbers.packed_picture(values.reshape(1, 10, 10))["bits"] == 24
    assert page_numbers.packed_picture(torch.zeros(1, 3, 3))["bits"] == 8
