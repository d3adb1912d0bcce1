"""Networks without escnn: plain PyTorch modules, predictions by them, and files of them."""

from typing import TYPE_CHECKING

from ..bridge.faces import face

if TYPE_CHECKING:
    from .files import export_model, export_text
    from .pages.description import page_network, page_pictures
    from .plain_network import plain_module
    from .predictions import predict
    from .tiles import Tiles

__getattr__, __dir__, __all__ = face(__name__)
