"""How equivariant a module is, measured on inputs that are given or drawn."""

from typing import TYPE_CHECKING

from ..bridge.faces import face

if TYPE_CHECKING:
    from .measuring import check_equivariance

__getattr__, __dir__, __all__ = face(__name__)
