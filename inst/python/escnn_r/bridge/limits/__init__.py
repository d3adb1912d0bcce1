"""What things will cost, estimated before they are built, and refused where it is too much.

``machine`` knows how much memory there is, ``budget`` how much of it one thing may take and
how long it may last; the others are formulas: ``groups``, ``kernels``, ``layers``, ``counts``.
An estimate looks at numbers only and builds nothing.
"""

from __future__ import annotations

from .budget import TooLarge, check_cost, limit, set_limits

__all__ = ["TooLarge", "check_cost", "limit", "set_limits"]
