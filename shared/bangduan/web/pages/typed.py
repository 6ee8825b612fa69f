"""What somebody typed into a form, read into the values of a command's fields.

What cannot be read is said at the field, by its path (``postings.0.amount_satang``); what can be
read is handed on as JSON has it, and the command's own schema decides.
"""

from __future__ import annotations

import dataclasses
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from bangduan import thai
from bangduan.domain import derived_id
from bangduan.web.translate import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.datastructures import MultiDict

    from bangduan.web.pages.desk import Desk, Pick
    from bangduan.web.pages.shapes import Shape

#: Nothing was typed.
NOTHING: Final = object()
#: Rows of a list in one form.
MOST_ROWS: Final = 200
ROWS: Final = "._n"
TYPED: Final = "._typed"
_DIGITS: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_UUID: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_MONEY: Final = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d{1,13})(?:\.(\d{1,2}))?")
_NUMBER: Final = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,15})")
#: Kinds of which several are typed one a line.
LINES: Final = frozenset({"text", "prose", "slug", "number", "year", "date"})


@dataclasses.dataclass(slots=True)
class Reading:
    """A form as it is read.

    Attributes:
        problems: path → what is wrong.
        choices: path of a picker → records that fit what was typed.
        moved: path of a row as the command has it → path in the form.
        seed: what ids are made from, the same for every sending of the form.
    """

    desk: Desk
    given: MultiDict[str, str]
    problems: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    choices: dict[str, list[dict[str, str]]] = dataclasses.field(default_factory=dict)
    moved: dict[str, str] = dataclasses.field(default_factory=dict)
    seed: str = ""

    def command(self, shapes: Mapping[str, Shape], fixed: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a command, without those left empty.

        Args:
            fixed: fields that the page itself fills.
        """
        values = dict(fixed)
        for name, shape in shapes.items():
            if name not in fixed and (value := self._given_or_new(shape, name)) is not NOTHING:
                values[name] = value
        return values

    def value(self, shape: Shape, path: str) -> Any:
        """The value of one field; ``NOTHING`` when it was left empty."""
        match shape.kind:
            case "boolean":
                return self._boolean(shape, path)
            case "list":
                return self._list(shape, path)
            case "group":
                return self._group(shape, path)
            case "quantity":
                return self._quantity(path)
            case "mapping":
                return NOTHING
        text = self.given.get(path, "").replace("\r\n", "\n").strip()
        pick = self.desk.pick(shape) if shape.kind == "id" else None
        if pick is not None:
            return self._picked(pick, path, text)
        return NOTHING if not text else self._scalar(shape, path, text)

    def in_form(self, path: str) -> str:
        """The path in the form of a path in the command."""
        for start, moved in self.moved.items():
            if path == start or path.startswith(f"{start}."):
                return moved + path[len(start) :]
        return path

    def wrong(self, path: str, said: str) -> Any:
        """Say what is wrong with a field."""
        self.problems.setdefault(path, []).append(said)
        return NOTHING

    def _scalar(self, shape: Shape, path: str, text: str) -> Any:
        try:
            return parsed(shape, text)
        except ValueError:
            return self.wrong(path, _unreadable(shape))

    def _boolean(self, shape: Shape, path: str) -> Any:
        text = self.given.get(path, "")
        if not shape.required and shape.default is None and not text:
            return NOTHING
        return text in ("true", "on", "1", "yes")

    def _quantity(self, path: str) -> Any:
        text = self.given.get(f"{path}.value", "").strip()
        if not text:
            return NOTHING
        number = read_number(text)
        if number is None:
            return self.wrong(f"{path}.value", gettext("Write a whole number, as 800."))
        return {"value": number, "bound": self.given.get(f"{path}.bound") or "exact"}

    def _group(self, shape: Shape, path: str) -> Any:
        if not shape.required and not self._is_typed(path):
            return NOTHING
        values = {}
        for inner in shape.parts:
            value = self._given_or_new(inner, f"{path}.{inner.name}")
            if value is not NOTHING:
                values[inner.name] = value
        return values

    def _given_or_new(self, shape: Shape, path: str) -> Any:
        """The value of a field; the id of something new where none was chosen."""
        value = self.value(shape, path)
        if value is NOTHING and f"{shape.of}.{shape.name}" in self.desk.pages.new:
            return derived_id(self.seed, path)
        return value

    def _list(self, shape: Shape, path: str) -> Any:
        inner = shape.inner
        if inner is None:
            return NOTHING
        if inner.kind in ("id", "group", "quantity"):
            found = self._rows(inner, path)
        elif inner.kind in LINES and self.desk.pick(inner) is None:
            lines = [line.strip() for line in self.given.get(path, "").splitlines()]
            read = [self._scalar(inner, path, line) for line in lines if line]
            found = [value for value in read if value is not NOTHING]
        else:
            found = [text for text in self.given.getlist(path) if text]
        return found if found or shape.required else NOTHING

    def _rows(self, inner: Shape, path: str) -> list[Any]:
        """Rows of a repeated group; those left empty are left out."""
        required = dataclasses.replace(inner, required=True)
        found: list[Any] = []
        for index in range(rows(self.given, path)):
            here = f"{path}.{index}"
            # a choice that stands there from the beginning was not made by anybody
            begun = {f"{here}.{part.name}": f"{part.default}" for part in inner.parts}
            if not self._is_typed(here, begun):
                continue
            value = self.value(required, here)
            if value is not NOTHING:
                self.moved[f"{path}.{len(found)}"] = here
                found.append(value)
        return found

    def _picked(self, pick: Pick, path: str, text: str) -> Any:
        words = text or self.given.get(path + TYPED, "").strip()
        if not words:
            return NOTHING
        if _UUID.fullmatch(words):
            return words
        offered = self.desk.offered([pick], words)[pick]
        exact = [option for option in offered if option["text"] == words]
        found = exact or offered
        if len(found) == 1:
            return found[0]["id"]
        if not found:
            return self.wrong(path, gettext("Nothing is called so. Check the name."))
        self.choices[path] = found
        return self.wrong(path, gettext("Several are called so. Choose one."))

    def _is_typed(self, path: str, begun: Mapping[str, str] = MappingProxyType({})) -> bool:
        """True when something was typed below ``path`` other than what fields begin with."""
        return any(
            (name == path or name == path + TYPED or name.startswith(f"{path}."))
            and not name.endswith((ROWS, ".bound"))
            and self.given.get(name, "").strip() not in ("", begun.get(name))
            for name in self.given
        )


def rows(given: Mapping[str, str], path: str) -> int:
    """How many rows of a list the form has."""
    text = given.get(path + ROWS, "")
    return min(int(text), MOST_ROWS) if re.fullmatch(r"[0-9]{1,6}", text) else 0


def parsed(shape: Shape, text: str) -> Any:
    """One value as JSON has it.

    Raises:
        ValueError: it cannot be read.
    """
    match shape.kind:
        case "date":
            return thai.parse_date(text).isoformat()
        case "year":
            return thai.parse_year(text) + thai.BUDDHIST_OFFSET
        case "money":
            return read_money(text)
        case "number":
            number = read_number(text)
            if number is None:
                raise ValueError(text)
            return number
    return text


def read_money(text: str) -> int:
    """Satang of baht that somebody typed: ``2,150.50`` is 215,050.

    Raises:
        ValueError: it is no amount.
    """
    plain = text.translate(_DIGITS).replace(" ", "").removeprefix("฿").removesuffix("บาท")
    found = _MONEY.fullmatch(plain)
    if found is None:
        raise ValueError(text)
    sign, baht, satang = found.groups()
    amount = int(baht.replace(",", "")) * 100 + int((satang or "0").ljust(2, "0"))
    return -amount if sign else amount


def read_number(text: str) -> int | None:
    """A whole number that somebody typed, with or without commas; None for anything else."""
    plain = text.translate(_DIGITS).replace(" ", "")
    return int(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None


def _unreadable(shape: Shape) -> str:
    match shape.kind:
        case "date":
            return gettext("Write the day as 30/6/2551 or 30 มิ.ย. 2551.")
        case "year":
            return gettext("Write a year of four digits, as 2551.")
        case "money":
            return gettext("Write an amount in baht, as 2,150.50.")
        case "number":
            return gettext("Write a whole number, as 800.")
    return gettext("This cannot be read.")
