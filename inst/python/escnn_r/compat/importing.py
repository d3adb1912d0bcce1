"""Importing escnn: quietly, with its cache where the user may write, and with clear errors.

On its own, ``import escnn`` writes a cache into its own folder, prints what it caches, and
swallows every ImportError of its submodules. ``prepare()`` installs an import hook that
mends all three, whoever imports escnn afterwards.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import importlib.metadata
import io
import math
import os
import re
import shutil
import sys
import tempfile
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

from ..bridge import call_by
from . import calling, constructor_arguments, point_convolutions, sleeping_threads, standins
from .cache import bound
from .changes import replace, replaced
from .printing import quiet

_SUBMODULES = ("group", "kernels", "gspaces", "nn")


class EscnnImportError(ImportError):
    """escnn is installed but cannot be imported in full; ``__cause__`` is the reason."""

    def __init__(self, stage: str, inner: BaseException) -> None:
        """Describe the inner error that was raised while importing ``stage``."""
        missing = inner.name if isinstance(inner, ImportError) else None
        message = f"{stage} cannot be imported: {type(inner).__name__}: {inner}"
        if isinstance(inner, ModuleNotFoundError) and missing:
            message += f" (missing module: {missing})"
        super().__init__(message, name=missing)


@dataclass
class _Cache:
    requested: Path | None = None
    folder: Path | None = None
    temporary: bool = False


_cache = _Cache()

# stdout belongs to the whole process: threads that divert it must not interleave
_hush_lock = threading.RLock()


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "unknown"


def _default_root() -> Path:
    """Return the folder of this package below the user's cache folder."""
    named = os.environ.get("ESCNN_R_CACHE")
    if named:
        return Path(named).expanduser().absolute()
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser().absolute() / "escnn_r"


def cache_dir() -> Path:
    """Return the folder in use for escnn's cached values, which exists.

    It lies below the folder given to ``prepare()``, else ``$ESCNN_R_CACHE``, else
    ``escnn_r`` in the platform's user cache folder. If that cannot be written, it is a
    temporary folder that is removed when Python ends.
    """
    if _cache.folder is None:
        # values of another escnn, or pickled by another numpy, must never be read back
        key = f"escnn-{_version('escnn')}-numpy{_version('numpy').partition('.')[0]}"
        try:
            folder = (_cache.requested or _default_root()) / key
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                _cache.temporary = False
        except (OSError, RuntimeError):  # pathlib's RuntimeError: there is no home folder
            folder = Path(tempfile.mkdtemp(prefix="escnn_r-"))
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            _cache.temporary = True
        _cache.folder = folder
    return _cache.folder


def cache_is_temporary() -> bool:
    """Tell whether the wanted cache folder could not be written, so that nothing is kept."""
    cache_dir()
    return _cache.temporary


@contextlib.contextmanager
def _redirected_memory(package: Path) -> Iterator[None]:
    """Send joblib caches that would lie inside ``package`` to the cache folder, silently."""
    import joblib

    original = joblib.Memory

    class QuietFunc(joblib.memory.MemorizedFunc):
        def __call__(self, *args: Any, **kwargs: Any) -> Any:
            # escnn prints when it needs more samples than usual, which depends on chance
            with _hush_lock, contextlib.redirect_stdout(io.StringIO()):
                return super().__call__(*args, **kwargs)

        def _persist_input(self, *args: Any, **kwargs: Any) -> Any:
            # no warning, however slow the disk
            return super()._persist_input(*args, **kwargs, this_duration_limit=math.inf)

    class Memory(original):  # type: ignore[misc, valid-type]
        def __init__(self, location: Any = None, *args: Any, **options: Any) -> None:
            self._quiet = location is not None and Path(location).resolve().is_relative_to(package)
            if self._quiet:
                location, options["verbose"] = str(cache_dir()), 0
            super().__init__(location, *args, **options)

        def cache(self, *args: Any, **options: Any) -> Any:
            cached = super().cache(*args, **options)
            if self._quiet and type(cached) is joblib.memory.MemorizedFunc:
                cached.__class__ = QuietFunc
            return cached

    with replaced((joblib, "Memory", Memory)):
        yield


