"""How elements multiply, as positions."""

import numpy as np
import pytest
from escnn import group

from escnn_r.bridge import BadArgument
from escnn_r.group import multiplication_table


@pytest.mark.parametrize(
    "which",
    [group.cyclic_group(5), group.dihedral_group(4), group.klein4_group(), group.octa_group()],
    ids=str,
)
def test_products_are_those_of_the_group(which: group.Group) -> None:
    elements = list(which.elements)
    table = multiplication_table(elements)
    for row, first in enumerate(elements):
        for column in range(0, len(elements), 5):
            assert elements[table[row, column]] == first @ elements[column]


def test_a_large_table_is_a_latin_square_with_associative_products() -> None:
    table = multiplication_table(list(group.full_ico_group().elements))
    every = np.arange(120)
    assert all((np.sort(line) == every).all() for line in [*table, *table.T])
    assert (table[table[7, 50], 99] == table[7, table[50, 99]]).all()


def test_what_is_not_closed_is_refused() -> None:
    elements = list(group.cyclic_group(4).elements)
    with pytest.raises(BadArgument, match="closed"):
        multiplication_table(elements[:2])
    with pytest.raises(BadArgument, match="different"):
        multiplication_table(elements + elements[:1])
