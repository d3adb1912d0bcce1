"""Keeping models: recipes as plain data, files of a recipe and weights, and copies."""

from typing import TYPE_CHECKING

from ..bridge.faces import face

if TYPE_CHECKING:
    from .copies import evaluation_copy, fresh_copy, package_module, thawed_copy, unpackage_module
    from .in_workers import trainer_in_workers
    from .model_files import load_model, save_model

__getattr__, __dir__, __all__ = face(__name__)
