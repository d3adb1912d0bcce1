"""Networks without escnn: plain PyTorch modules, and files that run where escnn is not."""

from ..bridge.faces import face

__getattr__, __dir__, __all__ = face(
    __name__,
    {
        "files": "export_model export_text",
        "plain_network": "plain_module",
        "predictions": "predict",
    },
)
