"""What is here: the names of escnn, their documentation, and whether this Python works."""

from typing import TYPE_CHECKING

from ..bridge.faces import face

if TYPE_CHECKING:
    from .documentation import about_name

__getattr__, __dir__, __all__ = face(__name__)
