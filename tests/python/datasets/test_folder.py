"""Pictures in folders."""

import numpy as np
import pytest

from escnn_r.bridge.errors import BadArgument
from escnn_r.datasets.files import DamagedFile
from escnn_r.datasets.folder import Folder, folder_notes
from escnn_r.datasets.pictures import has_reader

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
    with pytest.raises(BadArgument, match=r"`size` must be given, because pictures differ"):
        Folder(str(folder)).take(np.arange(4))
    taken = Folder(str(folder), size=(3, 7)).take(np.arange(4))[0]
    assert taken.shape == (4, 1, 3, 7)
    assert np.allclose(taken[3].numpy(), 0.2)


def test_folders_without_pictures_are_refused(tmp_path):
    with pytest.raises(BadArgument, match="`folder` must be a folder that holds a folder"):
        Folder(str(tmp_path))
    (tmp_path / "cat").mkdir()
    with pytest.raises(BadArgument, match="not one of empty folders"):
        Folder(str(tmp_path))
    assert has_reader()


ONE = np.arange(20, dtype=np.uint8).reshape(4, 5)


@pytest.mark.parametrize(
    "ending", ["tif", "TIFF", "bmp", "gif", "webp", "pgm", "PNG", "JPG", "tga"]
)
def test_other_formats_and_endings_in_capitals_are_read(tmp_path, ending):
    picture(tmp_path / "x" / "a.png", ONE)
    (tmp_path / "y").mkdir()
    Image.fromarray(ONE).save(tmp_path / "y" / f"b.{ending}")
    data = Folder(str(tmp_path))
    assert [path.name for path in data.files] == ["a.png", f"b.{ending}"]
    taken = data.take(np.arange(2))[0].numpy()
    assert np.abs(taken[1, 0] * 255 - ONE).max() < 8


def test_pictures_without_an_ending_are_known_by_what_is_in_them(tmp_path):
    picture(tmp_path / "x" / "a.png", ONE)
    (tmp_path / "x" / "a.png").rename(tmp_path / "x" / "0001")
    assert len(Folder(str(tmp_path))) == 1


@pytest.mark.parametrize("name", ["notes.txt", "labels.csv", "deep/notes", "film.mp4", "a.pdf"])
def test_files_that_are_no_pictures_are_refused_by_name(grey, name):
    folder, _ = grey
    (folder / "cat" / name).write_text("no picture")
    with pytest.raises(BadArgument, match=rf"files that are not pictures: cat/{name}\."):
        Folder(str(folder))


def test_only_some_of_many_names_are_told(grey):
    folder, _ = grey
    for i in range(9):
        (folder / "ant" / f"{i}.txt").touch()
    with pytest.raises(BadArgument, match=r"ant/0.txt, ant/1.txt, ant/2.txt and 6 more\."):
        Folder(str(folder))


@pytest.mark.parametrize("content", [b"", b"damaged", b"\x89PNG\r\n\x1a\n"])
def test_damaged_pictures_are_refused_by_name(grey, content):
    folder, _ = grey
    (folder / "cat" / "a.png").write_bytes(content)
    with pytest.raises(DamagedFile, match=r"cat/a\.png cannot be read"):
        Folder(str(folder))


def test_pictures_that_end_too_soon_are_refused_when_they_are_read(grey):
    folder, _ = grey
    whole = (folder / "cat" / "a.png").read_bytes()
    (folder / "cat" / "a.png").write_bytes(whole[: len(whole) - 30])
    with pytest.raises(DamagedFile, match=r"cat/a\.png cannot be read"):
        Folder(str(folder)).take(np.arange(3))


def test_pipes_and_links_to_nothing_are_refused_and_never_opened(grey):
    import os

    folder, _ = grey
    os.mkfifo(folder / "cat" / "p.png")
    with pytest.raises(BadArgument, match=r"not pictures: cat/p\.png"):
        Folder(str(folder))
    (folder / "cat" / "p.png").unlink()
    (folder / "cat" / "q.png").symlink_to(folder / "not there.png")
    with pytest.raises(BadArgument, match=r"not pictures: cat/q\.png"):
        Folder(str(folder))


def test_litter_of_systems_does_not_count(grey):
    folder, _ = grey
    for name in (
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "cat/.DS_Store",
        "cat/Thumbs.db",
        "ant/._c.png",
    ):
        (folder / name).write_text("litter")
    picture(folder / "__MACOSX" / "._a.png", ONE)
    data = Folder(str(folder))
    assert len(data) == 3 and data.classes == ["ant", "cat"]
    assert folder_notes(data) == {"empty": [], "beside": [], "nested": ["cat/deep"]}


def test_empty_classes_stay_classes_and_are_told(grey):
    folder, _ = grey
    (folder / "bee").mkdir()
    (folder / "dog").mkdir()
    (folder / "dog" / ".gitkeep").touch()
    data = Folder(str(folder))
    assert data.classes == ["ant", "bee", "cat", "dog"]
    assert data.targets().tolist() == [0, 2, 2]
    assert folder_notes(data)["empty"] == ["bee", "dog"]


