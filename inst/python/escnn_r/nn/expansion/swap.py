"""Layers that are built here get the fast expansion; whoever builds escnn's own gets escnn's."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ...compat import replaced

if TYPE_CHECKING:
    import torch


@contextlib.contextmanager
def expanding() -> Iterator[None]:
    """While it lasts, escnn's constructors make fast expansions and vectorised variances."""
    from escnn.nn import init
    from escnn.nn.modules import linear
    from escnn.nn.modules.conv import rd_convolution, rd_transposed_convolution
    from escnn.nn.modules.nonlinearities import tensor

    from .manager import Expansion
    from .sampler import Sampler

    homes = (linear, rd_convolution, rd_transposed_convolution, tensor)
    places: list[tuple[Any, str, Any]] = [(h, "BlocksBasisExpansion", Expansion) for h in homes]
    # it imports torch_geometric, which need not be there
    point = sys.modules.get("escnn.nn.modules.pointconv.rd_point_convolution")
    if point is not None:
        places.append((point, "BlocksBasisSampler", Sampler))
    variances = "_generalized_he_init_variances"
    places.append((init, variances, _variances(getattr(init, variances))))
    with replaced(*places):
        yield


def _variances(original: Any) -> Any:
    def variances(manager: torch.nn.Module) -> Any:
        own = getattr(manager, "he_variances", None)
        return original(manager) if own is None else own()

    return variances
