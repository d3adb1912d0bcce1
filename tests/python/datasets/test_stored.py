"""Data sets in folders: written part by part, read where needed, replaced whole or not at all."""

import json
import pickle

import numpy as np
import pytest
import torch

from escnn_r.bridge.errors import BadArgument
from escnn_r.bridge.files.writing import NotWritten
from escnn_r.datasets import clouds, from_arrays, stored, writing


def written(path, parts, scale=1.0, **options):
    writer = writing.DatasetWriter(str(path), **options)
    for part in parts:
        writer.append(*part)
    return writer.close(scale, {"name": "made"})


def two_parts(dtype=np.float32):
    random = np.random.default_rng(1)
    values = (255 * random.random((7, 1, 4, 5))).astype(dtype)
    labels = random.integers(0, 2, 7)
    parts = [(values[:4], labels[:4], ["a", "b"]), (values[4:], labels[4:], ["a", "b"])]
    return values, labels, parts


@pytest.mark.parametrize("dtype", [np.float32, np.uint8])
def test_parts_are_read_as_they_were_written(tmp_path, dtype):
    values, labels, parts = two_parts(dtype)
    data = written(tmp_path / "set", parts, scale=0.5)
    assert data.shape == (1, 4, 5)
    assert len(data) == 7
    index = np.array([6, 0, 3, 0])
    found, targets = data.take(index)
    torch.testing.assert_close(found, torch.from_numpy(values[index].astype(np.float32) * 0.5))
    assert targets.tolist() == labels[index].tolist()
    kept, scale = data.stored(index)
    assert kept.numpy().dtype == dtype
    assert scale == 0.5
    # other programs read the same
    assert np.array_equal(np.load(tmp_path / "set" / "values.npy"), values)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["set"]


def test_it_is_opened_again_in_another_process(tmp_path):
    values, _, parts = two_parts()
    data = written(tmp_path / "set", parts)
    raw = pickle.dumps(data)
    assert len(raw) < 2000
    again = pickle.loads(raw)
    assert np.array_equal(again.take(np.arange(7))[0].numpy(), values)
    assert not data.in_memory


def test_only_what_is_asked_for_is_read(tmp_path):
    _, _, parts = two_parts()
    data = written(tmp_path / "set", parts)
    assert isinstance(data.values, np.memmap)
    assert from_arrays.describe_dataset(data.subset(np.array([1, 5])))["count"] == 2


def test_parts_must_agree(tmp_path):
    values, labels, parts = two_parts()
    writer = writing.DatasetWriter(str(tmp_path / "set"))
    writer.append(*parts[0])
    wrong = [
        ("x", (values[:, :, :3], labels, ["a", "b"])),
        ("x", (values.astype(np.uint8), labels, ["a", "b"])),
        ("x", (values[0], labels, ["a", "b"])),
        ("y", (values, labels, ["b", "a"])),
        ("y", (values, labels[:2], ["a", "b"])),
        ("y", (values,)),
    ]
    for argument, part in wrong:
        with pytest.raises(BadArgument) as problem:
            writer.append(*part)
        assert problem.value.argument == argument
    # what was refused is not there
    writer.append(*parts[1])
    data = writer.close(1, {})
    assert np.array_equal(data.take(np.arange(7))[0].numpy(), values)


def test_numbered_classes_grow(tmp_path):
    x = np.zeros((2, 3), np.float32)
    writer = writing.DatasetWriter(str(tmp_path / "set"))
    writer.append(x, np.array([0, 1]), ["1", "2"], False, True)
    writer.append(x, np.array([2, 0]), ["1", "2", "3"], False, True)
    assert writer.close(1, {}).classes == ["1", "2", "3"]


def test_what_is_there_stays_until_the_end(tmp_path):
    values, _, parts = two_parts()
    path = tmp_path / "set"
    written(path, parts)
    with pytest.raises(BadArgument, match="does not exist yet"):
        writing.DatasetWriter(str(path))
    writer = writing.DatasetWriter(str(path), overwrite=True)
    writer.append(values[:1] + 1)
    assert len(stored.StoredDataset(str(path))) == 7
    writer.abandon()
    assert len(stored.StoredDataset(str(path))) == 7
    assert [p.name for p in tmp_path.iterdir()] == ["set"]
    assert len(written(path, [(values[:2],)], overwrite=True)) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["set"]
    other = tmp_path / "precious"
    other.mkdir()
    with pytest.raises(BadArgument):
        writing.DatasetWriter(str(other), overwrite=True)


def test_a_full_disk_is_told(tmp_path, monkeypatch):
    _, _, parts = two_parts()
    writer = writing.DatasetWriter(str(tmp_path / "set"))

    def full(self, rows):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing._Rows, "append", full)
    with pytest.raises(NotWritten, match="No space"):
        writer.append(*parts[0])
    writer.abandon()
    assert not list(tmp_path.iterdir())


def test_damaged_folders_are_told(tmp_path):
    _, _, parts = two_parts()
    path = tmp_path / "set"
    written(path, parts)
    about = json.loads((path / "about.json").read_text())
    (path / "about.json").write_text(json.dumps({**about, "format": 99}))
    with pytest.raises(BadArgument, match="newer"):
        stored.StoredDataset(str(path))
    (path / "about.json").write_text("{}")
    with pytest.raises(BadArgument, match="incomplete, damaged"):
        stored.StoredDataset(str(path))
    (path / "about.json").write_text(json.dumps(about))
    whole = (path / "values.npy").read_bytes()
    (path / "values.npy").write_bytes(whole[:-40])
    with pytest.raises(BadArgument, match="incomplete, damaged"):
        stored.StoredDataset(str(path))


def test_pictures_of_another_set_keep_their_bytes(tmp_path):
    values = np.arange(120, dtype=np.uint8).reshape(6, 1, 4, 5)
    source = from_arrays.array_dataset(values, np.array([0, 1] * 3), ["a", "b"], 1 / 255, "bytes")
    writer = writing.DatasetWriter(str(tmp_path / "set"))
    writing.append_part(writer, source, 0, 4)
    writing.append_part(writer, source, 4, 8)
    data = writer.close(writing.storage_scale(source), source.about())
    assert data.values.dtype == np.uint8
    assert data.name == "bytes"
    torch.testing.assert_close(data.take(np.arange(6)), source.take(np.arange(6)))


def test_point_clouds_are_refused(tmp_path):
    cloud = clouds.cloud_dataset(np.zeros((3, 2)), None, [3], None)
    writer = writing.DatasetWriter(str(tmp_path / "set"))
    with pytest.raises(BadArgument, match="point clouds"):
        writing.append_part(writer, cloud, 0, 1)
    writer.abandon()
    assert not list(tmp_path.iterdir())
