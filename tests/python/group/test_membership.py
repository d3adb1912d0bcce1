"""What is of another group, or of a group that is too large, is refused."""

import escnn.group
import pytest

from escnn_r.bridge import BadArgument
from escnn_r.group.membership import check_finite, check_of_group

C4, C5 = escnn.group.cyclic_group(4), escnn.group.cyclic_group(5)


def test_parts_of_another_group_are_refused():
    check_of_group(C4, C4.element(1), "x", "an element")
    check_of_group(C4, C4.regular_representation, "x", "a representation")
    with pytest.raises(BadArgument, match="`x` must be an element of C4, not one of C5"):
        check_of_group(C4, C5.element(1), "x", "an element")
    with pytest.raises(BadArgument, match="must be a representation of C5, not one of C4") as error:
        check_of_group(C5, C4.regular_representation, "repr", "a representation", "Take another.")
    assert error.value.argument == "repr" and error.value.hint == "Take another."


def test_continuous_groups_are_refused_where_all_elements_are_needed():
    check_finite(C4, "", "")
    with pytest.raises(BadArgument, match=r"must be a finite group, to count, not SO.*continuous"):
        check_finite(escnn.group.so2_group(2), ", to count", "Don't.")
