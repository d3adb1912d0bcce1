"""Modules that split fields into labelled branches, and bring branches together.

Upstream's order of branches depends on Python's hash seed, its merge turns
float64 into float32 and changes the list that it is given, and the shape of a
MultipleModule can't be asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from escnn import nn

from ...bridge import BadArgument
from ...fields import (
    FieldTypeLike,
    GeometricTensorLike,
    channels,
    field_type_label,
    register_channels,
    size_label,
)
from ..completed import Completed
from ..protocols import Shape
from .rearranging import ReshuffleModule

__all__ = ["BranchingModule", "MergeModule", "MultipleModule"]


def check_labels(in_type: FieldTypeLike, labels: str | Sequence[str]) -> list[str]:
    """One label for each field."""
    texts = [str(label) for label in ([labels] if isinstance(labels, str) else labels)]
    if len(texts) != len(in_type):
        raise BadArgument(
            "labels",
            f"one label for each of the {len(in_type)} fields of {field_type_label(in_type)}",
            f"{len(texts)} label{'s' if len(texts) != 1 else ''}",
        )
    return texts


class BranchingModule(Completed, nn.BranchingModule):
    """A tensor's fields by label: a dictionary of tensors, in order of the labels' first field."""

    def __init__(self, in_type: Any, labels: Any, reshuffle: int = 0) -> None:
        """``reshuffle``: 0 not, 1 by label, 2 by label and size, 3 by type as well."""
        nn.EquivariantModule.__init__(self)
        labels = check_labels(in_type, labels)
        self.space = in_type.gspace
        self.in_type = in_type
        self.reshuffle_layer = None
        self._labels = list(dict.fromkeys(labels))
        fields = in_type.representations
        keys = [
            (label, r.size, r.name)[: int(reshuffle)]
            for label, r in zip(labels, fields, strict=True)
        ]
        order = sorted(range(len(labels)), key=lambda i: keys[i])
        if order != list(range(len(labels))):
            self.reshuffle_layer = ReshuffleModule(in_type, order)
            # upstream's state has it under both names
            self.add_module("reshuffle", self.reshuffle_layer)
            in_type = self.reshuffle_layer.out_type
            labels = [labels[i] for i in order]
        grouped = in_type.group_by_labels(labels)
        self.out_type = {label: grouped[label] for label in self._labels}
        self._contiguous = {}
        for label in self._labels:
            at = [i for i, each in enumerate(labels) if each == label]
            self._contiguous[label] = register_channels(self, _buffer(label), in_type, at)

    def _retrieve_subfiber(self, input: Any, label: str) -> Any:
        where = channels(self, _buffer(label), self._contiguous[label])
        return nn.GeometricTensor(input.tensor[:, where], self.out_type[label], input.coords)


def _buffer(label: str) -> str:
    """Torch allows no dot in the name of a buffer."""
    return f"indices_{label.replace('.', '_dot_')}"


class MergeModule(Completed, nn.MergeModule):
    """Modules on labelled tensors, and their outputs side by side."""

    def __init__(self, modules: Any) -> None:
        """``modules``: pairs of a module and the label, or labels, of its inputs."""
        nn.EquivariantModule.__init__(self)
        pairs = [
            (m, [labels] if isinstance(labels, str) else list(labels)) for m, labels in modules
        ]
        self.in_type = _labelled_types(pairs)
        self._labels = [labels for _, labels in pairs]
        self.gspace = pairs[0][0].out_type.gspace
        fields: list[Any] = []
        for position, (module, _) in enumerate(pairs, start=1):
            if module.out_type.gspace != self.gspace:
                raise BadArgument(
                    "modules",
                    f"modules whose outputs are on one gspace, with group "
                    f"{self.gspace.fibergroup.name}",
                    f"one with group {module.out_type.gspace.fibergroup.name} "
                    f"(module {position}, {type(module).__name__})",
                )
            fields += module.out_type.representations
            self.add_module(f"submodule_{position - 1}", module)
        self.out_type = nn.FieldType(self.gspace, fields)

    def forward(self, input: dict[str, GeometricTensorLike]) -> GeometricTensorLike:
        """Each module on its tensors; the outputs' channels side by side."""
        lacking = [label for label in self.in_type if label not in input]
        if lacking:
            raise BadArgument(
                "x",
                f"a list of tensors named {', '.join(self.in_type)}",
                f"one without {', '.join(lacking)}",
            )
        outputs = [
            getattr(self, f"submodule_{i}")(*[input[label] for label in labels])
            for i, labels in enumerate(self._labels)
        ]
        first = outputs[0]
        for position, each in enumerate(outputs[1:], start=2):
            if each.tensor.shape[2:] != first.tensor.shape[2:] or not first.has_same_coords(each):
                one, other = (size_label(x.tensor.shape[2:]) for x in (first, each))
                raise BadArgument(
                    "modules",
                    "modules whose outputs have one size and the same points",
                    f"{one} from module 1 and {other} from module {position}",
                )
        values = torch.cat([each.tensor for each in outputs], dim=1)
        return nn.GeometricTensor(values, self.out_type, first.coords)

    def evaluate_output_shape(self, input_shape: Shape | None = None, **input_shapes: Shape) -> Any:
        """The shape that comes out, for one shape or for one each label."""
        shape = input_shape or next(iter(input_shapes.values()))
        return super().evaluate_output_shape(shape)


def _labelled_types(pairs: list[tuple[Any, list[str]]]) -> dict[str, Any]:
    types: dict[str, Any] = {}
    for module, labels in pairs:
        kinds = module.in_type if isinstance(module.in_type, (tuple, list)) else [module.in_type]
        if len(kinds) != len(labels):
            raise BadArgument(
                "modules",
                f"modules with a label for each input: {type(module).__name__} has {len(kinds)}",
                f"one with {len(labels)} ({', '.join(labels)})",
            )
        for kind, label in zip(kinds, labels, strict=True):
            if types.setdefault(label, kind) != kind:
                raise BadArgument(
                    "modules",
                    f'modules that take one type for the label "{label}", '
                    f"{field_type_label(types[label])}",
                    f"a {type(module).__name__}, which takes {field_type_label(kind)}",
                )
    return types


class MultipleModule(Completed, nn.MultipleModule):
    """A module for each labelled part of the fields."""

    def __init__(self, in_type: Any, labels: Any, modules: Any, reshuffle: int = 0) -> None:
        """``modules``: pairs of a module and the label, or labels, that it is for."""
        nn.EquivariantModule.__init__(self)
        self.gspace = in_type.gspace
        self.in_type = in_type
        self.branching = BranchingModule(in_type, labels, reshuffle)
        self.merging = MergeModule(modules)
        check(self.branching.out_type, self.merging.in_type)
        self.out_type = self.merging.out_type

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Split, apply, and put side by side."""
        return self.merging(self.branching(input))


def check(types: dict[str, Any], expected: dict[str, Any]) -> None:
    """Whether modules take just the branches that there are."""
    lost = [label for label in types if label not in expected]
    unknown = [label for label in expected if label not in types]
    if lost or unknown:
        raise BadArgument(
            "modules",
            f"modules for the labels {', '.join(types)}",
            f"modules for {', '.join(expected)}",
            "`nn_identity` keeps a branch as it is." if lost else None,
        )
    for label, kind in types.items():
        if expected[label] != kind:
            raise BadArgument(
                "modules",
                f'modules that take the type of their label: "{label}" is {field_type_label(kind)}',
                f"one that takes {field_type_label(expected[label])}",
                "A function such as `nn_relu` is built on the branch's type.",
            )
