"""Keeping models: recipes as plain data, files of a recipe and weights, copies, and data sets."""

from ..bridge.faces import face

__getattr__, __dir__, __all__ = face(
    __name__,
    {
        "copies": "evaluation_copy fresh_copy package_module thawed_copy unpackage_module",
        "in_workers": "trainer_in_workers",
        "model_files": "load_model save_model",
        "objects": "package_object unpackage_object",
        "packed_data": "package_dataset unpackage_dataset",
    },
)
