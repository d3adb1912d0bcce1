"""One model of each class of layers, for the tests of exports."""

import functools
import importlib.util

import pytest
import torch

import escnn_r
from escnn_r.nn import building
from escnn_r.nn import layers as modules

escnn_r.prepare()

from escnn import group, gspaces, nn  # noqa: E402

needs_onnx = pytest.mark.skipif(
    not all(importlib.util.find_spec(name) for name in ("onnx", "onnxruntime")),
    reason="needs onnx and onnxruntime",
)

C4 = gspaces.rot2dOnR2(4)
D4 = gspaces.flipRot2dOnR2(4)
SO2 = gspaces.rot2dOnR2(-1, maximum_frequency=3)
OCTA = gspaces.octaOnR3()
SO3 = gspaces.rot3dOnR3()


def regular(space=C4, n=2):
    return nn.FieldType(space, [space.regular_repr] * n)


def trivial(space=C4, n=1):
    return nn.FieldType(space, [space.trivial_repr] * n)


def mixed(space=C4):
    """Interleaved fields of several sizes."""
    r = [space.trivial_repr, space.irrep(1), space.regular_repr]
    return nn.FieldType(space, [r[1], r[2], r[0], r[1], r[0], r[2]])


def permuted(space=C4):
    r = [space.regular_repr, space.trivial_repr]
    return nn.FieldType(space, [r[0], r[1], r[0], r[1]])


def volumes():
    return nn.FieldType(OCTA, [OCTA.trivial_repr, OCTA.irrep(1), OCTA.trivial_repr])


def point(space_group=None):
    space = gspaces.no_base_space(space_group or group.dihedral_group(3))
    return nn.FieldType(space, [space.regular_repr, space.trivial_repr, space.irrep(1, 1)])


def lived(module):
    """Statistics, scales and biases that are not what they start as."""
    generator = torch.Generator().manual_seed(3)
    with torch.no_grad():
        for name, p in module.named_parameters():
            if "weight" in name or "bias" in name or "log_bias" in name:
                p.add_(0.3 * torch.randn(p.shape, generator=generator))
        for name, b in module.named_buffers():
            if "running_mean" in name:
                b.add_(torch.randn(b.shape, generator=generator))
            elif "running_var" in name:
                b.mul_(0.5 + torch.rand(b.shape, generator=generator))
    return module


def make(name, *args, **kwargs):
    return modules.find(name)(*args, **kwargs)


def fourier(name, space=SO2, **kwargs):
    rho = space.fibergroup.spectral_regular_representation(*space.fibergroup.bl_irreps(2))
    return make(name, nn.FieldType(space, [rho] * 3), **kwargs)


def quotient(name):
    space = gspaces.flipRot2dOnR2(-1, maximum_frequency=3)
    o2 = space.fibergroup
    rho = o2.spectral_quotient_representation((0.0, 1), *o2.bl_irreps(2))
    return make(name, nn.FieldType(space, [rho] * 2), (0.0, 1))


def induced(space=D4, n=2):
    """Fields that were induced from vectors of a subgroup."""
    from escnn_r.group import induction  # noqa: F401

    g = space.fibergroup
    sub, *_ = g.subgroup((None, 4))
    rho = g.induced_representation((None, 4), sub.irrep(1))
    return nn.FieldType(space, [rho] * n)


def induced_gated():
    g = D4.fibergroup
    sub, *_ = g.subgroup((None, 4))
    rho = g.induced_representation((None, 4), sub.irrep(1))
    gate = g.induced_representation((None, 4), sub.irrep(0))
    return nn.FieldType(D4, [gate, rho, gate, rho])


DOORS = ["gate", "gated", "gate", "gated"]


def gated():
    return nn.FieldType(C4, [C4.trivial_repr, C4.irrep(1), C4.trivial_repr, C4.regular_repr])


def branching():
    return make("BranchingModule", mixed(), ["a", "b", "a", "b", "b", "a"])


def merging():
    a, b = regular(n=1), trivial(n=2)
    return make(
        "MergeModule",
        [(make("R2Conv", a, regular(), 3), "a"), (make("R2Conv", b, trivial(), 3), "b")],
    )


