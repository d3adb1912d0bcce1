"""Errors that name the argument at fault."""

import pytest

from escnn_r.bridge.errors import BadArgument


def test_the_message_is_one_sentence_about_the_argument():
    error = BadArgument("n", "a whole number", "3.5", "Round it.")
    assert str(error) == "`n` must be a whole number, not 3.5."
    assert error.as_dict() == {
        "argument": "n",
        "allowed": "a whole number",
        "given": "3.5",
        "hint": "Round it.",
    }


def test_it_is_a_value_error_and_needs_no_hint():
    with pytest.raises(ValueError, match="not nothing") as caught:
        raise BadArgument("x", "something", "nothing")
    assert caught.value.hint is None
