"""Recipes: groups, spaces, types and modules as plain data, and made again from it.

A recipe defines each group, space, representation and field type once, under
a short name, and refers to it by ``{"ref": name}``. Making a recipe's module
calls constructors of escnn's and of this package, and nothing else.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from .. import modules
from ..errors import BadArgument
from . import plain, recording

Makers = dict[str, Callable[[Any, Any], Any]]


def write(module: Any) -> dict[str, Any]:
    """The recipe of a module: definitions, and the module that uses them."""
    writer = _Writer()
    root = writer.value(module)
    return {"definitions": writer.definitions, "model": root}


def read(recipe: dict[str, Any], own: Makers | None = None) -> Any:
    """The module that a recipe tells how to make, with weights of no meaning.

    ``own`` makes, by their names, modules whose computation is no part of a
    recipe; each is given an input type and plain values.
    """
    return _Reader(recipe["definitions"], own or {}).value(recipe["model"])


def own(module: Any) -> list[list[str]]:
    """Names and makers of a module's parts whose computation is no part of a recipe."""
    parts = [p for p in module.modules() if isinstance(p, modules.find("CustomModule"))]
    return [list(each) for each in sorted({(type(p).__name__, p.token) for p in parts})]


class _Writer:
    def __init__(self) -> None:
        self.definitions: dict[str, Any] = {}
        self._known: list[tuple[Any, str]] = []

    def value(self, value: Any) -> Any:
        return plain.write(value, self._other)

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
            "Functions of one's own and open connections can't be kept in a file.",
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

    def _representation(self, which: Any) -> Any:
        from escnn.group import IrreducibleRepresentation

        home = {"group": self.value(which.group), "name": which.name}
        # a restriction may be irreducible without being one of the group's irreps
        if isinstance(which, IrreducibleRepresentation):
            return {**home, "irrep": self.value(which.id)}
        if which.name == "regular":
            return home
        basis = np.asarray(which.change_of_basis)
        diagonal = basis.shape == (which.size,) * 2 and np.array_equal(basis, np.eye(which.size))
        return {
            **home,
            "irreps": self.value([tuple(i) for i in which.irreps]),
            "change_of_basis": None if diagonal else self.value(basis),
            "nonlinearities": sorted(which.supported_nonlinearities),
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
        if isinstance(module, modules.find("CustomModule")):
            return self._own(module)
        made = recording.arguments(module)
        if made is None:
            raise BadArgument("model", "of modules that know how they were made", f"a {name}")
        given = _signature(type(module)).bind(*made[0], **made[1]).arguments
        return {"module": name, "arguments": {k: self.value(v) for k, v in given.items()}}

    def _own(self, module: Any) -> Any:
        name = type(module).__name__
        bad = _not_plain(module.given)
        if module.given is None or bad is not None:
            raise BadArgument(
                "model",
                f'one whose "{name}" was made with plain values, types and layers',
                f"one with {bad or 'a module without a constructor'} among its arguments",
                "What is in a file can be no program: give it to the constructor in another way.",
            )
        given = {"type": self.value(module.in_type), "given": self.value(module.given)}
        return {"own": {"name": name, **given}}


def _not_plain(given: Any) -> str | None:
    """What among the arguments of a module can't be kept, in words."""
    if isinstance(given, dict):
        if given.get("kind") == "other":
            return str(given["what"])
        given = list(given.values())
    if isinstance(given, (list, tuple)):
        return next((bad for bad in map(_not_plain, given) if bad is not None), None)
    return None


class _Reader:
    def __init__(self, definitions: dict[str, Any], own: Makers) -> None:
        self._definitions, self._own = definitions, own
        self._made: dict[str, Any] = {}

    def value(self, data: Any) -> Any:
        return plain.read(data, self._other)

    def _other(self, data: dict[str, Any]) -> Any:
        if "module" in data:
            return self._module(data)
        (kind, content), *_ = data.items()
        if kind == "ref":
            if content not in self._made:
                self._made[content] = self.value(self._definitions[content])
            return self._made[content]
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
        if kind not in makers:
            raise BadArgument(
                "model",
                "a recipe that this version can read",
                f'one with "{kind}"',
                "It may come from a newer version of the package: update it.",
            )
        return makers[kind](content)

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
        for each in irreps:
            group.irrep(*each)
        if basis is None:
            basis = np.eye(sum(group.irrep(*each).size for each in irreps))
        # the group's own of that name is the same one, unless someone made another
        known = group.representations.pop(content["name"], None)
        try:
            made = Representation(group, content["name"], irreps, basis, content["nonlinearities"])
        finally:
            if known is not None:
                group.representations[known.name] = known
        return known if known == made else made

    def _type(self, content: dict[str, Any]) -> Any:
        from escnn.nn import FieldType

        fields = [self.value(which) for which, count in content["fields"] for _ in range(count)]
        return FieldType(self.value(content["space"]), fields)

    def _module(self, data: dict[str, Any]) -> Any:
        from escnn import nn

        if data["module"] == "SequentialModule":
            sequence = modules.find("SequentialModule")()
            for name, layer in data["layers"]:
                sequence.add_module(name, self.value(layer))
            return sequence
        cls = modules.known(data["module"])
        if cls is None or not issubclass(cls, nn.EquivariantModule):
            raise BadArgument(
                "model",
                "a recipe of layers that are known here",
                f'one with a "{data["module"]}"',
                "Run the code that defines a layer of your own before you load a model with it.",
            )
        given = {k: self.value(v) for k, v in data["arguments"].items()}
        if not set(given) <= set(_signature(cls).parameters):
            # made by escnn's own class, where ours of that name takes other arguments
            cls = getattr(nn, data["module"], cls)
        return _call(cls, given)

    def _own_module(self, content: dict[str, Any]) -> Any:
        from escnn import nn

        name, kind = content["name"], self.value(content["type"])
        if name not in self._own:
            raise BadArgument(
                "modules",
                f'a list with the constructor of "{name}", a module that is not of this package',
                "one without" if self._own else "empty",
                f"For example `modules = list({name} = )`, with the function that "
                "`escnn_module()` gave. Its program is not in the file.",
            )
        made = self._own[name](kind, self.value(content["given"]))
        fits = isinstance(made, nn.EquivariantModule) and made.in_type == kind
        if not fits or type(made).__name__ != name:
            raise BadArgument(
                "modules",
                f'a list whose "{name}" makes a module of that name on its input type',
                f"one whose function makes a {type(made).__name__}",
            )
        return made


def _signature(cls: Any) -> inspect.Signature:
    """The arguments of a class; a subclass of ours that hands all on has its parent's too."""
    extra: list[inspect.Parameter] = []
    for each in cls.__mro__:
        if "__init__" not in vars(each):
            continue
        found = list(inspect.signature(each.__init__).parameters.values())[1:]
        kinds = {p.kind for p in found}
        hands_on = {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD} <= kinds
        if each.__module__.startswith("escnn_r.") and hands_on:
            extra += [p for p in found if p.kind is p.KEYWORD_ONLY]
            continue
        ours = {p.name for p in extra}
        extra = [p for p in extra if p.name not in {each.name for each in found}]
        # what both have is ours, to be given by name, and so is all that comes after
        shared = min((i for i, p in enumerate(found) if p.name in ours), default=len(found))
        found[shared:] = [
            p.replace(kind=p.KEYWORD_ONLY) if p.kind is p.POSITIONAL_OR_KEYWORD else p
            for p in found[shared:]
        ]
        last = [p for p in found if p.kind is p.VAR_KEYWORD]
        return inspect.Signature([*(p for p in found if p not in last), *extra, *last])
    return inspect.Signature()


def _call(cls: Any, given: dict[str, Any]) -> Any:
    """``cls`` called with arguments by name; weights are loaded, so they need no drawing."""
    args: list[Any] = []
    kwargs: dict[str, Any] = {}
    in_order = True
    for name, parameter in _signature(cls).parameters.items():
        if parameter.kind is parameter.VAR_POSITIONAL:
            args.extend(given.get(name, ()))
        elif parameter.kind is parameter.VAR_KEYWORD:
            kwargs.update(given.get(name, {}))
        elif name == "initialize":
            kwargs[name] = in_order = False
        elif name not in given:
            in_order = False
        elif not in_order or parameter.kind is parameter.KEYWORD_ONLY:
            kwargs[name] = given[name]
        else:
            args.append(given[name])
    return cls(*args, **kwargs)
