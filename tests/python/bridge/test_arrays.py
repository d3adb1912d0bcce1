"""The converter: the same entries, other memory, the right types."""

import numpy as np
import pytest
import torch

from escnn_r.bridge import arrays
from escnn_r.bridge.arrays import DTYPES, copy_tiles, fill_array, to_array, to_tensor
from escnn_r.bridge.errors import BadArgument, MissingValues

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


SHAPES = [(7,), (1, 1), (33, 5), (3, 41, 2), (5, 1, 9, 11), (2, 3, 4, 5, 6), (0, 3), ()]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("threads", [1, 3])
def test_tiles_cover_everything_once(shape, threads, monkeypatch):
    monkeypatch.setattr(arrays, "_TILE", 6)
    monkeypatch.setattr(torch, "get_num_threads", lambda: threads)
    covered = np.zeros(shape, dtype=int)
    for tile in arrays._tiles(shape):
        covered[tile] += 1
        assert covered[tile].size <= 6
    assert (covered == 1).all() or covered.size == 0
    values = np.random.RandomState(2).normal(size=shape)
    for order in "CF":
        for other in "CF":
            target = np.full(shape, np.nan, order=order)
            copy_tiles(target, np.array(values, order=other))
            assert np.array_equal(target, values)
    assert np.array_equal(to_array(torch.from_numpy(values)), values)


def test_memory_that_may_not_be_written_is_filled_where_it_lies():
    values = torch.from_numpy(VALUES).float()
    for memory in (np.zeros(SHAPE, order="F"), np.zeros(SHAPE, np.int32, order="F")):
        memory.flags.writeable = False
        fill_array(values * 10, memory)
        assert np.array_equal(memory, (values.numpy() * np.float32(10)).astype(memory.dtype))


def test_memory_of_another_shape_or_order_is_left_alone():
    for memory in (np.zeros((3, 2, 4), order="F"), np.zeros(SHAPE)):
        with pytest.raises(ValueError, match="another shape"):
            fill_array(torch.ones(SHAPE), memory)
        assert not memory.any()


@pytest.mark.parametrize("dtype", ["float32", "float64", "int64"])
@pytest.mark.parametrize("at", [(0, 0, 0), (1, 2, 3), (1, 0, 2)])
def test_missing_numbers_are_found_when_asked(dtype, at, monkeypatch, recwarn):
    monkeypatch.setattr(arrays, "_TILE", 5)
    values = np.array(VALUES, order="F")
    values[0, 1, 1:3] = [np.inf, -np.inf]
    if dtype != "int64":
        assert np.isinf(to_tensor(values, dtype, complete=True)[0, 1, 1:3].numpy()).all()
    values[at] = np.nan
    with pytest.raises(MissingValues):
        to_tensor(values, dtype, complete=True)
    assert not recwarn.list
    if dtype != "int64":
        assert torch.isnan(to_tensor(values, dtype)[at])


def test_bytes_are_read_in_column_major_order():
    tensor = arrays.tensor_from_bytes(bytes(range(6)), [2, 3])
    assert tensor.dtype == torch.uint8
    assert tensor.tolist() == [[0, 2, 4], [1, 3, 5]]
    assert arrays.tensor_from_bytes(bytearray([255]), [1], "float64").item() == 255


def test_only_large_numbers_are_left_to_be_filled():
    assert np.array_equal(arrays.array_or_plan(torch.ones(3)), np.ones(3))
    many = torch.zeros(2, 2**17)
    assert arrays.array_or_plan(many) == {"dim": [2, 2**17], "mode": "double"}
    assert arrays.array_or_plan(many.long())["mode"] == "integer"
    assert arrays.array_or_plan(many.long() + 2**40)["mode"] == "double"
    for kind in (torch.bool, torch.complex64):
        assert arrays.array_or_plan(many.to(kind)).shape == (2, 2**17)


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
