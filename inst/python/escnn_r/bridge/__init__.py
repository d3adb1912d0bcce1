"""The door's other side: a call in, an outcome out; errors for users; arrays.

Nothing here knows escnn. ``files`` reads what other people wrote, ``limits`` refuses what is
too large.
"""

from typing import TYPE_CHECKING

from .faces import face

if TYPE_CHECKING:
    from . import arrays, devices, layouts
    from .arrays import array_or_plan, fill_array, tensor_from_bytes, to_array, to_tensor
    from .calls import call_by, draw, invoke, resolve
    from .devices import pick_device
    from .errors import (
        BadArgument,
        EmptyBasis,
        UnknownArgument,
        WorkerFailed,
        choose,
        first_line,
    )
    from .extents import check_examples, check_extents
    from .limits import TooLarge
    from .limits.budget import check_cost, set_limits
    from .limits.counts import check_elements, check_images, check_processes
    from .randomness import drawing_if, draws, seeded, watched
    from .tensor_math import (
        elementwise,
        negate,
        operate,
        pick,
        pick_where,
        size_of,
        summarise,
    )

__getattr__, __dir__, __all__ = face(__name__)