def test_what_lies_beside_the_folders_of_classes_is_told(grey):
    folder, _ = grey
    (folder / "README.md").write_text("about")
    assert folder_notes(Folder(str(folder)))["beside"] == ["README.md"]
    picture(folder / "stray.png", ONE)
    with pytest.raises(BadArgument, match=r"pictures that belong to no class: stray\.png"):
        Folder(str(folder))


def test_links_are_followed_but_not_for_ever(grey, tmp_path_factory):
    folder, _ = grey
    other = tmp_path_factory.mktemp("other")
    picture(other / "far" / "d.png", ONE)
    (folder / "cat" / "linked").symlink_to(other / "far")
    (folder / "cat" / "deep" / "loop").symlink_to(folder / "cat")
    assert len(Folder(str(folder))) == 4


WIDE = np.array([[0, 65535], [6553, 40000]], np.uint16)


def test_sixteen_bits_are_scaled_and_not_clipped(tmp_path):
    for name in ("a.tif", "b.png", "c.pgm"):
        picture(tmp_path / "x" / name, WIDE)
    taken = Folder(str(tmp_path)).take(np.arange(3))[0].numpy()
    for each in taken:
        assert np.allclose(each[0], WIDE / 65535, atol=1e-6)


def test_twelve_bits_reach_from_0_to_1(tmp_path):
    # 4095, 0 and 4095, 0 in twelve bits each, after a head with the sizes
    entries = [(256, 3, 2), (257, 3, 2), (258, 3, 12), (259, 3, 1), (262, 3, 1), (273, 4, 8)]
    entries += [(277, 3, 1), (278, 3, 2), (279, 4, 6)]
    content = b"II*\0" + (16).to_bytes(4, "little") + b"\xff\xf0\0\xff\xf0\0" + b"\0\0"
    content += len(entries).to_bytes(2, "little")
    for tag, kind, value in entries:
        content += tag.to_bytes(2, "little") + kind.to_bytes(2, "little")
        content += (1).to_bytes(4, "little") + value.to_bytes(4, "little")
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "a.tif").write_bytes(content + b"\0\0\0\0")
    taken = Folder(str(tmp_path)).take(np.arange(1))[0].numpy()
    assert np.array_equal(taken[0, 0], [[1, 0], [1, 0]])


def test_numbers_with_a_point_stay_and_must_be_finite(tmp_path):
    values = np.array([[0.25, -3], [1e4, 0]], np.float32)
    picture(tmp_path / "x" / "a.tif", values)
    assert np.array_equal(Folder(str(tmp_path)).take(np.arange(1))[0][0, 0].numpy(), values)
    picture(tmp_path / "x" / "a.tif", np.array([[np.nan, 1]], np.float32))
    with pytest.raises(DamagedFile, match="missing or infinite"):
        Folder(str(tmp_path)).take(np.arange(1))


@pytest.mark.parametrize("ending", ["tif", "gif"])
def test_several_pages_are_refused_by_name(tmp_path, ending):
    (tmp_path / "x").mkdir()
    pages = [Image.fromarray(ONE), Image.fromarray(ONE[::-1].copy())]
    pages[0].save(tmp_path / "x" / f"a.{ending}", save_all=True, append_images=pages[1:])
    with pytest.raises(BadArgument, match=rf"a\.{ending}, which has 2"):
        Folder(str(tmp_path))


def test_whole_numbers_of_32_bits_are_refused_by_name(tmp_path):
    picture(tmp_path / "x" / "a.tif", np.array([[0, 70000]], np.int32))
    with pytest.raises(BadArgument, match=r"a\.tif, whose numbers have another range"):
        Folder(str(tmp_path))


def test_palettes_transparency_and_printing_colours_become_colours(tmp_path):
    red = Image.new("RGB", (2, 2), (255, 0, 0))
    (tmp_path / "x").mkdir()
    red.convert("P").save(tmp_path / "x" / "a.png")
    red.convert("RGBA").save(tmp_path / "x" / "b.png")
    red.convert("CMYK").save(tmp_path / "x" / "c.tif")
    taken = Folder(str(tmp_path)).take(np.arange(3))[0].numpy()
    assert np.array_equal(taken[:, :, 0, 0], [[1, 0, 0]] * 3)


def test_one_picture_in_colour_makes_three_channels(grey):
    folder, _ = grey
    picture(folder / "cat" / "z.png", RANDOM.randint(0, 256, (4, 5, 3)).astype(np.uint8))
    assert Folder(str(folder)).shape == (3, 4, 5)
    assert Folder(str(folder), colour=False).shape == (1, 4, 5)


def test_beyond_those_looked_at_pictures_are_refused_when_they_are_read(grey, monkeypatch):
    folder, _ = grey
    monkeypatch.setattr("escnn_r.datasets.folder._LOOKED_AT", 2)
    (folder / "cat" / "deep" / "b.PNG").write_bytes(b"damaged")
    data = Folder(str(folder))
    with pytest.raises(DamagedFile, match=r"b\.PNG cannot be read"):
        data.take(np.arange(3))
