"""What layers on fibres refuse, with the layer to take instead; never escnn's bare assert."""

import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.nn import building

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")
group = pytest.importorskip("escnn.group")

C4, SO2 = gspaces.rot2dOnR2(4), gspaces.rot2dOnR2(-1, maximum_frequency=2)
C5 = gspaces.rot2dOnR2(5)
D4 = gspaces.flipRot2dOnR2(4)
OCTA = gspaces.octaOnR3()
R0 = gspaces.no_base_space(group.so2_group(2))


def of(space, *representations):
    return nn.FieldType(space, list(representations))


VECTOR = of(C4, C4.irrep(1))
REGULAR = of(C4, C4.regular_repr)
SPECTRAL = of(C5, C5.fibergroup.spectral_regular_representation((0,), (1,)))

CASES = [
    ("PointwiseNonLinearity", VECTOR, {}, "nn_norm_non_linearity()"),
    ("PointwiseDropout", VECTOR, {}, "nn_field_dropout()"),
    ("InnerBatchNorm", VECTOR, {}, "nn_iid_batch_norm2d()"),
    ("InnerBatchNorm", of(OCTA, OCTA.irrep(1)), {}, "nn_iid_batch_norm3d()"),
    ("InnerBatchNorm", of(R0, R0.irrep(1)), {}, "nn_iid_batch_norm1d()"),
    ("GroupPooling", VECTOR, {}, "nn_norm_pool()"),
    ("MaxPoolChannels", VECTOR, {"kernel_size": 2}, "nn_norm_pool()"),
    ("ConcatenatedNonLinearity", VECTOR, {}, "nn_norm_non_linearity()"),
    ("ConcatenatedNonLinearity", SPECTRAL, {}, "nn_norm_non_linearity()"),
    ("ConcatenatedNonLinearity", of(SO2, SO2.trivial_repr), {}, "nn_relu()"),
    ("VectorFieldNonLinearity", VECTOR, {}, "largest channel"),
    ("VectorFieldNonLinearity", of(D4, D4.regular_repr), {}, "nn_norm_non_linearity()"),
    ("NormBatchNorm", REGULAR, {}, "nn_g_norm_batch_norm()"),
    ("InducedNormBatchNorm", VECTOR, {}, "nn_iid_batch_norm2d()"),
    ("InducedNormNonLinearity", VECTOR, {}, "nn_norm_non_linearity()"),
    ("InducedNormPool", VECTOR, {}, "nn_norm_pool()"),
    ("IIDBatchNorm2d", of(OCTA, OCTA.regular_repr), {}, "nn_iid_batch_norm3d()"),
    ("IIDBatchNorm3d", of(R0, R0.irrep(1)), {}, "nn_iid_batch_norm1d()"),
    ("NormNonLinearity", VECTOR, {"function": "squash"}, "Leave `bias` out"),
    ("GatedNonLinearityUniform", REGULAR, {}, "field_type_gated"),
]


@pytest.mark.parametrize(("name", "kind", "options", "remedy"), CASES)
def test_each_refusal_has_a_remedy(name, kind, options, remedy):
    with pytest.raises(BadArgument) as caught:
        building.build_module(name, kind, **options)
    assert remedy in caught.value.hint


def test_linear_layers_name_the_convolution():
    for space, remedy in ((C4, "nn_r2_conv"), (OCTA, "nn_r3_conv")):
        kind = of(space, space.regular_repr)
        with pytest.raises(BadArgument) as caught:
            building.build_module("Linear", kind, kind)
        assert remedy in caught.value.hint


@pytest.mark.parametrize(
    ("kind", "out", "argument"),
    [
        (of(C4, C4.irrep(1), C4.regular_repr), REGULAR, "x"),
        (VECTOR, of(C4, C4.irrep(2), C4.trivial_repr), "out_type"),
        (VECTOR, of(C4, C4.irrep(2), C4.irrep(2)), "out_type"),
        (VECTOR, VECTOR, "out_type"),
    ],
)
def test_tensor_products_say_what_can_come_out(kind, out, argument):
    with pytest.raises(BadArgument) as caught:
        building.build_module("TensorProductModule", kind, out)
    assert caught.value.argument == argument
    assert caught.value.hint


def test_trivial_fields_of_direct_products_are_pointwise():
    space = gspaces.fullOctaOnR3()
    kind = of(space, space.trivial_repr)
    assert building.build_module("ReLU", kind).out_type == kind
    assert "pointwise" in space.trivial_repr.supported_nonlinearities
