"""The converter: the same entries, other memory, the right types."""

import numpy as np
import pytest
import torch

from escnn_r.convert import DTYPES, to_array, to_tensor
from escnn_r.errors import BadArgument

SHAPE = (2, 3, 4)
VALUES = np.random.RandomState(1).normal(size=SHAPE)


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_entries_stay_where_they_are(order, dtype):
    tensor = to_tensor(np.array(VALUES, order=order), dtype)
    assert tensor.is_contiguous() and tuple(tensor.shape) == SHAPE
    for at in np.ndindex(*SHAPE):
        assert tensor[at].item() == VALUES.astype(dtype)[at]


def test_strided_views_convert_too():
    assert np.array_equal(to_tensor(VALUES[::-1, :, ::2], "float64").numpy(), VALUES[::-1, :, ::2])
    tensor = torch.from_numpy(VALUES).permute(2, 0, 1)
    assert np.array_equal(to_array(tensor), VALUES.transpose(2, 0, 1))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("order", ["C", "F"])
def test_no_memory_is_shared(dtype, order):
    kind = to_tensor(np.zeros(1), dtype).numpy().dtype
    array = np.array(np.ones(SHAPE), dtype=kind, order=order)
    tensor = to_tensor(array, dtype)
    assert not np.shares_memory(array, tensor.numpy())
    back = to_array(tensor)
    assert not np.shares_memory(back, tensor.numpy())
    tensor.zero_()
    assert array.all() and back.all()


def test_arrays_that_may_not_be_written_give_tensors_that_may():
    frozen = VALUES.copy()
    frozen.flags.writeable = False
    to_tensor(frozen, "float64").zero_()
    assert np.array_equal(frozen, VALUES)


@pytest.mark.parametrize("name", DTYPES)
def test_tensors_have_the_type_asked_for(name):
    tensor = to_tensor(np.array([0.0, 1.0, 2.0]), name)
    assert tensor.dtype == DTYPES[name]
    assert tensor.tolist() == ([False, True, True] if name == "bool" else [0, 1, 2])


def test_the_default_is_float32_for_any_input():
    for values in (np.arange(3), np.array([True, False]), VALUES):
        assert to_tensor(values).dtype == torch.float32


def test_unknown_types_are_named():
    with pytest.raises(BadArgument, match=r'`dtype` must be one of "float32", .*, not "int8"'):
        to_tensor(VALUES, "int8")


@pytest.mark.parametrize(
    ("dtype", "wanted"),
    [
        (torch.float16, np.float64),
        (torch.bfloat16, np.float64),
        (torch.float32, np.float64),
        (torch.float64, np.float64),
        (torch.uint8, np.int32),
        (torch.int16, np.int32),
        (torch.int32, np.int32),
        (torch.int64, np.int32),
        (torch.bool, np.bool_),
        (torch.complex64, np.complex128),
        (torch.complex128, np.complex128),
    ],
)
def test_arrays_have_types_that_r_has(dtype, wanted):
    array = to_array(torch.tensor([[0, 1, 1], [1, 0, 1]]).to(dtype))
    assert array.dtype == wanted
    assert array.flags.f_contiguous and not array.flags.c_contiguous
    assert array.tolist() == [[0, 1, 1], [1, 0, 1]]
    empty = to_array(torch.zeros((0, 3), dtype=dtype))
    assert (empty.shape, empty.dtype) == ((0, 3), wanted)


def test_narrow_floats_are_widened_exactly():
    third = torch.tensor([1 / 3])
    assert to_array(third.half())[0] == 0.333251953125
    assert to_array(third.bfloat16())[0] == 0.333984375
    assert to_array(third)[0] == float(np.float32(1 / 3))


@pytest.mark.parametrize(
    ("number", "wanted"),
    [
        (2**31 - 1, np.int32),
        (-(2**31) + 1, np.int32),
        (2**31, np.float64),
        (-(2**31), np.float64),
        (2**53, np.float64),
        (-(2**63), np.float64),
    ],
)
def test_whole_numbers_beyond_r_integers_become_floats(number, wanted):
    array = to_array(torch.tensor([0, number]))
    assert array.dtype == wanted
    assert array.tolist() == [0, number]


def test_scalars_and_empty_arrays_keep_their_rank():
    assert to_array(torch.tensor(2.5)).shape == ()
    assert to_tensor(np.array(2.5)).item() == 2.5
    assert to_tensor(np.zeros((0, 3))).shape == (0, 3)


def test_gradients_and_lazy_views_are_resolved():
    tensor = torch.tensor([1.0, -2.0], requires_grad=True)
    assert to_array(tensor * 2).tolist() == [2, -4]
    lazy = torch.tensor([1 + 2j, 3 - 1j]).conj()
    assert to_array(lazy).tolist() == [1 - 2j, 3 + 1j]
    assert lazy.imag.is_neg()
    assert to_array(lazy.imag).tolist() == [-2, 1]
