"""What bases of kernels cost: rings x harmonics x pairs of irreps x points, as escnn keeps them."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, prod
from typing import Any

from ..bridge import check_cost
from ..group import GroupLike, RepresentationLike, costs

# what escnn keeps of each element in Python, and takes to make it
_BYTES_OF_ATTRIBUTES, _SECONDS_OF_ATTRIBUTES = 700.0, 1e-5
# bytes of a number while a basis is sampled, in double precision with copies on the way
_SAMPLES, _KERNELS, _WHOLE = 3 * 8.0, 2 * 8.0, 2 * 8.0
# and of those that stay: by pairs of irreps in both precisions, or whole in one
_KEPT_KERNELS, _KEPT_WHOLE = 8.0 + 4.0, 4.0


@dataclass(frozen=True)
class Rings:
    """Rings (or shells) in ``d`` dimensions, with harmonics up to a frequency on each.

    ``kept`` are the harmonics that are kept of all rings together; ``points`` is where
    kernels are sampled, 0 for nowhere.
    """

    d: int
    count: float
    frequency: float
    kept: float
    points: float = 0.0

    @property
    def harmonics(self) -> float:
        """How many harmonics there are on all rings, before any are left out."""
        return self.count * on_ring(self.d, self.frequency)


def on_ring(d: int, frequency: float) -> float:
    """How many harmonics there are on one ring, or on one shell."""
    if d == 0:
        return 1.0
    return 2 * frequency + 1 if d == 2 else (frequency + 1) ** 2


def from_cutoff(
    d: int,
    kernel_size: float,
    dilation: float,
    rings: Sequence[float] | None,
    cutoff: Callable[[float], float] | float | str | None,
    points: float,
) -> Rings:
    """The rings of a convolution, by its cut-off of frequencies, without making any."""
    count = float(ceil(kernel_size / 2) if rings is None else len(rings))
    # more of them would only be slower to add up
    if count > 5000:
        # harmonics grow no slower than the radius
        farthest = (kernel_size - 1) / 2 * dilation
        highest = float(_highest(d, kernel_size // 2, cutoff)(farthest / 2))
        return Rings(d, count, highest, count * on_ring(d, highest / 2), points)
    radii = rings if rings is not None else [r * float(dilation) for r in range(int(count))]
    highest_at = _highest(d, kernel_size // 2, cutoff)
    frequencies = [max(0.0, float(int(highest_at(float(r))))) for r in radii]
    return Rings(d, count, max(frequencies), sum(on_ring(d, f) for f in frequencies), points)


def _highest(d: int, radius: float, cutoff: Any) -> Callable[[float], float]:
    """The highest frequency at a radius, as escnn's policies have it."""
    if callable(cutoff):
        return lambda r: float(cutoff(r))
    policy = {None: "default1"}.get(cutoff, cutoff)
    if not isinstance(policy, str):
        return lambda r: float(policy) * r
    last = policy.removeprefix("default")
    if last == "3":
        return lambda r: 0.0 if r == 0 else 1.0 if r == radius else 2.0
    if d == 3 and last == "1":
        return lambda r: min(2 * r, radius - r + 2)
    edge = 1.0 if last == "2" else 2.0
    return lambda r: min(2 * r, edge if r == radius else 2 * r - (r + 1) % 2)


def per_ring(
    group: GroupLike, d: int, sizes: tuple[int, int], alike: bool, frequency: float
) -> float:
    """About how many kernels there are between two irreps on one ring, up to a frequency.

    Without a constraint it would be one for each harmonic and entry. A finite group leaves one
    in as many as it has elements; a continuous one as many as there are orbits.
    """
    from escnn.group import O3

    i, o = sizes
    if d == 0:
        return float(min(sizes)) if alike else 0.0
    if not group.continuous:
        return max(i * o * on_ring(d, frequency) / group.order(), 0.0)
    if _turns_all(group):
        return min(i, o) / (2 if isinstance(group, O3) else 1)
    along = 1.0 if d == 2 else frequency + 1
    return max(1.0, i * o * along / (2 ** _doublings(group)))


def _doublings(group: Any) -> int:
    """How often a group doubles the rotations around one axis."""
    from escnn.group import O2

    factors = [getattr(group, name) for name in ("G1", "G2") if hasattr(group, name)]
    if factors:
        return sum(_doublings(factor) for factor in factors)
    return 1 if isinstance(group, O2) or group.order() == 2 else 0


@dataclass(frozen=True)
class Basis:
    """A basis between two representations, and the bytes of its parts.

    It has so many ``elements`` before a cut-off and ``kept`` after it; ``small`` numbers are
    in its ``kinds`` of pairs of irreps, as often as they occur. ``passing`` is needed while it
    is built, ``lasting`` stays; ``whole_passing`` and ``whole_lasting`` come on top where it
    is put together to one array.
    """

    elements: float
    kept: float
    small: float
    kinds: int
    passing: float
    lasting: float
    whole_passing: float
    whole_lasting: float


