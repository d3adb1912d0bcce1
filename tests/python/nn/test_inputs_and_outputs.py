"""One thing, several, or several by label."""

from escnn_r.nn import inputs_and_outputs


def test_forms_are_kept():
    assert inputs_and_outputs.flat(3) == [3]
    assert inputs_and_outputs.flat((1, 2)) == [1, 2] and inputs_and_outputs.flat(
        {"a": 1, "b": 2}
    ) == [1, 2]
    assert inputs_and_outputs.each(lambda x: 2 * x, 3) == 6
    assert inputs_and_outputs.each(lambda x: 2 * x, [1, 2]) == (2, 4)
    assert inputs_and_outputs.each(lambda x: 2 * x, {"a": 1}) == {"a": 2}
    assert inputs_and_outputs.call(lambda x, y: x - y, (3, 1)) == 2
    assert inputs_and_outputs.call(lambda x: x["a"], {"a": 7}) == 7
