"""How to bring an array of another layout into the one that is wanted, as R code."""

from __future__ import annotations

Shape = tuple[int, ...]


def _written(argument: str) -> str:
    """What the user calls the array, where that is a name in R."""
    return argument if argument in ("x", "y", "newdata", "images") else "x"


def rank_hint(shape: Shape, d: int, size: int, argument: str = "x") -> str | None:
    """What to write for an array of too few or too many dimensions.

    ``d`` are the dimensions of space, ``size`` the channels of the type.
    """
    x = _written(argument)
    if d == 0:
        return f"For one example, write `matrix({x}, 1)`." if shape == (size,) else None
    picture = "image" if d == 2 else "volume"
    if len(shape) == d and size == 1:
        return f"For one {picture} of one channel, write `array({x}, c(1, 1, dim({x})))`."
    if len(shape) == d + 1:
        return _one_less(shape, size, x, picture)
    if len(shape) == d + 3:
        return _one_more(shape, d, size, x)
    return None


def _one_less(shape: Shape, size: int, x: str, picture: str) -> str | None:
    if size == 1 and shape[0] != 1:
        return (
            f"For {shape[0]} {picture}s of one channel, write "
            f"`array({x}, c(dim({x})[1], 1, dim({x})[-1]))`. "
            "R drops dimensions of 1 in `x[i, , , ]` unless `drop = FALSE` is given."
        )
    if shape[0] == size:
        return f"For one {picture}, write `array({x}, c(1, dim({x})))`."
    if shape[-1] == size:
        order = ", ".join(str(i) for i in (len(shape), *range(1, len(shape))))
        permuted = f"aperm({x}, c({order}))"
        return (
            f"For one {picture} with channels last, "
            f"write `array({permuted}, c(1, dim({permuted})))`."
        )
    return None


def _one_more(shape: Shape, d: int, size: int, x: str) -> str:
    if shape[2] == size:
        written = f"array({x}, c(prod(dim({x})[1:2]), dim({x})[-(1:2)]))"
        return f"Put time into the batch: `{written}`."
    if shape[1] == size:
        rest = ", ".join(str(i) for i in range(4, 4 + d))
        permuted = f"aperm({x}, c(1, 3, 2, {rest}))"
        written = f"array({permuted}, c(prod(dim({x})[c(1, 3)]), dim({x})[c(2, {rest})]))"
        hint = f"If the third dimension is time, put it into the batch: `{written}`."
        if d == 2:
            hint += " For volumes, make the model on a gspace such as `gspace_octa_on_r3()`."
        return hint
    return "Time goes into the batch, as more examples."


def channels_hint(shape: Shape, d: int, size: int, argument: str = "x") -> str | None:
    """What to write where channels come last."""
    if d == 0 or shape[-1] != size:
        return None
    x = _written(argument)
    order = ", ".join(str(i) for i in (1, d + 2, *range(2, d + 2)))
    return f"Where channels come last, write `aperm({x}, c({order}))`."