def _mute_cache_warnings() -> None:
    """Mute what joblib says of colliding or racing writes of escnn's own caches."""
    folder = re.escape(str(cache_dir()))
    warnings.filterwarnings("ignore", r".*name collisions.*[\\/]escnn[\\/]group[\\/]")
    warnings.filterwarnings("ignore", f"(?s)Unable to cache to disk.*{folder}")


def _verify(module: ModuleType) -> None:
    """Raise the error that escnn's ``__init__`` swallowed, if any."""
    for name in _SUBMODULES:
        if not hasattr(module, name):
            submodule = f"{module.__name__}.{name}"
            try:
                importlib.import_module(submodule)
            except Exception as error:
                raise EscnnImportError(submodule, error) from error


def _forget() -> None:
    """Drop the half-imported package, so that a later import starts afresh."""
    for name in [n for n in sys.modules if n == "escnn" or n.startswith("escnn.")]:
        del sys.modules[name]


def _items(tensor: Any) -> Iterator[Any]:
    """The items of a geometric tensor's batch, each a tensor of one."""
    return (tensor[i : i + 1] for i in range(len(tensor.tensor)))


class _EscnnLoader(Loader):
    """Runs escnn's own loader with the cache redirected, and checks what came of it."""

    def __init__(self, loader: Loader | None) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None if self._loader is None else self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        spec = module.__spec__
        if self._loader is not None and spec is not None:
            # so that inspect and importlib.resources meet the loader they know
            module.__loader__ = spec.loader = self._loader
        try:
            # torch comes first: its warnings (of a numpy that does not fit) must be seen
            importlib.import_module("torch")
            package = Path(module.__path__[0]).resolve()
            with _redirected_memory(package), point_convolutions.postponed(), quiet():
                if self._loader is not None:
                    self._loader.exec_module(module)
                _verify(module)
        except EscnnImportError:
            _forget()
            raise
        except Exception as error:
            _forget()
            raise EscnnImportError("escnn", error) from error
        # they need numpy, which preparing must not load
        from escnn_r.compat import group_arithmetic, representations

        replace(module.group, "__cache_path__", str(cache_dir()))
        constructor_arguments.arm(module.nn.EquivariantModule)
        group_arithmetic.install(module.group)
        representations.install(module.group)
        point_convolutions.install(module.nn)
        # without this Python goes on asking for items for ever
        replace(module.nn.GeometricTensor, "__iter__", _items)
        _mute_cache_warnings()
        bound(cache_dir())


class _EscnnFinder(MetaPathFinder):
    """Finds escnn with the other finders and wraps its loader."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if fullname != "escnn":
            return None
        for finder in sys.meta_path:
            if isinstance(finder, _EscnnFinder) or not hasattr(finder, "find_spec"):
                continue
            spec = finder.find_spec(fullname, path, target)
            if spec is not None:
                spec.loader = _EscnnLoader(spec.loader)
                return spec
        return None


def prepare(cache_dir: str | os.PathLike[str] | None = None) -> None:
    """Arrange for escnn to be imported well, whoever imports it. Idempotent and cheap.

    Args:
        cache_dir: where escnn keeps computed values, for this session; see ``cache_dir()``
            for the default. It has no effect once escnn is imported.
    """
    if cache_dir is not None and "escnn" not in sys.modules:
        _cache.requested = Path(cache_dir).expanduser().absolute()
        _cache.folder = None
    sleeping_threads.asleep()
    standins.install()
    call_by(calling.called)
    if not any(isinstance(finder, _EscnnFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _EscnnFinder())


def load() -> ModuleType:
    """Import escnn, as arranged by ``prepare()``, and return it.

    Raises:
        EscnnImportError: escnn is there, but a module that it needs is missing or broken.
        ModuleNotFoundError: escnn is not installed.
    """
    prepare()
    module = importlib.import_module("escnn")
    _verify(module)
    return module
