"""Every attribute of escnn, torch and joblib that is replaced: what, why, how long, which test.

``CHANGES`` is the whole list, and nothing is replaced but by ``replace()`` and ``replaced()``,
which refuse what has no row. README.md in this folder shows the same list to people.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

SESSION = "as long as Python runs"
NEWER = "as long as Python runs, from 3.14 on"
IMPORT = "while escnn is imported"
BUILDING = "while a layer is built"
SHARING = "while processes share a batch"


@dataclass(frozen=True)
class Change:
    """A row of the list; ``*`` in a target stands for any name, ``test`` is below tests/python."""

    target: str
    why: str
    lasts: str
    test: str


CHANGES = (
    Change(
        "joblib.Memory",
        "escnn caches inside its own folder, which may be read-only, and prints what it caches",
        IMPORT,
        "compat/test_importing.py",
    ),
    Change(
        "escnn.group.__cache_path__",
        "the same for what asks for the folder later",
        SESSION,
        "compat/test_importing.py",
    ),
    Change(
        "escnn.nn.modules.equivariant_module.EquivariantModule.__new__",
        "modules can't be pickled; kept arguments let them be made again",
        SESSION,
        "saving/test_saving.py",
    ),
    Change(
        "escnn.nn.geometric_tensor.GeometricTensor.__iter__",
        "iterating over a tensor never ends",
        SESSION,
        "compat/test_importing.py",
    ),
    Change(
        "escnn.nn*.__getattr__",
        "point convolutions import torch_geometric, which takes longer than all else; when wanted",
        SESSION,
        "compat/test_point_convolutions.py",
    ),
    Change(
        "escnn.nn*.__dir__",
        "the same; they are listed before they are imported",
        SESSION,
        "compat/test_point_convolutions.py",
    ),
    Change(
        "escnn.nn*.__all__",
        "the same",
        SESSION,
        "compat/test_point_convolutions.py",
    ),
    Change(
        "escnn.group._numerical.randomized_svd",
        "with scikit-learn installed it is taken, and fails on escnn's own matrices",
        SESSION,
        "compat/test_group_arithmetic.py",
    ),
    Change(
        "escnn.group.representation.build_regular_representation",
        "takes seconds to minutes for large groups; the same to the bit",
        SESSION,
        "compat/test_group_arithmetic.py",
    ),
    Change(
        "escnn.group.group.Group._clebsh_gordan_coeff",
        "solves for irreps that characters rule out; the same to the bit",
        SESSION,
        "compat/test_group_arithmetic.py",
    ),
    Change(
        "escnn.group.directproduct.DirectProductGroup.elements",
        "made and checked anew each time, even for the order: nearly all of the time of a layer",
        SESSION,
        "compat/test_group_arithmetic.py",
    ),
    Change(
        "escnn.group.*.build_sylvester_constraint",
        "sparse matrices cost more than they save at this size; the same equations",
        SESSION,
        "compat/test_group_arithmetic.py",
    ),
    Change(
        "escnn.group.groups.*._equal",
        "rotations are compared through numpy's functions for arrays; the same verdicts",
        SESSION,
        "compat/test_group_arithmetic.py",
    ),
    Change(
        "escnn.group.groups.*._to_scipy_rot",
        "the same, where quaternions are checked",
        SESSION,
        "compat/test_group_arithmetic.py",
    ),
    Change(
        "escnn.nn.modules.*.BlocksBasisExpansion",
        "keeps each basis element in the full representation: slow, and gigabytes for volumes",
        BUILDING,
        "nn/expansion/test_expansion.py",
    ),
    Change(
        "escnn.nn.modules.*.BlocksBasisSampler",
        "the same for point clouds",
        BUILDING,
        "nn/expansion/test_expansion.py",
    ),
    Change(
        "escnn.nn.init._generalized_he_init_variances",
        "loops over all weights, which is most of the time that building takes",
        BUILDING,
        "nn/expansion/test_expansion.py",
    ),
    Change(
        "torch.nn.modules.batchnorm.*.forward",
        "PyTorch's layer in a user's module sees one process's rows only; instances",
        SHARING,
        "training/distributed/test_workers.py",
    ),
    Change(
        "torch.nn.modules.dropout.Dropout.forward",
        "the same; draws must not depend on the number of processes",
        SHARING,
        "training/distributed/test_workers.py",
    ),
    Change(
        "escnn.nn.modules.dropout.pointwise.PointwiseDropout.forward",
        "the same, for escnn's own layer made by raw handles",
        SHARING,
        "training/distributed/test_workers.py",
    ),
    Change(
        "torch_geometric.inspector.type_repr",
        "asks unions for a name, which they no longer have; point convolutions can't be built",
        NEWER,
        "compat/test_union_names.py",
    ),
)

# what replace() replaced, and what was there
_permanent: list[tuple[Change, Any, str, Any]] = []
_lock = threading.RLock()


def target_of(owner: Any, name: str) -> str:
    """The dotted name of an attribute of a module, of a class, or of a class's instance."""
    if not isinstance(owner, type) and not hasattr(owner, "__file__"):
        owner = type(owner)
    home = f"{owner.__module__}.{owner.__qualname__}" if isinstance(owner, type) else owner.__name__
    return f"{home}.{name}"


def _row(owner: Any, name: str) -> Change:
    target = target_of(owner, name)
    for change in CHANGES:
        if fnmatchcase(target, change.target):
            return change
    raise LookupError(f"{target} has no row in escnn_r.compat.changes.CHANGES")


def replace(owner: Any, name: str, new: Any) -> None:
    """Replace an attribute for good; there must be a row for it."""
    _permanent.append((_row(owner, name), owner, name, getattr(owner, name, None)))
    setattr(owner, name, new)


def put_back(test: str) -> None:
    """Put back what was replaced for good and is tested by one file, to compare with it."""
    for row in reversed(_permanent):
        change, owner, name, old = row
        if change.test == test:
            setattr(owner, name, old)
    _permanent[:] = [row for row in _permanent if row[0].test != test]


@contextmanager
def replaced(*places: tuple[Any, str, Any]) -> Iterator[None]:
    """Replace attributes within the block: owners, names and what they are meanwhile.

    An instance gets an attribute of its own, which is removed again.
    """
    for owner, name, _ in places:
        _row(owner, name)
    with _lock:
        own = [name in vars(owner) for owner, name, _ in places]
        before = [getattr(owner, name) for owner, name, _ in places]
        for owner, name, new in places:
            setattr(owner, name, new)
        try:
            yield
        finally:
            for (owner, name, _), old, was_own in zip(places, before, own, strict=True):
                if was_own:
                    setattr(owner, name, old)
                else:
                    delattr(owner, name)
