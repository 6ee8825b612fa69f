"""What sort of thing a field holds, from its annotation: how it is shown, typed, sorted."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date, datetime
from functools import cache
from typing import Any, Final, Literal

from bangduan.events import types as scalar

Kind = Literal[
    "boolean",
    "choice",
    "date",
    "group",
    "id",
    "list",
    "mapping",
    "money",
    "moment",
    "number",
    "prose",
    "quantity",
    "slug",
    "text",
    "village",
    "year",
]

_SCALARS: Final[dict[Any, Kind]] = {
    scalar.EntityId: "id",
    scalar.Satang: "money",
    scalar.SignedSatang: "money",
    scalar.Count: "number",
    scalar.PositiveCount: "number",
    scalar.TambonCode: "text",
    scalar.VillageCode: "village",
    scalar.Line: "text",
    scalar.Prose: "prose",
    scalar.Slug: "slug",
    scalar.BuddhistYear: "year",
    scalar.PersonalDay: "date",
    scalar.PersonalYear: "year",
    scalar.Quantity: "quantity",
    str: "text",
    int: "number",
    bool: "boolean",
    date: "date",
    datetime: "moment",
}
#: Codes that are chosen by the names of what they stand for.
_CODES: Final = frozenset({scalar.TambonCode, scalar.VillageCode, scalar.Slug})
#: Kinds that stand at the right, as figures do.
FIGURES: Final = frozenset({"money", "number", "quantity"})
#: Kinds whose values are text that somebody wrote.
WORDS: Final = frozenset({"text", "prose"})


@dataclasses.dataclass(frozen=True, slots=True)
class Shape:
    """A field.

    Attributes:
        of: name of the dataclass whose field it is.
        coded: it is a code that nobody knows by heart: chosen by name where a resource has them.
        required: it has no default and may not be None.
        choices: values of a ``choice``.
        inner: what a ``list`` holds.
        parts: fields of a ``group``.
    """

    name: str
    kind: Kind
    required: bool = True
    choices: tuple[str, ...] = ()
    inner: Shape | None = None
    parts: tuple[Shape, ...] = ()
    default: Any = None
    of: str = ""
    coded: bool = False

    @property
    def align(self) -> str:
        """Where it stands in a table's column."""
        return "right" if self.kind in FIGURES else "left"

    @property
    def pick(self) -> str:
        """The name under which a resource says that it fills this field."""
        return "village" if self.kind == "village" else self.name


@cache
def shapes(cls: type) -> dict[str, Shape]:
    """The fields of a dataclass by name, in order."""
    hints = typing.get_type_hints(cls)
    found = {}
    for field in dataclasses.fields(cls):
        shape = shape_of(field.name, hints[field.name])
        default: Any = field.default
        has_default = default is not dataclasses.MISSING
        if field.default_factory is not dataclasses.MISSING:
            has_default, default = True, field.default_factory()
        if has_default:
            shape = dataclasses.replace(shape, required=False, default=default)
        inner = dataclasses.replace(shape.inner, of=cls.__name__) if shape.inner else None
        found[field.name] = dataclasses.replace(shape, of=cls.__name__, inner=inner)
    return found


def shape_of(name: str, hint: Any) -> Shape:
    """The shape of an annotation; what is of no known type is shown as text."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        inner = [argument for argument in arguments if argument is not type(None)]
        return dataclasses.replace(shape_of(name, inner[0]), required=len(inner) == len(arguments))
    if origin is Literal:
        return Shape(name, "choice", choices=tuple(str(value) for value in arguments))
    if origin is tuple:
        return Shape(name, "list", inner=shape_of(_one(name), arguments[0]))
    if origin is dict:
        return Shape(name, "mapping", inner=shape_of(name, arguments[1]))
    if hint in _SCALARS:
        kind = _SCALARS[hint]
        shown: Kind = "money" if kind == "number" and name.endswith("_satang") else kind
        return Shape(name, shown, coded=hint in _CODES)
    if dataclasses.is_dataclass(hint):
        return Shape(name, "group", parts=tuple(shapes(typing.cast("type", hint)).values()))
    return Shape(name, "text")


def _one(name: str) -> str:
    """Name of one of several: ``organisation_ids`` holds ``organisation_id``."""
    return name.removesuffix("s") if name.endswith(("_ids", "_satangs")) else name
