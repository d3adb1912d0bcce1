"""What a recipe may say: every field of it is checked before anything is made.

Names of groups, layers, functions and types come from lists. Definitions refer
to earlier ones only, and sizes are those of models that people make.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from ..bridge.files import (
    Check,
    DamagedField,
    anything,
    listing,
    mapping,
    names,
    one_of,
    optional,
    record,
    text,
    whole,
)
from . import recipe_arguments
from .plain_data import ARRAY_TYPES, DTYPES, FUNCTIONS

_MOST_FIELDS = 100_000
_ORDER = whole(1, 1000)
_FREQUENCY = whole(0, 200)
_DEFINED = ("group", "space", "representation", "type")
_GROUPS = (
    *("CyclicGroup", "DihedralGroup", "SO2", "O2", "SO3", "O3"),
    *("Icosahedral", "Octahedral", "DirectProductGroup", "DoubleGroup"),
)
# what a group's order, or its number of irreps, is multiplied by for each part of it
_FACTORS = {"Icosahedral": 60, "Octahedral": 24, "DihedralGroup": 2, "O2": 2, "O3": 2}
_LARGEST_GROUP = 3000


@lru_cache(maxsize=1)
def layers() -> frozenset[str]:
    """The names of layers that a recipe may make: escnn's public ones, and ours."""
    import escnn.nn

    from ..nn.layers import known, late_names
    from ..nn.layers import names as own_names

    classes = {*escnn.nn.__all__, *own_names()} - {"EquivariantModule", "CustomModule"}
    late = frozenset(late_names())
    return late | frozenset(
        name
        for name in classes - late
        if isinstance(cls := known(name), type) and issubclass(cls, escnn.nn.EquivariantModule)
    )


def check(recipe: object) -> None:
    """Refuse a recipe with a field that cannot be right."""
    record({"definitions": mapping(anything), "model": anything})(recipe, "")
    fields = cast(dict[str, Any], recipe)
    checker = _Checker()
    for name, content in fields["definitions"].items():
        checker.definition(name, content)
    checker.value(fields["model"], "model")


