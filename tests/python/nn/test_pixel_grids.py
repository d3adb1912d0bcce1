"""Pixel arithmetic, and what groups do to a grid."""

import pytest

import escnn_r
from escnn_r.nn import pixel_grids

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")


def test_what_windows_leave_over():
    assert pixel_grids.left_over((9, 10), (3, 3), (2, 2), (0, 1)) == (0, 1)
    assert pixel_grids.left_over((2, 2), (3, 3), (2, 2), (0, 0)) == (0, 0)
    assert pixel_grids.each(2, 3) == (2, 2, 2) and pixel_grids.each([1, 2], 2) == (1, 2)


def test_groups_move_swap_and_leave_the_grid():
    c4, c8, flips = gspaces.rot2dOnR2(4), gspaces.rot2dOnR2(8), gspaces.flip2dOnR2()
    assert pixel_grids.moved_axes(c4) == (True, True) and pixel_grids.swaps_axes(c4)
    assert not pixel_grids.leaves_grid(c4) and pixel_grids.leaves_grid(c8)
    assert sorted(pixel_grids.moved_axes(flips)) == [False, True] and not pixel_grids.swaps_axes(
        flips
    )
    assert pixel_grids.moved_axes(gspaces.trivialOnR2()) == (False, False)
    # arrays are (depth, height, width); turns about z leave the first
    assert pixel_grids.moved_axes(gspaces.rot2dOnR3(4)) == (False, True, True)
    assert pixel_grids.leaves_grid(gspaces.icoOnR3()) and not pixel_grids.leaves_grid(
        gspaces.octaOnR3()
    )


def test_odd_neighbours():
    assert pixel_grids.odd_neighbours(4) == "3 or 5" and pixel_grids.odd_neighbours(2) == "3"
