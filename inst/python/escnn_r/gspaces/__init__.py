"""Gspaces: groups that act on points, planes and space, and those with fewer symmetries."""

from ..bridge.faces import face

__getattr__, __dir__, __all__ = face(
    __name__,
    {
        "description": "describe_gspace",
        "factories": "base_space_action build_gspace gspace_of_subgroup gspace_orders",
        "restriction": "restrict_field_type restrict_gspace",
    },
)
