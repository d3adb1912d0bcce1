"""How equivariant a module is, measured on inputs that are given or drawn."""

from ..bridge.faces import face

__getattr__, __dir__, __all__ = face(
    __name__,
    {
        "measuring": "check_equivariance",
    },
)
