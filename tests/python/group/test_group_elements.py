"""Elements as numbers and as matrices."""

import numpy as np
import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.group import elements
from escnn_r.group.plain_values import group_element

escnn_r.prepare()
group = pytest.importorskip("escnn.group")

PLANAR = [group.cyclic_group(5), group.dihedral_group(4), group.so2_group(), group.o2_group()]
SPATIAL = [group.so3_group(), group.o3_group(), group.ico_group(), group.octa_group()]
PRODUCT = group.direct_product(group.cyclic_group(4), group.o2_group())
NESTED = group.direct_product(PRODUCT, group.cyclic_group(2))


@pytest.mark.parametrize("g", PLANAR + SPATIAL, ids=str)
def test_matrices_multiply_as_elements_do(g):
    np.random.seed(1)
    for _ in range(5):
        a, b = g.sample(), g.sample()
        product = elements.element_matrix(a) @ elements.element_matrix(b)
        np.testing.assert_allclose(elements.element_matrix(a @ b), product, atol=1e-12)
        assert elements.element_from_matrix(g, elements.element_matrix(a)) == a


@pytest.mark.parametrize("g", [*PLANAR, *SPATIAL, PRODUCT], ids=str)
def test_every_parametrisation_leads_back(g):
    np.random.seed(1)
    for param in g.PARAMETRIZATIONS:
        e = g.sample()
        (value,) = elements.converted_elements([e], param)
        assert group_element(g, value, param) == e


def test_matrices_that_are_no_elements_are_refused():
    for g, value in [
        (PLANAR[0], np.diag([1.0, -1.0])),
        (PLANAR[0], np.eye(3)),
        (PLANAR[1], 2 * np.eye(2)),
        (SPATIAL[0], -np.eye(3)),
        (
            SPATIAL[3],
            elements.element_matrix(group_element(SPATIAL[0], [0, 0, np.sin(0.2), np.cos(0.2)])),
        ),
    ]:
        with pytest.raises(BadArgument) as caught:
            elements.element_from_matrix(g, value)
        assert caught.value.argument == "value"
    with pytest.raises(BadArgument, match="C4"):
        elements.element_matrix(PRODUCT.identity)


def test_labels_are_short_and_the_same_for_equal_elements():
    so3 = SPATIAL[0]
    q = np.array([0.0, 0.0, np.sin(0.5), np.cos(0.5)])
    assert elements.element_label(group_element(so3, q)) == "turn by 1 about (0, 0, 1)"
    assert elements.element_label(group_element(so3, -q)) == elements.element_label(
        group_element(so3, q)
    )
    half = elements.element_label(group_element(so3, [-1, 0, 0, 0]))
    assert (
        half
        == elements.element_label(group_element(so3, [1, 0, 0, 0]))
        == "turn by 3.1416 about (1, 0, 0)"
    )
    assert elements.element_label(so3.identity) == "no turn"
    assert elements.element_label(SPATIAL[1].inversion) == "(-, no turn)"
    assert elements.element_label(group_element(PLANAR[3], [1, 0.25])) == "(-, 0.25)"
    assert elements.element_label(PLANAR[0].element(2)) == "2[2pi/5]"
    assert elements.element_label(PRODUCT.identity) == "0[2pi/4] ; (+, 0)"
    for g in (*SPATIAL, PRODUCT, NESTED):
        assert "\n" not in elements.element_label(g.sample())


def test_products_are_paired_and_split():
    c4, o2 = elements.element_factors(PRODUCT)
    a, b = c4.element(3), group_element(o2, [1, 0.5])
    whole = elements.element_pair(PRODUCT, a, b)
    assert elements.split_element(PRODUCT, whole) == [a, b]
    assert whole == elements.include_element(PRODUCT, a, 1) @ elements.include_element(
        PRODUCT, b, 2
    )
    assert len(whole.value) == 2
    # upstream's pair has the parametrisation among its values
    assert len(PRODUCT.pair_elements(a, b).value) == 2
    deep = elements.element_pair(NESTED, whole, group.cyclic_group(2).element(1))
    assert elements.split_element(NESTED, deep)[0] == whole
    (value,) = elements.converted_elements([deep])
    assert group_element(NESTED, value) == deep
    for wrong in (
        lambda: elements.element_pair(PRODUCT, b, b),
        lambda: elements.split_element(PRODUCT, a),
        lambda: elements.include_element(PRODUCT, a, 2),
        lambda: elements.element_factors(c4),
    ):
        with pytest.raises(BadArgument):
            wrong()


def test_several_elements_from_values():
    found = elements.many_elements(PLANAR[1], [[0, 1], [1, 2]])
    assert [e.value for e in found] == [(0, 1), (1, 2)]
    np.testing.assert_allclose(
        elements.change_param(SPATIAL[2], [0, 0, 0, 1], "Q", "MAT"), np.eye(3)
    )
    for source, target, name in (("no", "Q", "from"), ("Q", "no", "to")):
        with pytest.raises(BadArgument) as caught:
            elements.change_param(SPATIAL[2], [0, 0, 0, 1], source, target)
        assert caught.value.argument == name


def test_generators_and_inversions():
    assert len(elements.group_generators(PLANAR[1])) == 2
    with pytest.raises(BadArgument, match="continuous"):
        elements.group_generators(SPATIAL[0])
    full = group.full_octa_group()
    assert elements.group_inversion(full) @ elements.group_inversion(full) == full.identity
    with pytest.raises(BadArgument, match="inversion"):
        elements.group_inversion(PLANAR[0])
