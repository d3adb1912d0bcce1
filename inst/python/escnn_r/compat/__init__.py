"""All that changes, replaces or works around something upstream.

``README.md`` lists each change: what, why, for how long.
"""

from typing import TYPE_CHECKING

from ..bridge.faces import face

if TYPE_CHECKING:
    from . import (
        constructor_arguments,
        importing,
        point_convolutions,
        sleeping_threads,
        standins,
        trivial_fields,
    )
    from .changes import replaced
    from .importing import EscnnImportError, cache_dir, cache_is_temporary, load, prepare
    from .origins import strangers
    from .sleeping_threads import crowd

__getattr__, __dir__, __all__ = face(__name__)
