"""Pixel arithmetic, and what groups do to a grid."""

import pytest

import escnn_r
from escnn_r import grid

escnn_r.prepare()
gspaces = pytest.importorskip("escnn.gspaces")


def test_windows_and_what_they_leave_over():
    assert grid.window_output((9, 10), (3, 3), (2, 2), (0, 1)) == (4, 5)
    assert grid.left_over((9, 10), (3, 3), (2, 2), (0, 1)) == (0, 1)
    assert grid.left_over((2, 2), (3, 3), (2, 2), (0, 0)) == (0, 0)
    assert grid.each(2, 3) == (2, 2, 2) and grid.each([1, 2], 2) == (1, 2)


def test_groups_move_swap_and_leave_the_grid():
    c4, c8, flips = gspaces.rot2dOnR2(4), gspaces.rot2dOnR2(8), gspaces.flip2dOnR2()
    assert grid.moved_axes(c4) == (True, True) and grid.swaps_axes(c4)
    assert not grid.leaves_grid(c4) and grid.leaves_grid(c8)
    assert sorted(grid.moved_axes(flips)) == [False, True] and not grid.swaps_axes(flips)
    assert grid.moved_axes(gspaces.trivialOnR2()) == (False, False)
    # arrays are (depth, height, width); turns about z leave the first
    assert grid.moved_axes(gspaces.rot2dOnR3(4)) == (False, True, True)
    assert grid.leaves_grid(gspaces.icoOnR3()) and not grid.leaves_grid(gspaces.octaOnR3())


def test_odd_neighbours():
    assert grid.odd_neighbours(4) == "3 or 5" and grid.odd_neighbours(2) == "3"
