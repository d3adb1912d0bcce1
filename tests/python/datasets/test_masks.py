"""Pictures with masks."""

import numpy as np
import pytest

from escnn_r.bridge.errors import BadArgument
from escnn_r.datasets.masks import Masked

Image = pytest.importorskip("PIL.Image", reason="pillow is not installed")


def write(path, values, mode=None):
    path.parent.mkdir(exist_ok=True, parents=True)
    Image.fromarray(np.asarray(values, dtype=np.uint8), mode).save(path)


@pytest.fixture
def pairs(tmp_path):
    values = np.arange(20).reshape(4, 5)
    for name in ("a", "deep/b"):
        write(tmp_path / "images" / f"{name}.tif", values * 10)
        write(tmp_path / "masks" / f"{name}.png", values % 3)
    return tmp_path


def masked(folder, **options):
    return Masked(str(folder / "images"), str(folder / "masks"), **options)


def test_each_pixel_has_a_class(pairs):
    data = masked(pairs)
    assert data.classes == ["0", "1", "2"] and data.shape == (1, 4, 5)
    values, targets = data.take(np.array([1]))
    assert np.array_equal(targets[0].numpy(), np.arange(20).reshape(4, 5) % 3)
    assert np.allclose(values[0, 0].numpy(), np.arange(20).reshape(4, 5) * 10 / 255)


def test_masks_inside_the_folder_of_pictures_are_none_of_them(pairs):
    (pairs / "masks").rename(pairs / "images" / "masks")
    data = Masked(str(pairs / "images"), str(pairs / "images" / "masks"))
    assert len(data) == 2


def test_too_many_values_are_no_classes(pairs):
    write(pairs / "masks" / "a.png", np.arange(20).reshape(4, 5) * 12)
    write(pairs / "images" / "c.png", np.zeros((9, 9)))
    write(pairs / "masks" / "c.png", np.arange(81).reshape(9, 9))
    with pytest.raises(BadArgument, match="at most 64 values"):
        masked(pairs, varied=True)


def test_palettes_are_numbers(pairs):
    picture = Image.fromarray((np.arange(20).reshape(4, 5) % 3).astype(np.uint8), "P")
    picture.putpalette([255, 0, 0, 0, 255, 0, 0, 0, 255])
    picture.save(pairs / "masks" / "a.png")
    assert masked(pairs).classes == ["0", "1", "2"]


def test_two_files_of_one_name_are_told(pairs):
    write(pairs / "images" / "a.png", np.zeros((4, 5)))
    with pytest.raises(BadArgument, match=r"a\.png.*a\.tif|a\.tif.*a\.png"):
        masked(pairs)
