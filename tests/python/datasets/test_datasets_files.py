"""Reading files: right ones to the byte, damaged ones not at all."""

import gzip
import hashlib
import zipfile

import numpy as np
import pytest
from idx_files import idx

from escnn_r.datasets.files import DamagedFile, file_digest, read_amat, read_idx, read_npz

VALUES = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)


def test_checksums_are_those_of_the_whole_file(tmp_path):
    path = tmp_path / "file"
    content = bytes(range(256)) * 5000
    path.write_bytes(content)
    assert file_digest(str(path)) == hashlib.sha256(content).hexdigest()
    assert file_digest(str(path), "md5") == hashlib.md5(content).hexdigest()


@pytest.mark.parametrize("name", ["plain", "packed.gz"])
def test_idx_files_are_read(tmp_path, name):
    path = tmp_path / name
    content = idx(VALUES)
    path.write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    read = read_idx(str(path))
    assert read.dtype == np.uint8 and np.array_equal(read, VALUES) and read.flags.writeable


@pytest.mark.parametrize(
    "harm", [lambda c: c[:-1], lambda c: b"\1" + c[1:], lambda c: b"", lambda c: c + b"x"]
)
def test_damaged_idx_files_are_refused(tmp_path, harm):
    path = tmp_path / "file.gz"
    path.write_bytes(gzip.compress(harm(idx(VALUES))))
    with pytest.raises(DamagedFile):
        read_idx(str(path))
    path.write_bytes(gzip.compress(idx(VALUES))[:-12])
    with pytest.raises(DamagedFile, match="unpacked"):
        read_idx(str(path))


def test_npz_archives_execute_nothing(tmp_path):
    path = str(tmp_path / "file.npz")
    np.savez(path, a=VALUES, b=np.array([{"harm": 1}], dtype=object))
    assert np.array_equal(read_npz(path, ["a"])[0], VALUES)
    with pytest.raises(ValueError, match="must hold numbers"):
        read_npz(path, ["b"])
    with pytest.raises(DamagedFile, match="holds no c"):
        read_npz(path, ["a", "c"])
    (tmp_path / "bad.npz").write_bytes(b"PK\3\4 but no more")
    with pytest.raises(DamagedFile):
        read_npz(str(tmp_path / "bad.npz"), ["a"])


def test_rows_of_text_are_read_from_archives(tmp_path):
    rows = np.random.RandomState(1).uniform(size=(50, 5)).astype(np.float32)
    path = str(tmp_path / "file.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        text = "\n".join("   ".join(f"{number:.9e}" for number in row) for row in rows)
        archive.writestr("folder/set_test.amat", text + "\n")
    read = read_amat(path, "test.amat", 5)
    assert read.dtype == np.float32 and np.array_equal(read, rows)
    with pytest.raises(DamagedFile, match="other than 7"):
        read_amat(path, "test.amat", 7)
    with pytest.raises(DamagedFile, match="holds no"):
        read_amat(path, "train.amat", 5)
