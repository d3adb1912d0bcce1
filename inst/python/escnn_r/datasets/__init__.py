"""Data sets: sources that batches are taken from, read from files, split and rotated."""

from ..bridge.faces import face

__getattr__, __dir__, __all__ = face(
    __name__,
    {
        "clouds": "cloud_dataset clouds_of_tensors",
        "files": "file_digest",
        "folder": "folder_notes has_reader",
        "from_arrays": (
            "array_dataset dataset_fill dataset_targets dataset_values describe_dataset "
            "picture_dataset split_dataset subset_dataset"
        ),
        "published": "medmnist mnist mnist_rot_made mnist_rot_original",
        "reordered": "with_classes",
        "stored": "DatasetWriter StoredDataset append_part storage_scale",
        "transformed": "embedded_images rotated_images rotated_volumes",
    },
)
