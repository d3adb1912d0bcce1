"""Networks without escnn: plain PyTorch modules, predictions by them, and files of them."""

from ..bridge.faces import face

__getattr__, __dir__, __all__ = face(
    __name__,
    {
        "files": "export_model export_text",
        "plain_network": "plain_module",
        "predictions": "predict",
        "tiles": "Tiles",
    },
)
