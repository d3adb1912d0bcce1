"""Data sets: sources that batches are taken from, read from files, split and rotated."""

from typing import TYPE_CHECKING

from ..bridge.faces import face

if TYPE_CHECKING:
    from .base import Dataset, InMemory, OfAnother, Subset
    from .cloud_targets import Energies
    from .clouds import Clouds, cloud_dataset, clouds_of_tensors, describe_clouds
    from .drawing import class_labels, draw_part, image_groups
    from .files import file_digest
    from .folder import Folder, folder_notes
    from .from_arrays import (
        array_dataset,
        dataset_fill,
        dataset_targets,
        dataset_values,
        describe_dataset,
        example_files,
        example_images,
        split_dataset,
        subset_dataset,
    )
    from .gaps import MISSING_CLASS, filled, missing
    from .masks import Masked
    from .parts import crops_of, list_of_images, tiles_of
    from .picked import name_channels, with_channels
    from .pictures import has_reader
    from .point_batches import Points
    from .point_types import with_point_types
    from .published import medmnist, mnist, mnist_rot_from_mnist, mnist_rot_original
    from .reordered import with_classes
    from .resizing import resampled_volume, resized_image
    from .stored import StoredDataset
    from .transformed import embedded_images, rotated_images, rotated_volumes
    from .writing import DatasetWriter, append_part, storage_scale

__getattr__, __dir__, __all__ = face(__name__)
