"""Group elements: exact on finite groups, strict about what they take."""

import itertools

import numpy as np
import pytest

import escnn_r
from escnn_r.bridge.errors import BadArgument
from escnn_r.group import plain_values

escnn_r.prepare()
group = pytest.importorskip("escnn.group")
gspaces = pytest.importorskip("escnn.gspaces")

C4, C5, D4, D5 = (
    *(group.cyclic_group(4), group.cyclic_group(5)),
    *(group.dihedral_group(4), group.dihedral_group(5)),
)
SO2, O2, SO3, O3 = group.so2_group(2), group.o2_group(2), group.so3_group(1), group.o3_group(1)
OCTA, FULL_OCTA = group.octa_group(), group.full_octa_group()
PRODUCT = group.direct_product(C4, C5)
NESTED = group.direct_product(group.direct_product(group.cyclic_group(2), C5), C4)


def rotation(angle):
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


# elements


@pytest.mark.parametrize("order", [1, 2, 4, 5, 16])
def test_cyclic_elements_from_steps_angles_and_matrices(order):
    which = group.cyclic_group(order)
    for steps in range(order):
        angle = 2 * np.pi * steps / order
        for value, param in ((float(steps), None), (angle, "radians"), (rotation(angle), "MAT")):
            assert plain_values.group_element(which, value, param) == which.element(steps)


@pytest.mark.parametrize("order", [1, 3, 4, 8])
def test_dihedral_elements_from_steps_angles_and_matrices(order):
    which = group.dihedral_group(order)
    for flip, steps in itertools.product(range(2), range(order)):
        angle = 2 * np.pi * steps / order
        for value, param in ((steps, None), (angle, "radians"), (rotation(angle), "MAT")):
            assert plain_values.group_element(which, [flip, value], param) == which.element(
                (flip, steps)
            )


def test_negative_angles_and_numbers_in_arrays_are_fine():
    assert plain_values.group_element(C4, np.array([3.0])) == C4.element(3)
    assert plain_values.group_element(C4, rotation(-np.pi / 2), "MAT") == C4.element(3)
    assert plain_values.group_element(D4, np.array([1.0, 2.0])) == D4.element((1, 2))


def test_continuous_elements():
    assert plain_values.group_element(SO2, 0.3) == SO2.element(0.3)
    assert plain_values.group_element(SO2, rotation(0.3), "MAT") == SO2.element(0.3)
    assert plain_values.group_element(O2, [1, 0.3]) == O2.element((1, 0.3))
    assert plain_values.group_element(O2, [1, rotation(0.3)], "MAT") == O2.element((1, 0.3))
    quaternion = [0, 0, 0.6, 0.8]
    turn = plain_values.group_element(SO3, quaternion)
    np.testing.assert_allclose(turn.to("MAT"), [[0.28, -0.96, 0], [0.96, 0.28, 0], [0, 0, 1]])
    for value in ([1, *quaternion], [1, quaternion]):
        assert plain_values.group_element(O3, value) == O3.element((1, np.array(quaternion)))


def test_polyhedral_elements():
    quarter = [0, 0, np.sqrt(0.5), np.sqrt(0.5)]
    element = plain_values.group_element(OCTA, quarter)
    assert (
        plain_values.element_power(element, 4)
        == OCTA.identity
        != plain_values.element_power(element, 2)
    )
    inverted = plain_values.group_element(FULL_OCTA, [1, quarter])
    assert plain_values.element_power(inverted, 2) == plain_values.group_element(
        FULL_OCTA, [0, [0, 0, 1, 0]]
    )


@pytest.mark.parametrize("first", ["int", "radians", "MAT"])
@pytest.mark.parametrize("second", ["int", "radians", "MAT"])
def test_direct_products_take_every_pair_of_parametrisations(first, second):
    def written(steps, order, param):
        angle = 2 * np.pi * steps / order
        return {"int": steps, "radians": angle, "MAT": rotation(angle)}[param]

    for i, j in itertools.product(range(4), range(5)):
        value = [written(i, 4, first), written(j, 5, second)]
        assert plain_values.group_element(
            PRODUCT, value, f"[{first} | {second}]"
        ) == PRODUCT.element((i, j))


