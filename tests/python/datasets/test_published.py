"""Sets of known layouts, from small files made here."""

import gzip
import zipfile

import numpy as np
import pytest
import torch
from idx_files import idx

from escnn_r.datasets.files import DamagedFile
from escnn_r.datasets.published import medmnist, mnist, mnist_rot_from_mnist, mnist_rot_original

RANDOM = np.random.RandomState(1)


@pytest.fixture
def mnist_files(tmp_path):
    paths = {}
    for half, count in (("train", 60), ("test", 10)):
        images = RANDOM.randint(0, 256, (count, 8, 8)).astype(np.uint8)
        for kind, values in (("images", images), ("labels", np.arange(count) % 10)):
            path = tmp_path / f"{half}-{kind}.gz"
            path.write_bytes(gzip.compress(idx(values.astype(np.uint8))))
            paths[f"{half}_{kind}"] = str(path)
    return paths


def test_mnist_is_images_of_one_channel_from_0_to_1(mnist_files):
    data = mnist(mnist_files["test_images"], mnist_files["test_labels"], {"name": "small"})
    assert data.shape == (1, 8, 8) and len(data) == 10 and data.name == "small"
    values, targets = data.take(np.arange(10))
    assert values.min() >= 0 and values.max() <= 1 and targets.tolist() == list(range(10))
    with pytest.raises(DamagedFile, match="10 images"):
        mnist(mnist_files["test_images"], mnist_files["train_labels"], {})


def test_made_sets_share_no_digits_and_follow_the_seed(mnist_files):
    train = mnist_rot_from_mnist(mnist_files, "train", 1, {})
    test = mnist_rot_from_mnist(mnist_files, "test", 1, {})
    # in the proportion of the original
    assert len(train) == 70 * 12000 // 62000 and len(test) == 70 * 50000 // 62000
    again = mnist_rot_from_mnist(mnist_files, "train", 1, {})
    assert torch.equal(train.values, again.values)
    assert not torch.equal(train.values, mnist_rot_from_mnist(mnist_files, "train", 2, {}).values)
    # every digit keeps its label, and no quarter of all is used twice
    counts = torch.bincount(torch.cat([train.targets(), test.targets()]), minlength=10)
    assert counts.max() <= 7


def test_the_original_is_read_from_its_archive(tmp_path):
    path = str(tmp_path / "rot.zip")
    images = RANDOM.uniform(size=(3, 784)).astype(np.float32)
    with zipfile.ZipFile(path, "w") as archive:
        for part in ("train_valid", "test"):
            rows = [[*image, i] for i, image in enumerate(images)]
            text = "\n".join(" ".join(f"{number:.9e}" for number in row) for row in rows)
            archive.writestr(f"mnist_all_rotation_normalized_float_{part}.amat", text)
    data = mnist_rot_original(path, "test", {"classes": list("0123456789")})
    values, targets = data.take(np.arange(3))
    assert np.array_equal(values.numpy().reshape(3, 784), images) and targets.tolist() == [0, 1, 2]


def test_medmnist_has_images_and_volumes_classes_and_labels(tmp_path):
    path = str(tmp_path / "set.npz")
    volumes = RANDOM.randint(0, 256, (4, 3, 3, 3)).astype(np.uint8)
    labels = np.array([[0], [1], [1], [0]], dtype=np.uint8)
    np.savez(path, val_images=volumes, val_labels=labels)
    data = medmnist(path, "validation", 1, False, {"classes": ["a", "b"]})
    assert data.shape == (1, 3, 3, 3) and data.targets().tolist() == [0, 1, 1, 0]
    # the same file as images of three channels, with several labels each
    np.savez(path, train_images=volumes, train_labels=np.eye(4, 2, dtype=np.uint8))
    data = medmnist(path, "train", 3, True, {"classes": ["a", "b"]})
    assert data.shape == (3, 3, 3) and data.several
    values, targets = data.take(np.array([2]))
    assert np.allclose(values[0, :, 1, 2].numpy(), volumes[2, 1, 2] / 255)
    assert targets.dtype == torch.float32 and data.targets()[0].tolist() == [1, 0]


@pytest.mark.parametrize("labels", [[0, 1], [0, 1, 2], [0, 1, 9]])
def test_medmnist_whose_images_and_labels_differ_is_refused(tmp_path, labels):
    path = str(tmp_path / "some.npz")
    images = np.zeros((3, 4, 4), np.uint8)
    np.savez(path, train_images=images, train_labels=np.array(labels, np.uint8)[:, None])
    about = {"classes": ["a", "b"]}
    match = "3 images and 2 labels" if len(labels) == 2 else f"labels are 0 to {labels[-1]}, not"
    with pytest.raises(DamagedFile, match=match):
        medmnist(path, "train", 1, False, about)


@pytest.mark.parametrize(
    ("images", "labels", "match"),
    [
        (np.zeros((2, 4, 4)), np.array(["a", "b"]), "must hold numbers"),
        (np.zeros((2, 4, 4)), np.zeros(2, [("a", "u1")]), "must hold numbers"),
        (np.zeros((2, 4, 4)), np.array([0.5, 1]), "whole numbers"),
        (np.zeros((2, 4, 4)), np.array([np.nan, 1]), "whole numbers"),
        (np.zeros((2, 4, 4)), np.array([[0, 1], [1, 0]]), r"extents \(2, 2\), not \(2, 1\)"),
        (np.full((2, 4, 4), np.inf), np.array([0, 1]), "missing or infinite"),
        (np.zeros(2), np.array([0, 1]), "pictures of 1 channel"),
        (np.zeros((2, 4)), np.array([0, 1]), "pictures of 1 channel"),
    ],
)
def test_medmnist_of_other_values_is_refused(tmp_path, images, labels, match):
    path = str(tmp_path / "some.npz")
    np.savez(path, train_images=images, train_labels=labels)
    with pytest.raises(DamagedFile, match=match):
        medmnist(path, "train", 1, False, {"classes": ["a", "b"]})


def test_sets_of_other_extents_are_refused(mnist_files, tmp_path):
    path = str(tmp_path / "some.npz")
    np.savez(path, train_images=np.zeros((2, 4, 4)), train_labels=np.eye(2))
    with pytest.raises(DamagedFile, match="pictures of 3 channels"):
        medmnist(path, "train", 3, True, {"classes": ["a", "b"]})
    with pytest.raises(DamagedFile, match="pictures of 1 channel"):
        mnist(mnist_files["test_labels"], mnist_files["test_labels"], {})
    with pytest.raises(DamagedFile, match=r"not \(10, 1\)"):
        mnist(mnist_files["test_images"], mnist_files["test_images"], {})
