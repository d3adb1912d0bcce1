"""Types of Fourier coefficients, and the layers on them against escnn's own."""

import warnings

import pytest
import torch

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.nn import fourier_types

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")
nn = pytest.importorskip("escnn.nn")
group = pytest.importorskip("escnn.group")

SO2 = gspaces.no_base_space(group.so2_group(6))
SO3 = gspaces.no_base_space(group.so3_group(2))
OCTA = gspaces.no_base_space(group.octa_group())
GRID = {"type": "regular", "n": 24}


def test_irreps_by_frequency_list_or_all():
    assert fourier_types.read_irreps(SO2.fibergroup, 2) == [(0,), (1,), (2,)]
    assert fourier_types.read_irreps(SO2.fibergroup, [0, [3]]) == [(0,), (3,)]
    finite = group.dihedral_group(3)
    assert fourier_types.read_irreps(finite, None) == [r.id for r in finite.irreps()]
    assert fourier_types.read_irreps(OCTA.fibergroup, None) == [
        r.id for r in OCTA.fibergroup.irreps()
    ]


@pytest.mark.parametrize(
    ("which", "given"),
    [(SO2, None), (SO2, [0, 0]), (SO2, [[1, 2]]), (SO2, []), (OCTA, [7])],
)
def test_what_are_no_irreps_is_refused(which, given):
    with pytest.raises(BadArgument, match="`irreps` must be"):
        fourier_types.read_irreps(which.fibergroup, given)


def test_a_type_tells_its_irreps():
    for irreps in ([(0,), (2,)], [(3,), (1,)]):
        kind = fourier_types.field_type(SO2, 2, [list(i) for i in irreps])
        assert fourier_types.irreps_of(kind) == irreps
    band_limited = nn.FieldType(SO3, [SO3.fibergroup.bl_regular_representation(2)])
    assert fourier_types.irreps_of(band_limited) == [(0,), (1,), (2,)]
    octa = fourier_types.field_type(OCTA, 1, None)
    assert octa.size == 24
    assert len(fourier_types.irreps_of(octa)) == 5


def test_other_types_are_refused():
    for kind in (
        nn.FieldType(SO2, [SO2.irrep(1), SO2.irrep(2)]),
        nn.FieldType(OCTA, [OCTA.regular_repr]),
        nn.FieldType(SO2, [SO2.fibergroup.bl_regular_representation(k) for k in (1, 2)]),
    ):
        with pytest.raises(BadArgument, match="same functions on its group"):
            fourier_types.irreps_of(kind)


@pytest.mark.parametrize("function", ["p_relu", "p_elu", "p_sigmoid", "p_tanh"])
@pytest.mark.parametrize("wide", [None, 4, 1])
def test_same_numbers_as_upstream(function, wide):
    out = None if wide is None else [(k,) for k in range(wide + 1)]
    raw = nn.FourierPointwise(
        SO2, 2, [(0,), (1,), (2,)], type="regular", N=24, function=function, out_irreps=out
    )
    options = {"function": function, "grid": GRID, "out_irreps": wide}
    ours = fourier_types.fourier_layer("FourierPointwise", SO2, 2, 2, **options)
    assert ours.out_type == raw.out_type
    ours.load_state_dict(raw.state_dict())
    x = raw.in_type(torch.randn(7, raw.in_type.size))
    torch.testing.assert_close(ours(x).tensor, raw(x).tensor)


def test_same_numbers_as_upstream_on_the_sphere():
    sphere = (False, -1)
    grid = SO3.fibergroup.sphere_grid("fibonacci", N=40)
    raw = nn.QuotientFourierELU(SO3, sphere, 2, [(0,), (1,), (2,)], grid=grid)
    ours = fourier_types.fourier_layer(
        "QuotientFourierELU", SO3, 2, 2, subgroup=[False, -1.0], grid=grid
    )
    assert ours.in_type == raw.in_type
    x = raw.in_type(torch.randn(7, raw.in_type.size))
    torch.testing.assert_close(ours(x).tensor, raw(x).tensor, rtol=1e-4, atol=1e-5)


def test_float64_stays_float64_where_upstream_fails():
    raw = nn.FourierELU(SO2, 2, [(0,), (1,)], type="regular", N=16)
    ours = fourier_types.fourier_layer("FourierELU", raw.in_type, None, None)
    x = raw.in_type(torch.randn(3, 6, dtype=torch.float64))
    with pytest.raises(RuntimeError):
        raw(x)
    assert ours(x).tensor.dtype == torch.float64


def test_a_grid_that_is_too_small_is_advised_against():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        fourier_types.fourier_layer("FourierELU", SO2, 1, 3, grid={"n": 4})
    assert [w.message.kind for w in caught] == ["grid"]


def test_arguments_belong_to_a_gspace_or_to_a_type():
    kind = fourier_types.fourier_type(SO2, 2, 1)
    with pytest.raises(BadArgument, match="`channels` must be left out"):
        fourier_types.fourier_layer("FourierELU", kind, 2, None)
    with pytest.raises(BadArgument, match="`channels` must be one whole number"):
        fourier_types.fourier_layer("FourierELU", SO2, None, 1)
    with pytest.raises(BadArgument, match="on this quotient have"):
        fourier_types.fourier_type(SO2, 1, [[1]], 4)
    assert None not in SO2.fibergroup.representations.values()
