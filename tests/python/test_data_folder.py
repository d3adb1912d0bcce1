"""Pictures in folders."""

import numpy as np
import pytest

from escnn_r.data.files import DamagedFile
from escnn_r.data.folder import Folder, has_reader
from escnn_r.errors import BadArgument

Image = pytest.importorskip("PIL.Image", reason="pillow is not installed")

RANDOM = np.random.RandomState(1)


def picture(path, values, **options):
    path.parent.mkdir(exist_ok=True, parents=True)
    Image.fromarray(values).save(path, **options)
    return values


@pytest.fixture
def grey(tmp_path):
    values = {}
    for label, names in (("cat", ["a.png", "deep/b.PNG"]), ("ant", ["c.png"])):
        for name in names:
            made = RANDOM.randint(0, 256, (4, 5)).astype(np.uint8)
            values[name] = picture(tmp_path / label / name, made)
    (tmp_path / "empty").mkdir()
    (tmp_path / "cat" / "notes.txt").write_text("no picture")
    return tmp_path, values


def test_classes_are_folders_in_order_and_files_are_found_below(grey):
    folder, values = grey
    data = Folder(str(folder))
    assert data.classes == ["ant", "cat"] and data.targets().tolist() == [0, 1, 1]
    assert data.shape == (1, 4, 5) and len(data) == 3 and not data.in_memory
    taken, targets = data.take(np.array([1, 0]))
    assert np.array_equal(taken[0, 0].numpy(), (values["a.png"] / 255).astype(np.float32))
    assert np.array_equal(taken[1, 0].numpy(), (values["c.png"] / 255).astype(np.float32))
    assert targets.tolist() == [1, 0]


def test_nothing_is_read_before_it_is_taken(grey):
    folder, _ = grey
    data = Folder(str(folder))
    (folder / "cat" / "a.png").write_bytes(b"damaged")
    assert data.take(np.array([0]))[0].shape == (1, 1, 4, 5)
    with pytest.raises(DamagedFile, match=r"a\.png cannot be read"):
        data.take(np.array([1]))


def test_colours_are_channels(tmp_path):
    values = picture(tmp_path / "x" / "a.png", RANDOM.randint(0, 256, (4, 5, 3)).astype(np.uint8))
    data = Folder(str(tmp_path))
    assert data.shape == (3, 4, 5)
    taken = data.take(np.array([0]))[0][0].numpy()
    assert np.array_equal(taken, np.moveaxis(values / 255, -1, 0).astype(np.float32))
    assert Folder(str(tmp_path), colour=False).take(np.array([0]))[0].shape == (1, 1, 4, 5)


def test_jpeg_and_sixteen_bits_are_read(tmp_path):
    picture(tmp_path / "x" / "a.jpg", np.full((8, 8), 128, np.uint8), quality=100)
    assert abs(Folder(str(tmp_path)).take(np.array([0]))[0] - 128 / 255).max() < 0.01
    wide = picture(tmp_path / "y" / "b.png", np.array([[0, 65535], [6553, 40000]], np.uint16))
    data = Folder(str(tmp_path), size=(2, 2), colour=True)
    taken = data.take(np.array([1]))[0][0]
    assert taken.shape == (3, 2, 2) and np.allclose(taken[2].numpy(), wide / 65535)


def test_pictures_of_several_sizes_need_a_size(grey):
    folder, _ = grey
    picture(folder / "cat" / "z.png", np.full((6, 6), 51, np.uint8))
    with pytest.raises(BadArgument, match=r"`size` must be given when pictures differ"):
        Folder(str(folder)).take(np.arange(4))
    taken = Folder(str(folder), size=(3, 7)).take(np.arange(4))[0]
    assert taken.shape == (4, 1, 3, 7)
    assert np.allclose(taken[3].numpy(), 0.2)


def test_folders_without_pictures_are_refused(tmp_path):
    with pytest.raises(BadArgument, match="`folder` must be a folder that holds a folder"):
        Folder(str(tmp_path))
    assert has_reader()
