"""Recipes: groups, spaces, types and modules as plain data.

A recipe defines each group, space, representation and field type once, under
a short name, and refers to it by ``{"ref": name}``. ``remaking`` makes the
module again.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import numpy as np

from ..bridge import BadArgument
from ..compat import constructor_arguments
from ..nn.layers import find
from . import plain_data

if TYPE_CHECKING:
    import torch


def write(module: torch.nn.Module) -> dict[str, Any]:
    """The recipe of a module: definitions, and the module that uses them."""
    writer = _Writer()
    root = writer.value(module)
    return {"definitions": writer.definitions, "model": root}


class _Writer:
    def __init__(self) -> None:
        self.definitions: dict[str, Any] = {}
        self._known: list[tuple[Any, str]] = []

    def value(self, value: Any) -> Any:
        return plain_data.write(value, self._other)

    def _other(self, value: Any) -> Any:
        from escnn import group, gspaces, nn

        if isinstance(value, nn.EquivariantModule):
            return self._module(value)
        if isinstance(value, group.GroupElement):
            return {"element": [self.value(value.group), value.param, self.value(value.value)]}
        for kind, cls in {
            "group": group.Group,
            "space": gspaces.GSpace,
            "representation": group.Representation,
            "type": nn.FieldType,
        }.items():
            if isinstance(value, cls):
                return {"ref": self._defined(kind, value)}
        raise BadArgument(
            "model",
            "made of layers, types and plain values",
            f"one with a {type(value).__name__} in it",
            "Your own functions and open connections can't be kept in a file.",
        )

    def _defined(self, kind: str, value: Any) -> str:
        for known, name in self._known:
            if known is value or (type(known) is type(value) and known == value):
                return name
        content = getattr(self, f"_{kind}")(value)
        count = sum(name.startswith(kind) for name in self.definitions) + 1
        name = f"{kind} {count}"
        self.definitions[name] = {kind: content}
        self._known.append((value, name))
        return name

    def _group(self, group: Any) -> Any:
        return {"class": type(group).__name__, "keys": self.value(dict(group._keys))}

    def _space(self, space: Any) -> Any:
        if space.dimensionality == 0:
            return {"dimension": 0, "group": self.value(space.fibergroup)}
        return {
            "dimension": space.dimensionality,
            "subgroup": self.value(space._sg_id),
            "maximum_frequency": getattr(space.fibergroup, "_maximum_frequency", None),
            "name": space.name,
        }

    def _representation(self, representation: Any) -> Any:
        from escnn.group import IrreducibleRepresentation

        home = {"group": self.value(representation.group), "name": representation.name}
        # a restriction may be irreducible without being one of the group's irreps
        if isinstance(representation, IrreducibleRepresentation):
            return {**home, "irrep": self.value(representation.id)}
        if representation.name == "regular":
            return home
        basis = np.asarray(representation.change_of_basis)
        diagonal = basis.shape == (representation.size,) * 2 and np.array_equal(
            basis, np.eye(representation.size)
        )
        return {
            **home,
            "irreps": self.value([tuple(i) for i in representation.irreps]),
            "change_of_basis": None if diagonal else self.value(basis),
            "nonlinearities": sorted(representation.supported_nonlinearities),
        }

    def _type(self, kind: Any) -> Any:
        fields: list[list[Any]] = []
        for which in kind.representations:
            field = self.value(which)
            if fields and fields[-1][0] == field:
                fields[-1][1] += 1
            else:
                fields.append([field, 1])
        return {"space": self.value(kind.gspace), "fields": fields}

    def _module(self, module: Any) -> Any:
        name = type(module).__name__
        if name == "SequentialModule":
            layers = [[key, self.value(layer)] for key, layer in module.named_children()]
            return {"module": name, "layers": layers}
        if isinstance(module, find("CustomModule")):
            return self._own(module)
        call = constructor_arguments.arguments(module)
        if call is None:
            raise BadArgument("model", "made of modules that know how they were made", f"a {name}")
        arguments = signature(type(module)).bind(*call[0], **call[1]).arguments
        return {"module": name, "arguments": {k: self.value(v) for k, v in arguments.items()}}

    def _own(self, module: Any) -> Any:
        name = type(module).__name__
        bad = _not_plain(module.arguments)
        if module.arguments is None or bad is not None:
            raise BadArgument(
                "model",
                f'one whose "{name}" was made with plain values, types and layers',
                f"one with {bad or 'a module without a constructor'} among its arguments",
                "A file can't hold code: give it to the constructor in another way.",
            )
        content = {"type": self.value(module.in_type), "given": self.value(module.arguments)}
        return {"own": {"name": name, **content}}


def _not_plain(arguments: Any) -> str | None:
    """What among the arguments of a module can't be kept, in words."""
    if isinstance(arguments, dict):
        if arguments.get("kind") == "other":
            return str(arguments["what"])
        arguments = list(arguments.values())
    if isinstance(arguments, (list, tuple)):
        return next((bad for bad in map(_not_plain, arguments) if bad is not None), None)
    return None


def signature(cls: type[torch.nn.Module]) -> inspect.Signature:
    """The arguments of a class; a subclass of ours that hands all on has its parent's too."""
    extra: list[inspect.Parameter] = []
    for each in cls.__mro__:
        if "__init__" not in vars(each):
            continue
        parameters = list(inspect.signature(vars(each)["__init__"]).parameters.values())[1:]
        kinds = {p.kind for p in parameters}
        hands_on = {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD} <= kinds
        if each.__module__.startswith("escnn_r.") and hands_on:
            extra += [p for p in parameters if p.kind is p.KEYWORD_ONLY]
            continue
        extra_names = {p.name for p in extra}
        extra = [p for p in extra if p.name not in {each.name for each in parameters}]
        # what both have is ours, to be given by name, and so is all that comes after
        shared = min(
            (i for i, p in enumerate(parameters) if p.name in extra_names), default=len(parameters)
        )
        parameters[shared:] = [
            p.replace(kind=p.KEYWORD_ONLY) if p.kind is p.POSITIONAL_OR_KEYWORD else p
            for p in parameters[shared:]
        ]
        last = [p for p in parameters if p.kind is p.VAR_KEYWORD]
        return inspect.Signature([*(p for p in parameters if p not in last), *extra, *last])
    return inspect.Signature()
