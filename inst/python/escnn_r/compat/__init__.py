"""All that changes, replaces or works around something upstream.

``README.md`` lists each change: what, why, for how long.
"""

from ..bridge.faces import face

__getattr__, __dir__, __all__ = face(
    __name__,
    {
        "importing": "load prepare",
        "origins": "strangers",
        "sleeping_threads": "crowd",
    },
)
