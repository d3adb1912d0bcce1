"""Errors that name the argument at fault."""

import pytest

from escnn_r.bridge.errors import BadArgument, EmptyBasis, choose


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


def test_a_choice_is_refused_in_the_words_of_r():
    table = {"mse": 1, "mae": 2}
    assert choose("loss", "mae", table) == 2
    with pytest.raises(BadArgument) as caught:
        choose("loss", "max", table, "Or a function.", " on this GPU")
    assert str(caught.value) == '`loss` must be one of "mse", "mae" on this GPU, not "max".'
    assert caught.value.hint == "Or a function."


def test_an_error_is_made_again_from_its_parts():
    error = EmptyBasis("out", "reachable", "another", "Take more.")
    again = BadArgument.of(error.as_dict())
    assert again.as_dict() == error.as_dict() and str(again) == str(error)
    assert BadArgument.of(BadArgument("x", "a", "b").as_dict()).kind is None
