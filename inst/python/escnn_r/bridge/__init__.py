"""The door's other side: a call in, an outcome out; errors for users; arrays.

Nothing here knows escnn. ``files`` reads what other people wrote, ``limits`` refuses what is
too large.
"""

from .faces import face

__getattr__, __dir__, __all__ = face(
    __name__,
    {
        "arrays": "array_or_plan fill_array tensor_from_bytes to_array",
        "calls": "draw invoke",
        "devices": "pick_device",
        "extents": "check_examples",
        "limits.budget": "check_cost set_limits",
        "limits.counts": "check_processes",
        "tensor_math": "elementwise negate operate pick pick_where size_of summarise",
    },
)