def multiple():
    kind = permuted()
    return make(
        "MultipleModule",
        kind,
        ["a", "b", "a", "b"],
        [(make("ReLU", regular()), "a"), (make("ELU", trivial(n=2)), "b")],
    )


def sequence():
    return make(
        "SequentialModule",
        make("R2Conv", trivial(), mixed(), 3),
        make("IIDBatchNorm2d", mixed()),
        make("NormNonLinearity", mixed()),
        make("R2Conv", mixed(), regular(), 3, padding=1),
        make("InnerBatchNorm", regular()),
        make("ReLU", regular()),
        make("PointwiseMaxPool2D", regular(), 2),
        make("GroupPooling", regular()),
    )


def residual():
    inner = make(
        "SequentialModule",
        make("R2Conv", regular(), regular(n=3), 3, padding=1, stride=2),
        make("InnerBatchNorm", regular(n=3)),
        make("ELU", regular(n=3)),
    )
    return make("ResidualModule", regular(), inner)


def skip():
    inner = make(
        "SequentialModule",
        make("DownModule", regular()),
        make("R2Conv", regular(), regular(), 3, padding=1),
        make("UpModule", regular()),
    )
    return make("SkipModule", regular(), inner)


def plain_conv():
    space = gspaces.trivialOnR2()
    return make("PlainConvModule", trivial(space, 2), trivial(space, 3), 3, padding=1)


def grouped_folded():
    kind = nn.FieldType(C4, [C4.irrep(1), C4.trivial_repr] * 2)
    norm = make("GNormBatchNorm", regular(n=4))
    conv = make("R2Conv", kind, regular(n=4), 3, groups=2)
    return make("SequentialModule", conv, norm)


def transposed_folded():
    up = make("R2ConvTransposed", regular(), regular(n=4), 3, stride=2, output_padding=1, groups=2)
    return make("SequentialModule", up, make("GNormBatchNorm", regular(n=4)))


