"""What things will cost, estimated before they are built, and refused where it is too much.

``machine`` knows how much memory there is, ``budget`` how much of it one thing may take and
how long it may last, ``counts`` what numbers of things cost. Other rooms have formulas of their
own (``costs``). An estimate looks at numbers only and builds nothing.
"""

from __future__ import annotations

from .budget import TooLarge

__all__ = ["TooLarge"]
