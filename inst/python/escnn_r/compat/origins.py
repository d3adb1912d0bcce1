"""Where modules come from: whether something else has taken the place of a module we need."""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.util
import os
import site
import sys
import sysconfig
from typing import Any

_NEEDED = ("numpy", "torch", "escnn")


def strangers(wished: list[str] | None = None) -> list[dict[str, Any]]:
    """Modules that come, or would come, from outside of Python and its environment.

    Nothing is imported. ``wrong`` are those that can't be what is needed: a file of the working
    folder, unless that is one of the folders ``wished`` for, or of any other in the place of a
    module of Python itself.
    """
    homes = _homes()
    working_folder = _real(os.curdir)
    if working_folder in map(_real, wished or ()):
        working_folder = ""
    modules = []
    for name in _NEEDED:
        file = _file(name)
        if file is not None and not _within(file, homes) and not _editable(name, homes):
            modules.append({"name": name, "file": file, "wrong": _folder(file) == working_folder})
    for name in sorted(sys.stdlib_module_names & sys.modules.keys()):
        loaded = getattr(sys.modules[name], "__file__", None)
        if loaded and not _within(loaded, homes) and not _is_library(_folder(loaded)):
            modules.append(
                {"name": name, "file": loaded, "wrong": _folder(loaded) == working_folder}
            )
    return modules


def _file(name: str) -> str | None:
    """The file of a module that is loaded, or that an import would load."""
    if name in sys.modules:
        return getattr(sys.modules[name], "__file__", None)
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None
    return None if spec is None or not spec.has_location else spec.origin


def _homes() -> list[str]:
    """The folders of Python's own modules and of the environment's packages."""
    folders = [*sysconfig.get_paths().values(), sysconfig.get_config_var("DESTSHARED")]
    folders += [*site.getsitepackages(), site.getusersitepackages() if _user_site() else None]
    # an archive or folder of the library that frozen or embedded Pythons have
    folders += [getattr(sys, "_stdlib_dir", None), os.path.dirname(os.__file__)]
    return [_real(each) for each in folders if each]


@functools.lru_cache
def _is_library(folder: str) -> bool:
    """Whether a folder, or one of the two above it, is a library that came with a Python.

    A Python that another program started knows only its environment, not where the Python lies
    that the environment was made from.
    """
    for _ in range(3):
        if os.path.isfile(os.path.join(folder, "os.py")) and os.path.isdir(
            os.path.join(folder, "encodings")
        ):
            return True
        folder = os.path.dirname(folder)
    return False


def _user_site() -> bool:
    return bool(site.ENABLE_USER_SITE)


def _real(path: str) -> str:
    return os.path.normcase(os.path.realpath(path))


def _within(file: str, folders: list[str]) -> bool:
    both = (os.path.normcase(os.path.abspath(file)), _real(file))
    return any(each.startswith(folder + os.sep) for each in both for folder in folders)


def _folder(file: str) -> str:
    """The folder on Python's path that a module's file belongs to."""
    folder = os.path.dirname(file)
    if os.path.basename(file).startswith("__init__."):
        folder = os.path.dirname(folder)
    return _real(folder)


def _editable(name: str, homes: list[str]) -> bool:
    """Whether the environment itself has the module installed from a folder of its source."""
    return any(
        "direct_url.json" in map(str, each.files or ())
        or each.read_text("direct_url.json") is not None
        for each in importlib.metadata.distributions(name=name, path=homes)
    )
