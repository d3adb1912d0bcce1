"""Files of other people, read with limits and checked before they are believed."""

from typing import TYPE_CHECKING

from ..faces import face

if TYPE_CHECKING:
    from . import archive, regular, tensor_bytes, writing
    from .archive import broken_archive, read_archive, write_archive
    from .checked_json import (
        Check,
        DamagedField,
        DamagedText,
        anything,
        flag,
        listing,
        mapping,
        names,
        number,
        one_of,
        optional,
        parse,
        record,
        text,
        whole,
    )
    from .regular import check, memory_share, opened, read
    from .writing import not_written, write_bytes

__getattr__, __dir__, __all__ = face(__name__)
