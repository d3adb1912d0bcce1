"""Types that say something: the share of `Any`, and protocols that are true of escnn."""

import importlib.util
from pathlib import Path

import pytest
import torch

import escnn_r

escnn_r.prepare()
pytest.importorskip("escnn.nn")

from escnn import gspaces, nn  # noqa: E402

from escnn_r.fields import protocols as of_fields  # noqa: E402
from escnn_r.group import protocols as of_groups  # noqa: E402
from escnn_r.gspaces import protocols as of_gspaces  # noqa: E402
from escnn_r.kernels import protocols as of_kernels  # noqa: E402
from escnn_r.nn import building  # noqa: E402
from escnn_r.nn import protocols as of_modules  # noqa: E402

TOOL = Path(__file__).parents[2] / "tools" / "count_any.py"
# of all parameters and results of public functions
MOST = 0.06


def test_few_annotations_say_nothing():
    spec = importlib.util.spec_from_file_location("count_of_types", TOOL)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    files = tool.rows()
    some, total = tool.share(files)
    worst = "\n".join(f"{n} of {of}  {name}" for n, of, name in sorted(files, reverse=True)[:10])
    assert some <= MOST * total, worst


def members(protocol):
    """What a protocol and those that it extends declare."""
    declared = set()
    for base in protocol.__mro__:
        if getattr(base, "_is_protocol", False):
            declared |= set(vars(base).get("__annotations__", {}))
            declared |= {name for name, value in vars(base).items() if not name.startswith("_")}
    return declared


def values():
    """Objects of escnn, each with the protocol that it is to meet."""
    plane = gspaces.rot2dOnR2(4)
    group = plane.fibergroup
    kind = nn.FieldType(plane, [group.regular_representation, group.trivial_representation])
    layer = building.build_module("R2Conv", kind, kind, kernel_size=3)
    rings = {"rings": [0.0, 1.0], "sigma": [0.6, 0.6], "maximum_frequency": 2}
    basis = plane.build_kernel_basis(group.irrep(1), group.irrep(1), **rings)
    return [
        (group, of_groups.GroupLike),
        (gspaces.flipRot2dOnR2(4).fibergroup, of_groups.DihedralLike),
        (gspaces.fullIcoOnR3().fibergroup, of_groups.ProductLike),
        (gspaces.flipRot3dOnR3(2).fibergroup, of_groups.GroupLike),
        (group.element(1), of_groups.ElementLike),
        (group.regular_representation, of_groups.RepresentationLike),
        (group.irrep(1), of_groups.IrrepLike),
        (group.homspace(2), of_groups.HomSpaceLike),
        (plane, of_gspaces.PlaneLike),
        (kind, of_gspaces.HasFields),
        (kind, of_fields.FieldTypeLike),
        (kind(torch.zeros(1, 5, 3, 3)), of_fields.GeometricTensorLike),
        (basis, of_kernels.SteerableBasisLike),
        (basis, of_kernels.SteerableKernelsLike),
        (layer, of_modules.SteerableModule),
    ]


def test_escnn_has_what_protocols_declare():
    for value, protocol in values():
        # asked of the class where the value itself would compute something
        there = {*dir(type(value)), *vars(value), *vars(value).get("_modules", {})}
        lacking = sorted(members(protocol) - there)
        assert not lacking, (type(value).__name__, protocol.__name__, lacking)
