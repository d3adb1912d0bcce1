"""One thing, several, or several by label."""

from escnn_r import several


def test_forms_are_kept():
    assert several.flat(3) == [3]
    assert several.flat((1, 2)) == [1, 2] and several.flat({"a": 1, "b": 2}) == [1, 2]
    assert several.each(lambda x: 2 * x, 3) == 6
    assert several.each(lambda x: 2 * x, [1, 2]) == (2, 4)
    assert several.each(lambda x: 2 * x, {"a": 1}) == {"a": 2}
    assert several.call(lambda x, y: x - y, (3, 1)) == 2
    assert several.call(lambda x: x["a"], {"a": 7}) == 7
