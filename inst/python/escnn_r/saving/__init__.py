"""Keeping models: recipes as plain data, files of a recipe and weights, copies, and data sets."""

from typing import TYPE_CHECKING

from ..bridge.faces import face

if TYPE_CHECKING:
    from .copies import evaluation_copy, fresh_copy, package_module, thawed_copy, unpackage_module
    from .in_workers import trainer_in_workers
    from .model_files import load_model, save_model
    from .objects import package_object, unpackage_object
    from .packed_data import package_dataset, unpackage_dataset

__getattr__, __dir__, __all__ = face(__name__)
