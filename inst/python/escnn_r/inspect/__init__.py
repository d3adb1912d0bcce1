"""What is here: the names of escnn, their documentation, and whether this Python works."""

from ..bridge.faces import face

__getattr__, __dir__, __all__ = face(
    __name__,
    {
        "documentation": "about_name",
    },
)
