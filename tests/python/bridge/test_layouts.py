"""Hints for arrays of another layout: what to write ends with the right shape."""

import re

import pytest

from escnn_r.bridge import layouts


def code(hint):
    return re.findall(r"`([^`]*)`", hint)[0]


@pytest.mark.parametrize(
    ("shape", "d", "size", "wanted"),
    [
        ((28, 28), 2, 1, "array(x, c(1, 1, dim(x)))"),
        ((5, 28, 28), 2, 1, "array(x, c(dim(x)[1], 1, dim(x)[-1]))"),
        ((1, 28, 28), 2, 1, "array(x, c(1, dim(x)))"),
        ((3, 28, 28), 2, 3, "array(x, c(1, dim(x)))"),
        ((28, 28, 3), 2, 3, "array(aperm(x, c(3, 1, 2)), c(1, dim(aperm(x, c(3, 1, 2)))))"),
        ((5, 9, 9, 9), 3, 1, "array(x, c(dim(x)[1], 1, dim(x)[-1]))"),
        ((5, 7, 3, 9, 9), 2, 3, "array(x, c(prod(dim(x)[1:2]), dim(x)[-(1:2)]))"),
        (
            (5, 3, 7, 9, 9),
            2,
            3,
            "array(aperm(x, c(1, 3, 2, 4, 5)), c(prod(dim(x)[c(1, 3)]), dim(x)[c(2, 4, 5)]))",
        ),
    ],
)
def test_what_to_write_for_other_ranks(shape, d, size, wanted):
    assert code(layouts.rank_hint(shape, d, size)) == wanted


@pytest.mark.parametrize(("shape", "size"), [((5, 28, 28), 3), ((28, 28), 3), ((5,), 1)])
def test_no_hint_leads_astray(shape, size):
    assert layouts.rank_hint(shape, 2, size) is None


def test_channels_may_come_last():
    assert code(layouts.channels_hint((5, 9, 9, 3), 2, 3)) == "aperm(x, c(1, 4, 2, 3))"
    assert code(layouts.channels_hint((5, 9, 9, 9, 3), 3, 3)) == "aperm(x, c(1, 5, 2, 3, 4))"
    assert layouts.channels_hint((5, 9, 9, 4), 2, 3) is None
    assert code(layouts.rank_hint((3,), 0, 3, "newdata")) == "matrix(newdata, 1)"
    assert layouts.rank_hint((4,), 0, 3) is None
    assert code(layouts.rank_hint((9, 9), 2, 1, "images")) == "array(images, c(1, 1, dim(images)))"
    assert code(layouts.channels_hint((5, 9, 9, 3), 2, 3, "images")).startswith("aperm(images,")
    assert layouts.rank_hint((5, 3), 0, 3) is None and layouts.channels_hint((5, 3), 0, 3) is None
