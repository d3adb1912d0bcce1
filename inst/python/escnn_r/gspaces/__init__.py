"""Gspaces: groups that act on points, planes and space, and those with fewer symmetries."""
