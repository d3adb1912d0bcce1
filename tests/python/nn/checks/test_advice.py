"""Advice: given once a layer is asked for, as warnings of a kind."""

import warnings

from escnn_r.bridge import calls
from escnn_r.nn.checks import advice


@advice.adviser("OnlyInThisTest")
def too_big(in_type, args, kwargs):
    if kwargs["size"] > 3:
        advice.advise("size", f"Take 3 rather than {kwargs['size']}.")


def test_advice_reaches_the_caller_with_its_kind():
    outcome = calls.invoke(advice.about, "OnlyInThisTest", None, (), {"size": 5})
    assert outcome.warnings == {"Take 3 rather than 5.": "size"}


def test_no_advice_for_good_values_and_for_other_classes():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        advice.about("OnlyInThisTest", None, (), {"size": 3})
        advice.about("Another", None, (), {"size": 5})