# with the representations, so that their ids stay their own
_known: OrderedDict[Any, tuple[Any, Any, Basis]] = OrderedDict()
_REMEMBERED = 500


def between(in_repr: RepresentationLike, out_repr: RepresentationLike, rings: Rings) -> Basis:
    """The basis of kernels between two representations; the most recent ones are remembered."""
    key = (id(in_repr), id(out_repr), rings)
    remembered = _known.get(key)
    if remembered is not None:
        return remembered[2]
    basis = _between(in_repr, out_repr, rings)
    _known[key] = (in_repr, out_repr, basis)
    if len(_known) > _REMEMBERED:
        _known.popitem(last=False)
    return basis


def _between(in_repr: Any, out_repr: Any, rings: Rings) -> Basis:
    group = in_repr.group
    sources, targets = Counter(in_repr.irreps), Counter(out_repr.irreps)
    elements = values = entries = 0.0
    sizes = {each: group.irrep(*each).size for each in {*sources, *targets}}
    for source, m_in in sources.items():
        for target, m_out in targets.items():
            i, o = sizes[source], sizes[target]
            count = rings.count * per_ring(
                group, rings.d, (i, o), source == target, rings.frequency
            )
            elements += m_in * m_out * count
            values += count * i * o
            entries += m_in * m_out * count * i * o
    share = _share(group, rings)
    points, dense = rings.points, elements * share * out_repr.size * in_repr.size * rings.points
    samples = rings.count * on_ring(rings.d, rings.frequency) * points
    return Basis(
        elements,
        elements * share,
        entries * share * points,
        len(sources) * len(targets),
        _SAMPLES * samples + _KERNELS * values * points,
        _KEPT_KERNELS * values * share * points + _BYTES_OF_ATTRIBUTES * values,
        _WHOLE * dense,
        _KEPT_WHOLE * dense,
    )


def _share(group: Any, rings: Rings) -> float:
    """What a cut-off keeps; kernels of all rotations have low frequencies, which pass."""
    if rings.d == 0 or (group.continuous and rings.d == 2) or _turns_all(group):
        return 1.0
    return rings.kept / rings.harmonics if rings.harmonics else 0.0


def _turns_all(group: Any) -> bool:
    from escnn.group import O3, SO3

    return isinstance(group, (SO3, O3))


def check_basis(
    in_repr: RepresentationLike,
    out_repr: RepresentationLike,
    d: int,
    count: int,
    frequency: float | None,
    argument: str = "maximum_frequency",
) -> None:
    """Refuse a basis of kernels, not sampled yet, with too many rings or frequencies."""
    if frequency is None:
        highest = [max((_last(each) for each in r.irreps), default=0) for r in (in_repr, out_repr)]
        frequency = float(sum(highest))
    if d:
        costs.check_frequency("O2" if d == 2 else "O3", int(frequency), argument)
    basis = between(in_repr, out_repr, Rings(d, count, frequency, count * on_ring(d, frequency)))
    seconds = _SECONDS_OF_ATTRIBUTES * basis.elements
    if d:
        seconds += seconds_of_harmonics(in_repr.group, d, frequency, basis.kinds)
    check_cost(
        f"A basis of kernels with {count:,} rings and frequencies up to {frequency:,.0f}",
        basis.passing + basis.lasting,
        seconds,
        "radii" if count > frequency and argument == "maximum_frequency" else argument,
        "Take fewer rings, lower frequencies or smaller representations.",
    )


def seconds_of_harmonics(group: GroupLike, d: int, frequency: float, kinds: int) -> float:
    """How long escnn takes to restrict harmonics to a group, the first time."""
    if d == 3 and not group.continuous and group.order() >= 24:
        # by numeric decompositions, for polyhedral groups
        return 8.0 * (frequency / 10) ** 7
    if d == 3:
        return 0.02 * kinds * (frequency / 10) ** 3
    return kinds * frequency * (1e-3 + 3e-7 * frequency)


def _last(identity: Any) -> int:
    while isinstance(identity, tuple):
        identity = identity[-1]
    return abs(int(identity))


def check_filters(d: int, count: int, highest: int) -> None:
    """Refuse harmonics of too high frequencies on rings."""
    costs.check_frequency("O2" if d == 2 else "O3", highest, "l")
    number = count * on_ring(d, float(highest))
    memory, seconds = _BYTES_OF_ATTRIBUTES * number, _SECONDS_OF_ATTRIBUTES * number
    check_cost(f"{number:,.0f} harmonics", memory, seconds, "l")


def check_samples(size: list[int], points: float, argument: str = "points") -> None:
    """Refuse to sample at too many points a basis of that size: elements, rows, columns."""
    check_cost(
        f"Kernels at {points:,.0f} points",
        4.0 * 2 * points * prod(size),
        argument=argument,
        hint="Take fewer points, or a part of the basis.",
    )
