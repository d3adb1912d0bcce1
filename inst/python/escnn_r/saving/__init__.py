"""Keeping models: recipes as plain data, files of a recipe and weights, and copies."""

from ..bridge.faces import face

__getattr__, __dir__, __all__ = face(
    __name__,
    {
        "copies": "evaluation_copy fresh_copy package_module thawed_copy unpackage_module",
        "in_workers": "trainer_in_workers",
        "model_files": "load_model save_model",
    },
)
