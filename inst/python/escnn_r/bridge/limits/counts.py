"""What numbers of things cost: group elements, processes, images."""

from __future__ import annotations

import math

from .budget import check_cost

# an element with its parameters, as Python has it and as R does
_BYTES_OF_ELEMENT, _SECONDS_OF_ELEMENT = 2000.0, 5e-5
# one that takes the pole to a point
_SECONDS_OF_POINT = 2.5e-4
# points that are compared with all others, some of them for many steps
_SECONDS_OF_PAIR = {"hopf": 6e-7, "thomson": 1e-5, "thomson_cube": 1e-5}
# R, PyTorch and escnn
_BYTES_OF_PROCESS = 3e8


def check_elements(n: int | None, argument: str = "n", kind: str = "") -> None:
    """Refuse too many group elements; a grid of some kinds compares each with all others."""
    if n is not None:
        pair = _SECONDS_OF_PAIR.get(kind, 0.0)
        one = _SECONDS_OF_POINT if kind == "sphere" else _SECONDS_OF_ELEMENT
        seconds = one * n + pair * float(n) ** 2
        memory = _BYTES_OF_ELEMENT * n + (24.0 * float(n) ** 2 if pair else 0.0)
        check_cost(f"{n:,} group elements", memory, seconds, argument)


def check_processes(count: int, argument: str = "workers") -> None:
    """Refuse to start more processes than there is memory for."""
    check_cost(
        f"{count:,} processes",
        _BYTES_OF_PROCESS * count,
        argument=argument,
        hint=f"Take a smaller `{argument}`; as many as there are cores or GPUs are of use.",
    )


def check_images(
    count: int, channels: int, sizes: tuple[int, ...], argument: str = "size", bytes_: float = 8.0
) -> None:
    """Refuse too many images or too large ones."""
    number = math.prod(sizes, start=float(count) * channels)
    what = " x ".join(f"{size:,}" for size in sizes)
    noun = "An image" if count == 1 else f"{count:,} images"
    check_cost(f"{noun} of {channels} x {what}", bytes_ * number, argument=argument)
