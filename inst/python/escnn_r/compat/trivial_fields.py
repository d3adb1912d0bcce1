"""What escnn forgets of invariant fields: which nonlinearities they support."""

from __future__ import annotations

from typing import Any

_SUPPORTED = ("pointwise", "gate", "gated", "norm")


def mend(in_type: Any) -> None:
    """Say of the trivial representations of a type, or of several, what holds of them.

    escnn does so itself, but for direct products of groups.
    """
    for kind in in_type if isinstance(in_type, tuple) else (in_type,):
        for representation in set(kind.representations):
            if representation.is_trivial():
                representation.supported_nonlinearities.update(_SUPPORTED)
