"""What this Python offers: versions, devices, and whether escnn works here.

``python -m escnn_r.inspect.situation`` prints the report as one line of JSON and nothing else.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator

from escnn_r.compat import importing, standins

__all__ = ["collect", "main"]

_PACKAGES = (
    "torch",
    "numpy",
    "scipy",
    "escnn",
    "joblib",
    "pymanopt",
    "autograd",
    "py3nj",
    "lie_learn",
    "torch_geometric",
)


def _error(error: BaseException) -> dict[str, object]:
    return {"type": type(error).__name__, "message": str(error)}


def _attempt(section: Callable[[], object]) -> object:
    """Return what a section reports, or the error that it met."""
    try:
        return section()
    except Exception as error:
        return {"error": _error(error)}


def _python() -> dict[str, object]:
    return {
        "version": platform.python_version(),
        "executable": sys.executable,
        "prefix": sys.prefix,
    }


def _platform() -> dict[str, object]:
    return {
        "system": platform.system(),
        "machine": platform.machine(),
        "description": platform.platform(),
    }


def _packages() -> dict[str, object]:
    versions: dict[str, object] = {}
    for name in _PACKAGES:
        try:
            versions[name] = importlib.metadata.version(name)
        except Exception:  # absent, or its metadata is damaged
            versions[name] = None
    return versions


def _standins() -> list[str]:
    importing.prepare()
    return standins.served()


def _escnn() -> dict[str, object]:
    try:
        importing.load()
    except Exception as error:
        inner = error.__cause__ if isinstance(error, importing.EscnnImportError) else None
        return {"ok": False, "error": _error(inner or error)}
    return {"ok": True, "error": None}


def _torch() -> dict[str, object]:
    import torch

    mps = getattr(torch.backends, "mps", None)
    cuda = torch.cuda.is_available()
    return {
        "version": torch.__version__,
        "threads": torch.get_num_threads(),
        "interop_threads": torch.get_num_interop_threads(),
        "cuda": {
            "available": cuda,
            "version": torch.version.cuda,
            "devices": [
                torch.cuda.get_device_name(index)
                for index in range(torch.cuda.device_count() if cuda else 0)
            ],
        },
        "mps": {"available": mps is not None and mps.is_available()},
    }


def collect() -> dict[str, object]:
    """Return the report, which ``json.dumps()`` accepts. It never raises.

    Returns:
        A section each; one that fails holds ``{"error": {"type", "message"}}``.
        ``cache_writable`` is false when the wanted cache folder could not be written and
        ``cache_dir`` is a temporary one.
    """
    sections: dict[str, Callable[[], object]] = {
        "python": _python,
        "packages": _packages,
        "escnn": _escnn,
        "platform": _platform,
        "standins": _standins,
        "torch": _torch,
        "cache_dir": lambda: str(importing.cache_dir()),
        "cache_writable": lambda: not importing.cache_is_temporary(),
    }
    return {name: _attempt(section) for name, section in sections.items()}


@contextlib.contextmanager
def _stdout_to_stderr() -> Iterator[None]:
    """Divert stdout, that of compiled libraries included, while the report is made."""
    saved = os.dup(1)
    os.dup2(2, 1)
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield
    finally:
        os.dup2(saved, 1)
        os.close(saved)


def main() -> None:
    """Print the report as one line of JSON."""
    with _stdout_to_stderr():
        report = collect()
    print(json.dumps(report))


if __name__ == "__main__":
    main()
