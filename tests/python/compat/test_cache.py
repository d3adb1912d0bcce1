"""The cache on disk stays below its limit."""

import os

from escnn_r.compat import cache


def entry(folder, name, size, used):
    home = folder / "joblib" / "f" / (32 * name)
    home.mkdir(parents=True)
    (home / "output.pkl").write_bytes(b"x" * size)
    os.utime(home / "output.pkl", (used, used))
    return home


def test_what_was_used_longest_ago_makes_room(tmp_path):
    old, middle, new = (entry(tmp_path, n, 100, 1000.0 * i) for i, n in enumerate("abc", 1))
    (tmp_path / "other.txt").write_text("stays")
    cache.bound(tmp_path, limit=250)
    assert not old.exists() and middle.exists() and new.exists()
    # once a day
    cache.bound(tmp_path, limit=0)
    assert middle.exists() and new.exists()
    cache.bound(tmp_path, limit=0, every=0)
    assert not middle.exists() and not new.exists() and (tmp_path / "other.txt").exists()


def test_the_limit_is_in_the_environment(tmp_path, monkeypatch):
    kept = entry(tmp_path, "a", 100, 1.0)
    monkeypatch.setenv("ESCNN_R_CACHE_SIZE", "1e3")
    cache.bound(tmp_path)
    assert kept.exists()
    monkeypatch.setenv("ESCNN_R_CACHE_SIZE", "99")
    cache.bound(tmp_path, every=0)
    assert not kept.exists()


def test_a_cache_that_is_somebody_elses_is_left_alone(tmp_path, monkeypatch):
    kept = entry(tmp_path, "a", 100, 1.0)

    def refused(self, *args, **kwargs):
        raise PermissionError

    monkeypatch.setattr(cache.Path, "touch", refused)
    cache.bound(tmp_path, limit=0)
    assert kept.exists()
