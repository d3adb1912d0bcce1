"""Modules made again from their recipes.

Making one calls constructors of escnn's and of this package, and nothing else.
"""

from __future__ import annotations

import inspect
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from ..bridge import BadArgument, first_line, watched
from ..nn import layers
from . import plain_data, recipe_fields
from .recipe_sizes import Room
from .recipes import signature

if TYPE_CHECKING:
    import torch

Makers = dict[str, Callable[[Any, Any], Any]]


class CannotBeMade(ValueError):
    """A part of a recipe has fields of the right kinds that don't fit together."""

    def __init__(self, what: str, problem: Exception) -> None:
        """Say which part it is, and what its maker says."""
        super().__init__(f"Its {what} can't be made: {first_line(problem)}")


def read(
    recipe: dict[str, Any], own: Makers | None = None, numbers: int | None = None
) -> torch.nn.Module:
    """The module that a recipe tells how to make, with weights of no meaning.

    ``own`` makes, by their names, modules whose computation is no part of a
    recipe; each is given an input type and plain values. What is made has room
    in proportion to ``numbers``, the weights that lie beside the recipe.
    """
    # what constructors draw means nothing, and is no business of the caller's generators
    with watched(0):
        return _Reader(recipe["definitions"], own or {}, Room(numbers)).value(recipe["model"])


class _Reader:
    def __init__(self, definitions: dict[str, Any], own: Makers, room: Room) -> None:
        self._definitions, self._own, self._room = definitions, own, room
        self._values: dict[str, Any] = {}

    def value(self, data: Any) -> Any:
        return plain_data.read(data, self._other)

    def _other(self, data: dict[str, Any]) -> Any:
        if "module" in data:
            return self._module(data)
        (kind, content), *_ = data.items()
        if kind == "ref":
            if content not in self._values:
                self._values[content] = self._defined(content)
            return self._values[content]
        if kind == "element":
            home, param, value = content
            return self.value(home).element(self.value(value), param)
        makers = {
            "own": self._own_module,
            "group": self._group,
            "space": self._space,
            "representation": self._representation,
            "type": self._type,
        }
        return makers[kind](content)

    def _defined(self, name: str) -> Any:
        try:
            return self.value(self._definitions[name])
        except (BadArgument, CannotBeMade):
            raise
        except Exception as problem:
            raise CannotBeMade(f"`{name}`", problem) from problem

    def _group(self, content: dict[str, Any]) -> Any:
        from escnn.group import groups_dict

        if content["class"] not in groups_dict:
            raise BadArgument("model", "a recipe of known groups", f'one of "{content["class"]}"')
        return groups_dict[content["class"]]._generator(**self.value(content["keys"]))

    def _space(self, content: dict[str, Any]) -> Any:
        from escnn import gspaces

        if content["dimension"] == 0:
            return gspaces.no_base_space(self.value(content["group"]))
        make = {2: gspaces.GSpace2D, 3: gspaces.GSpace3D}[content["dimension"]]
        highest = content["maximum_frequency"]
        extra = {} if highest is None else {"maximum_frequency": highest}
        space = make(self.value(content["subgroup"]), **extra)
        space.name = content["name"]
        return space

    def _representation(self, content: dict[str, Any]) -> Any:
        from escnn.group import Representation

        group = self.value(content["group"])
        if "irrep" in content:
            return group.irrep(*self.value(content["irrep"]))
        if "irreps" not in content:
            return group.regular_representation
        irreps = self.value(content["irreps"])
        basis = self.value(content["change_of_basis"])
        size = sum(group.irrep(*each).size for each in irreps)
        if basis is None:
            basis = np.eye(size)
        if basis.shape != (size, size) or not np.isfinite(basis).all():
            raise ValueError(f"its change of basis is no finite matrix of {size} x {size}")
        if abs(np.linalg.slogdet(basis)[0]) < 0.5:
            raise ValueError("its change of basis has no inverse")
        # the group's own of that name is the same one, unless someone made another
        known = group.representations.pop(content["name"], None)
        try:
            representation = Representation(
                group, content["name"], irreps, basis, content["nonlinearities"]
            )
        finally:
            if known is not None:
                group.representations[known.name] = known
        return known if known == representation else representation

    def _type(self, content: dict[str, Any]) -> Any:
        from escnn.nn import FieldType

        fields = [self.value(each) for each, count in content["fields"] for _ in range(count)]
        self._room.take_fields(sum(each.size for each in fields))
        return FieldType(self.value(content["space"]), fields)

    def _module(self, data: dict[str, Any]) -> Any:
        from escnn import nn

        if data["module"] == "SequentialModule":
            sequence = layers.find("SequentialModule")()
            for name, layer in data["layers"]:
                sequence.add_module(name, self.value(layer))
            return sequence
        name = data["module"]
        cls = layers.known(name) if name in recipe_fields.layers() else None
        if cls is None:
            raise BadArgument(
                "model",
                "a recipe of layers that are known here",
                f'one with a "{name}"',
                "Run the code that defines a layer of your own before you load a model with it.",
            )
        arguments = {k: self.value(v) for k, v in data["arguments"].items()}
        if not set(arguments) <= set(signature(cls).parameters):
            # made by escnn's own class, where ours of that name takes other arguments
            cls = getattr(nn, name, cls)
        self._room.take_layer(name, arguments)
        try:
            return _call(cls, arguments)
        except (BadArgument, CannotBeMade):
            raise
        except Exception as problem:
            raise CannotBeMade(name, problem) from problem

    def _own_module(self, content: dict[str, Any]) -> Any:
        from escnn import nn

        name, kind = content["name"], self.value(content["type"])
        if name not in self._own:
            raise BadArgument(
                "modules",
                f'a list with the constructor of "{name}", a module from outside of this package',
                "one without" if self._own else "empty",
                f"For example `modules = list({name} = )`, with the function that "
                "`escnn_module()` gave. Its code is not in the file.",
            )
        module = self._own[name](kind, self.value(content["given"]))
        fits = isinstance(module, nn.EquivariantModule) and module.in_type == kind
        if not fits or type(module).__name__ != name:
            raise BadArgument(
                "modules",
                f'a list whose "{name}" makes a module of that name on its input type',
                f"one whose function makes a {type(module).__name__}",
            )
        return module


def _call(cls: Any, arguments: dict[str, Any]) -> Any:
    """``cls`` called with arguments by name; weights are loaded, so they need no drawing."""
    known = signature(cls)
    if "initialize" in known.parameters:
        arguments = {**arguments, "initialize": False}
    bound = inspect.BoundArguments(known, OrderedDict(arguments))
    return cls(*bound.args, **bound.kwargs)
