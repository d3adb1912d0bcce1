"""Gspaces: groups that act on points, planes and space, and those with fewer symmetries."""

from typing import TYPE_CHECKING

from ..bridge.faces import face

if TYPE_CHECKING:
    from .description import describe_gspace
    from .factories import base_space_action, build_gspace, gspace_of_subgroup, gspace_orders
    from .protocols import GSpaceLike
    from .restriction import restrict_field_type, restrict_gspace

__getattr__, __dir__, __all__ = face(__name__)
