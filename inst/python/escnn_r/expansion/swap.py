"""Layers that are built here get the fast expansion; whoever builds escnn's own gets escnn's."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Any

_lock = threading.RLock()


@contextlib.contextmanager
def expanding() -> Iterator[None]:
    """While it lasts, escnn's constructors make fast expansions and vectorised variances."""
    from escnn.nn import init
    from escnn.nn.modules import linear
    from escnn.nn.modules.conv import rd_convolution, rd_transposed_convolution
    from escnn.nn.modules.nonlinearities import tensor

    from .manager import Expansion

    homes: list[Any] = [linear, rd_convolution, rd_transposed_convolution, tensor]
    with _lock:
        before = [home.BlocksBasisExpansion for home in homes]
        variances = init._generalized_he_init_variances
        for home in homes:
            home.BlocksBasisExpansion = Expansion
        init._generalized_he_init_variances = _variances(variances)
        try:
            yield
        finally:
            init._generalized_he_init_variances = variances
            for home, original in zip(homes, before, strict=True):
                home.BlocksBasisExpansion = original


def _variances(original: Any) -> Any:
    def found(manager: Any) -> Any:
        own = getattr(manager, "he_variances", None)
        return original(manager) if own is None else own()

    return found