class _Checker:
    def __init__(self) -> None:
        self._defined: list[str] = []
        self._irrep = record({"tuple": listing(self.value)})
        self._kinds: dict[str, Check] = {
            "number": one_of(("inf", "-inf", "nan")),
            "tuple": listing(self.value),
            "dict": listing(self._entry),
            "array": _ARRAY,
            "tensor": _ARRAY,
            "dtype": one_of(DTYPES),
            "function": one_of(FUNCTIONS),
            "ref": self._ref,
            "element": self._element,
            "own": record({"name": text, "type": self.value, "given": self.value}),
            "module": anything,
        }

    def definition(self, name: str, content: object) -> None:
        field = f"definitions.{name}"
        if not isinstance(content, dict) or len(content) != 1:
            raise DamagedField(field, "a record of one entry", content)
        kind = one_of(_DEFINED)(next(iter(content)), field)
        getattr(self, f"_{kind}")(content[kind], f"{field}.{kind}")
        self._defined.append(name)

    def value(self, data: Any, field: str) -> Any:
        """Plain data, or a record of a kind that is known."""
        if isinstance(data, list):
            return [self.value(each, f"{field}[{i}]") for i, each in enumerate(data)]
        if not isinstance(data, dict):
            return recipe_arguments.check_value(data, field)
        if "module" in data:
            return self._module(data, field)
        if len(data) != 1:
            raise DamagedField(field, "a record of one entry", data)
        ((kind, content),) = data.items()
        one_of(self._kinds)(kind, field)
        return self._kinds[kind](content, f"{field}.{kind}")

    def _entry(self, data: Any, field: str) -> Any:
        listing(self.value, 2, 2)(data, field)
        plain = data[0] is None or isinstance(data[0], (str, int, float))
        if not plain and not (isinstance(data[0], dict) and list(data[0]) == ["tuple"]):
            raise DamagedField(f"{field}[0]", "a name or a number", data[0])
        return data

    def _ref(self, name: Any, field: str) -> Any:
        if not isinstance(name, str) or name not in self._defined:
            raise DamagedField(field, "the name of an earlier definition", name)
        return name

    def _reference(self, kind: str) -> Check:
        def check(data: Any, field: str) -> Any:
            right = isinstance(data, dict) and list(data) == ["ref"]
            name = data["ref"] if right else None
            if not isinstance(name, str) or not name.startswith(f"{kind} "):
                raise DamagedField(field, f"a reference to a {kind}", data)
            return self._ref(name, f"{field}.ref")

        return check

    def _element(self, content: Any, field: str) -> Any:
        listing(anything, 3, 3)(content, field)
        self._reference("group")(content[0], f"{field}[0]")
        text(content[1], f"{field}[1]")
        self.value(content[2], f"{field}[2]")
        return content

    def _group(self, content: Any, field: str) -> None:
        record({"class": one_of(_GROUPS), "keys": record({"dict": listing(_pair)})})(content, field)
        size = _FACTORS.get(content["class"], 1)
        for key, entry in content["keys"]["dict"]:
            where = f"{field}.keys.{key}"
            last = key.split("_")[-1]
            if last == "N":
                size *= _ORDER(entry, where)
            elif key.endswith("maximum_frequency"):
                size *= 1 + _FREQUENCY(entry, where)
            elif last in ("G", "G1", "G2"):
                size *= _FACTORS.get(one_of(_GROUPS)(entry, where), 1)
            elif last == "name":
                text(entry, where)
            else:
                raise DamagedField(where, "left out", entry)
            if size ** (1 + (content["class"] == "DoubleGroup")) > _LARGEST_GROUP:
                raise DamagedField(where, "smaller, for a group that this machine can make", entry)

    def _space(self, content: Any, field: str) -> None:
        record({"dimension": whole(0, 3)})(content, field)
        if content["dimension"] == 0:
            record({"group": self._reference("group")})(content, field)
            return
        record(
            {
                "dimension": whole(2, 3),
                "subgroup": self.value,
                "maximum_frequency": optional(_FREQUENCY),
                "name": text,
            }
        )(content, field)

    def _representation(self, content: Any, field: str) -> None:
        home = {"group": self._reference("group"), "name": text}
        record(home, {"irrep": self._irrep})(content, field)
        if "irreps" in content:
            record(
                {
                    **home,
                    "irreps": listing(self._irrep, 1, _MOST_FIELDS),
                    "change_of_basis": optional(self.value),
                    "nonlinearities": listing(text),
                }
            )(content, field)
        elif "irrep" not in content and content["name"] != "regular":
            raise DamagedField(f"{field}.irreps", "there", None)

    def _type(self, content: Any, field: str) -> None:
        record({"space": self._reference("space"), "fields": listing(anything, 1)})(content, field)
        total = 0
        for i, entry in enumerate(content["fields"]):
            where = f"{field}.fields[{i}]"
            listing(anything, 2, 2)(entry, where)
            self._reference("representation")(entry[0], f"{where}[0]")
            total += whole(1, _MOST_FIELDS - total)(entry[1], f"{where}[1]")

    def _module(self, data: Any, field: str) -> Any:
        name = one_of(layers())(data["module"], f"{field}.module")
        if name == "SequentialModule":
            record({"layers": listing(anything)})(data, field)
            labels = []
            for i, entry in enumerate(data["layers"]):
                where = f"{field}.layers[{i}]"
                listing(anything, 2, 2)(entry, where)
                labels.append(text(entry[0], f"{where}[0]"))
                if not labels[-1] or "." in labels[-1]:
                    raise DamagedField(f"{where}[0]", "a name without points", entry[0])
                self._layer(entry[1], f"{where}[1]")
            names(labels, f"{field}.layers")
            return data
        record({"arguments": mapping(anything)})(data, field)
        for argument, entry in data["arguments"].items():
            where = f"{field}.arguments.{argument}"
            self.value(entry, where)
            recipe_arguments.check(argument, entry, where)
        return data

    def _layer(self, data: Any, field: str) -> None:
        if not isinstance(data, dict) or not {"module", "own"} & set(data):
            raise DamagedField(field, "a layer", data)
        self.value(data, field)


def _pair(data: Any, field: str) -> Any:
    listing(anything, 2, 2)(data, field)
    text(data[0], f"{field}[0]")
    return data


def _shape(data: Any, field: str) -> Any:
    return listing(whole(0, 2**31), 0, 16)(data, field)


def _long(data: Any, field: str) -> Any:
    if not isinstance(data, str):
        raise DamagedField(field, "a text", data)
    return data


_ARRAY = record({"type": one_of(ARRAY_TYPES), "shape": _shape, "base64": _long})
