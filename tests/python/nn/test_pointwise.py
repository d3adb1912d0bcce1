"""Functions by name or of anybody's own, and what is none of one number."""

import pytest
import torch

from escnn_r.bridge.errors import BadArgument
from escnn_r.nn import pointwise

X = torch.linspace(-3, 3, 30).reshape(5, 6)


def test_names_with_and_without_prefix_are_the_same():
    for name in ("p_relu", "n_relu", "c_relu", "relu"):
        assert torch.equal(pointwise.function(name)(X), X.relu())
    assert torch.equal(pointwise.function("squash")(X.abs()), X.abs() / (1 + X.abs()))


@pytest.mark.parametrize("name", pointwise.names())
def test_every_named_function_works_on_single_numbers(name):
    function = pointwise.function(name)
    assert pointwise.function(function) is function


def test_any_callable_will_do():
    assert torch.equal(pointwise.function(torch.nn.PReLU())(X), torch.nn.PReLU()(X))
    assert torch.equal(pointwise.function(torch.sin)(X), X.sin())


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("p_foo", "Known by name|p_foo"),
        (lambda x: x.softmax(-1), "of one number at a time"),
        (lambda x: torch.rand_like(x), "of one number at a time"),
        (lambda x: x.sum(), "of the shape that it gets"),
        (lambda x: 3, "something else"),
        (lambda x: x.nothing, "fails: .* no attribute"),
    ],
)
def test_what_is_no_function_of_one_number_is_refused(given, why):
    with pytest.raises(BadArgument, match=why) as caught:
        pointwise.function(given, "gate")
    assert caught.value.argument == "gate"


def test_the_trial_leaves_the_random_numbers_alone():
    torch.manual_seed(0)
    first = torch.rand(1)
    torch.manual_seed(0)
    pointwise.function(torch.sin)
    assert torch.equal(torch.rand(1), first)
