"""What field types cost."""

from __future__ import annotations

from ..bridge import check_cost


def check_fields(count: float, argument: str) -> None:
    """Refuse types of too many fields, which escnn compares one by one."""
    check_cost(
        f"A field type of {count:,.0f} fields",
        20.0 * count,
        4e-5 * count,
        argument,
        "Take fewer fields.",
    )