def test_direct_products_nest():
    assert plain_values.group_element(NESTED, [[1, 3], 2]) == NESTED.element(((1, 3), 2))


@pytest.mark.parametrize(
    ("which", "value", "param"),
    [
        (C4, 4, None),
        (C4, -1, None),
        (C4, 1.5, None),
        (C4, [1, 2], None),
        (C4, "a", None),
        (C4, [], None),
        (C4, 0.3, "radians"),
        (C4, rotation(0.3), "MAT"),
        (C4, 2 * rotation(np.pi / 2), "MAT"),
        (C4, np.diag([1, -1]), "MAT"),
        (C4, np.full((2, 2), np.nan), "MAT"),
        (C4, np.eye(3), "MAT"),
        (D4, 1, None),
        (D4, [2, 0], None),
        (D4, [0, 4], None),
        (D4, [0.5, 1], None),
        (D4, [1, 2 * rotation(0)], "MAT"),
        (SO2, [1, 2], None),
        (SO2, 2 * rotation(1), "MAT"),
        (O2, [3, 1.0], None),
        (SO3, [0, 0, 0.6, 0.9], None),
        (SO3, [0, 0, 1], None),
        (O3, [2, 0, 0, 0.6, 0.8], None),
        (OCTA, [0, 0, 0.6, 0.8], None),
        (PRODUCT, [4, 0], None),
        (PRODUCT, [1], None),
        (PRODUCT, [2 * rotation(0), 0], "[MAT | int]"),
    ],
)
def test_values_that_name_no_element_are_refused(which, value, param):
    with pytest.raises(BadArgument) as caught:
        plain_values.group_element(which, value, param)
    assert caught.value.argument == "value"
    assert f"an element of {which.name} " in caught.value.allowed
    assert caught.value.hint and "{" not in caught.value.hint


def test_messages_say_what_to_write():
    with pytest.raises(BadArgument, match="parametrisation 'int', not 7") as caught:
        plain_values.group_element(C4, 7)
    assert caught.value.hint == "Give the number of steps, from 0 to 3."
    with pytest.raises(BadArgument) as caught:
        plain_values.group_element(D5, [0, 7])
    assert caught.value.hint == "Give `c(flip, steps)`, flip 0 or 1, steps from 0 to 4."


def test_unknown_parametrisations_are_named():
    wanted = '`param` must be one of "int", "radians", "MAT" for C4, not "Q"'
    with pytest.raises(BadArgument, match=wanted):
        plain_values.group_element(C4, 1, "Q")


def test_elements_are_listed_for_finite_groups_only():
    assert (
        plain_values.group_elements(OCTA) == list(OCTA.elements)
        and len(plain_values.group_elements(OCTA)) == 24
    )
    with pytest.raises(BadArgument, match=r"not SO\(2\), which is continuous"):
        plain_values.group_elements(SO2)
    assert len(plain_values.testing_elements(SO2)) > 10
    assert plain_values.testing_elements(gspaces.rot2dOnR2(4)) == list(C4.elements)


def test_elements_of_the_same_group_multiply():
    assert plain_values.same_group(C4.element(1), group.cyclic_group(4).element(2))
    assert not plain_values.same_group(C4.element(1), C5.element(1))


# powers


@pytest.mark.parametrize("which", [C5, D5, FULL_OCTA])
def test_powers_are_repeated_products(which):
    for element in which.elements:
        product = which.identity
        for exponent in range(7):
            assert plain_values.element_power(element, exponent) == product
            assert plain_values.element_power(element, -exponent) == ~product
            product = product @ element


def test_huge_powers_are_quick():
    assert plain_values.element_power(C5.element(2), 10**30 + 1) == C5.element(2)
    assert plain_values.element_power(C5.element(2), -(10**30) - 1) == C5.element(3)