CASES = {
    # convolutions
    "R2Conv": lambda: make("R2Conv", mixed(), regular(), 3, padding=1, stride=2),
    "R2Conv/circular": lambda: make(
        "R2Conv", trivial(), regular(), 5, padding=2, padding_mode="circular"
    ),
    "R2Conv/reflect": lambda: make(
        "R2Conv", trivial(), regular(), 3, padding=1, padding_mode="reflect", bias=False
    ),
    "R2Conv/groups": lambda: make("R2Conv", regular(), regular(n=4), 3, groups=2, dilation=2),
    "R3Conv": lambda: make("R3Conv", volumes(), volumes(), 3),
    "R3Conv/replicate": lambda: make(
        "R3Conv", volumes(), volumes(), 3, padding=1, padding_mode="replicate"
    ),
    "R2ConvTransposed": lambda: make("R2ConvTransposed", mixed(), regular(), 3, padding=1),
    "R2ConvTransposed/output_padding": lambda: make(
        "R2ConvTransposed", regular(), regular(), 3, stride=2, output_padding=1
    ),
    "R3ConvTransposed": lambda: make(
        "R3ConvTransposed", volumes(), volumes(), 3, stride=2, output_padding=1
    ),
    "R3IcoConv": lambda: make("R3IcoConv", *[ico()] * 2, 3),
    "R3IcoConvTransposed": lambda: make("R3IcoConvTransposed", *[ico()] * 2, 3, stride=2),
    "PlainConvModule": plain_conv,
    "Linear": lambda: make("Linear", point(), point()),
    # upsampling
    "R2Upsampling": lambda: make("R2Upsampling", regular(), 2),
    "R2Upsampling/factor": lambda: make("R2Upsampling", regular(), 1.5, align_corners=True),
    "R2Upsampling/size": lambda: make("R2Upsampling", regular(), size=21),
    "R2Upsampling/nearest": lambda: make("R2Upsampling", regular(), 2, mode="nearest"),
    "R3Upsampling": lambda: make("R3Upsampling", volumes(), 2),
    # nonlinearities
    "GatedNonLinearity1": lambda: make("GatedNonLinearity1", gated(), gates=DOORS),
    "GatedNonLinearity1/kept": lambda: make(
        "GatedNonLinearity1", gated(), gates=DOORS, drop_gates=False
    ),
    "GatedNonLinearity2": lambda: make("GatedNonLinearity2", (trivial(n=6), mixed())),
    "GatedNonLinearityUniform": lambda: uniform_gates(),
    "InducedGatedNonLinearity1": lambda: make(
        "InducedGatedNonLinearity1", induced_gated(), gates=DOORS
    ),
    "NormNonLinearity": lambda: make("NormNonLinearity", mixed(), "n_softplus"),
    "NormNonLinearity/squash": lambda: make("NormNonLinearity", mixed(), "squash", bias=False),
    "InducedNormNonLinearity": lambda: make("InducedNormNonLinearity", induced()),
    "PointwiseNonLinearity": lambda: make("PointwiseNonLinearity", regular(), "p_tanh"),
    "PointwiseNonLinearity/own": lambda: make(
        "PointwiseNonLinearity", regular(), lambda x: x * torch.sigmoid(2 * x)
    ),
    "ConcatenatedNonLinearity": lambda: make("ConcatenatedNonLinearity", permuted()),
    "VectorFieldNonLinearity": lambda: make("VectorFieldNonLinearity", regular()),
    "ReLU": lambda: make("ReLU", permuted()),
    "ELU": lambda: make("ELU", permuted(), alpha=0.7),
    "LeakyReLU": lambda: make("LeakyReLU", permuted(), negative_slope=0.3),
    "FourierPointwise": lambda: fourier("FourierPointwise"),
    "FourierELU": lambda: fourier("FourierELU"),
    "FourierELU/point": lambda: fourier(
        "FourierELU", gspaces.no_base_space(group.so2_group(maximum_frequency=4))
    ),
    "QuotientFourierPointwise": lambda: quotient("QuotientFourierPointwise"),
    "QuotientFourierELU": lambda: quotient("QuotientFourierELU"),
    "TensorProductModule": lambda: make("TensorProductModule", regular(), regular()),
    # rearranging
    "ReshuffleModule": lambda: make("ReshuffleModule", mixed(), [2, 0, 5, 4, 1, 3]),
    "RestrictionModule": lambda: make("RestrictionModule", regular(), 2),
    "DisentangleModule": lambda: make("DisentangleModule", restricted()),
    "IdentityModule": lambda: make("IdentityModule", regular()),
    "BranchingModule": branching,
    "MergeModule": merging,
    "MultipleModule": multiple,
    "SequentialModule": sequence,
    # pools
    "NormMaxPool": lambda: make("NormMaxPool", mixed(), 2),
    "NormMaxPool/ceil": lambda: make("NormMaxPool", mixed(), 2, ceil_mode=True),
    "PointwiseMaxPool2D": lambda: make("PointwiseMaxPool2D", regular(), 3, 2, 1),
    "PointwiseMaxPool2D/ceil": lambda: make("PointwiseMaxPool2D", regular(), 2, ceil_mode=True),
    "PointwiseMaxPool2D/centre": lambda: make("PointwiseMaxPool2D", regular(), 2, centre=True),
    "PointwiseMaxPoolAntialiased2D": lambda: make("PointwiseMaxPoolAntialiased2D", regular(), 3, 2),
    "PointwiseMaxPoolAntialiased2D/centre": lambda: make(
        "PointwiseMaxPoolAntialiased2D", regular(), 3, 2, centre=True
    ),
    "PointwiseMaxPool3D": lambda: make("PointwiseMaxPool3D", trivial(OCTA, 2), 2, ceil_mode=True),
    "PointwiseMaxPoolAntialiased3D": lambda: make(
        "PointwiseMaxPoolAntialiased3D", trivial(OCTA, 2), 3, 2
    ),
    "PointwiseAvgPool2D": lambda: make("PointwiseAvgPool2D", mixed(), 3, 2, 1),
    "PointwiseAvgPool2D/centre": lambda: make("PointwiseAvgPool2D", mixed(), 3, 2, 1, centre=True),
    "PointwiseAvgPool2D/ceil": lambda: make("PointwiseAvgPool2D", mixed(), 2, 2, 1, ceil_mode=True),
    "PointwiseAvgPoolAntialiased2D": lambda: make("PointwiseAvgPoolAntialiased2D", mixed(), 0.6, 2),
    "PointwiseAvgPoolAntialiased2D/centre": lambda: make(
        "PointwiseAvgPoolAntialiased2D", mixed(), 0.6, 2, centre=True
    ),
    "PointwiseAvgPool3D": lambda: make("PointwiseAvgPool3D", volumes(), 2, ceil_mode=True),
    "PointwiseAvgPoolAntialiased3D": lambda: make(
        "PointwiseAvgPoolAntialiased3D", volumes(), 0.6, 2
    ),
    "PointwiseAdaptiveAvgPool2D": lambda: make("PointwiseAdaptiveAvgPool2D", mixed(), 3),
    "PointwiseAdaptiveAvgPool3D": lambda: make("PointwiseAdaptiveAvgPool3D", volumes(), 1),
    "PointwiseAdaptiveMaxPool2D": lambda: make("PointwiseAdaptiveMaxPool2D", regular(), 1),
    "PointwiseAdaptiveMaxPool3D": lambda: make("PointwiseAdaptiveMaxPool3D", trivial(OCTA), 2),
    # invariant maps
    "GroupPooling": lambda: make("GroupPooling", permuted()),
    "MaxPoolChannels": lambda: make("MaxPoolChannels", regular(), 4),
    "NormPool": lambda: make("NormPool", mixed()),
    "InducedNormPool": lambda: make("InducedNormPool", induced()),
    # normalisation
    "InnerBatchNorm": lambda: make("InnerBatchNorm", permuted()),
    "NormBatchNorm": lambda: make("NormBatchNorm", vectors()),
    "InducedNormBatchNorm": lambda: make("InducedNormBatchNorm", induced()),
    "GNormBatchNorm": lambda: make("GNormBatchNorm", mixed()),
    "GNormBatchNorm/folded": grouped_folded,
    "GNormBatchNorm/transposed": transposed_folded,
    "IIDBatchNorm1d": lambda: make("IIDBatchNorm1d", point()),
    "IIDBatchNorm2d": lambda: make("IIDBatchNorm2d", mixed()),
    "IIDBatchNorm2d/batch": lambda: make("IIDBatchNorm2d", mixed(), track_running_stats=False),
    "InnerBatchNorm/batch": lambda: make("InnerBatchNorm", permuted(), track_running_stats=False),
    "IIDBatchNorm3d": lambda: make("IIDBatchNorm3d", volumes()),
    "FieldNorm": lambda: make("FieldNorm", mixed()),
    # the rest
    "FieldDropout": lambda: make("FieldDropout", mixed()),
    "PointwiseDropout": lambda: make("PointwiseDropout", regular()),
    "MaskModule": lambda: make("MaskModule", mixed(), 28),
    "HarmonicPolynomialR3": lambda: make("HarmonicPolynomialR3", 3),
    "ToVectorModule": lambda: make("ToVectorModule", trivial(n=4), 3, hidden=[5], dropout=0.2),
    "ToVectorModule/max": lambda: make("ToVectorModule", trivial(n=4), None, pool="max"),
    "SpatialMean": lambda: make("SpatialMean", mixed()),
    "ResidualModule": residual,
    "SkipModule": skip,
    "DownModule": lambda: make("DownModule", mixed()),
    "UpModule": lambda: make("UpModule", mixed(), 3),
}


def ico():
    space = gspaces.icoOnR3()
    return nn.FieldType(space, [space.trivial_repr, space.irrep(1)])


def vectors():
    return nn.FieldType(C4, [C4.irrep(1), C4.irrep(2), C4.irrep(1)])


def restricted():
    big = nn.FieldType(D4, [D4.regular_repr, D4.irrep(1, 1), D4.regular_repr])
    return make("RestrictionModule", big, (0, 1)).out_type


def uniform_gates():
    from escnn_r.nn import gates  # noqa: F401

    return building.build_module("GatedNonLinearityUniform", nn.FieldType(C4, [gated_field()] * 2))


def gated_field():
    from escnn.group import directsum

    irreps = [C4.irrep(0), C4.irrep(1)]
    return directsum([C4.trivial_repr] * len(irreps) + irreps)


@functools.cache
def kept(name):
    """One that no test changes."""
    return built(name)


def built(name):
    torch.manual_seed(0)
    return lived(CASES[name]())
