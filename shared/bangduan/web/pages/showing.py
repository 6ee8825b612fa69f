"""Values as a person reads them, by the type of their field."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from bangduan import thai
from bangduan.events.definition import Forgotten
from bangduan.web.pages.shapes import FIGURES, Shape
from bangduan.web.translate import field_label, gettext, language, value_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bangduan.web.pages.desk import Desk, Pick

BANGKOK: Final = ZoneInfo("Asia/Bangkok")
_MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
#: Things of a list that a history shows at once.
_GLANCE: Final = 5


def day(on: date) -> str:
    """30 มิ.ย. 2551, or 30 Jun 2551 BE."""
    if language() == "th":
        return thai.short_date(on)
    return f"{on.day} {_MONTHS[on.month - 1]} {thai.buddhist_year(on)} BE"


def moment(at: datetime | str) -> str:
    """A day and the time in Bangkok, of an instant or its RFC 3339 text."""
    instant = datetime.fromisoformat(at) if isinstance(at, str) else at
    local = instant.astimezone(BANGKOK)
    return f"{day(local.date())} {local:%H:%M}{' น.' if language() == 'th' else ''}"


def part(value: Any, name: str) -> Any:
    """A field of a nested value, which is a mapping or a dataclass."""
    return value.get(name) if isinstance(value, dict) else getattr(value, name, None)


class Shown:
    """Values of one page; what the records in them are called is asked for once, together.

    Args:
        desk: knows where the records are.
        linked: names lead to their records.
    """

    def __init__(self, desk: Desk, *, linked: bool = True) -> None:
        self._desk = desk
        self._linked = linked
        self._names: dict[str, str] = {}

    def prepare(self, shapes: Iterable[Shape], rows: Iterable[Mapping[str, Any]]) -> None:
        """Find out what the records are called that these rows speak of."""
        wanted: dict[Pick, set[str]] = {}
        given = list(shapes)
        for row in rows:
            for shape in given:
                self._gather(shape, row.get(shape.name), wanted)
        for ids in wanted.values():
            ids.difference_update(self._names)
        self._names |= self._desk.named({pick: ids for pick, ids in wanted.items() if ids})

    def cell(self, shape: Shape, value: Any) -> dict[str, Any]:
        """A cell of a table, or the value of a fact."""
        if value is None or value in ("", (), [], {}):
            return {"text": None, "align": shape.align}
        if shape.kind in ("list", "group", "mapping", "prose") or self._pick(shape) is not None:
            return {"html": self.html(shape, value), "align": shape.align}
        return {"text": self.text(shape, value), "align": shape.align}

    def html(self, shape: Shape, value: Any) -> Markup:
        """A value with its links, its lists and what is nested in it."""
        if value is None:
            return Markup('<span class="none">{}</span>').format(gettext("not recorded"))
        if shape.kind == "list" and shape.inner is not None:
            parts = [self.html(shape.inner, each) for each in value]
            return Markup("<ul>{}</ul>").format(
                Markup("").join(Markup("<li>{}</li>").format(p) for p in parts)
            )
        if shape.kind == "group":
            known = [(p, part(value, p.name)) for p in shape.parts]
            pairs = [(p, v) for p, v in known if v is not None]
            return self._pairs((field_label(p.name), self.html(p, v)) for p, v in pairs)
        if shape.kind == "mapping" and shape.inner is not None:
            inner = shape.inner
            return self._pairs((value_label(k), self.html(inner, v)) for k, v in value.items())
        if shape.kind == "prose":
            return Markup("<br>").join(escape(line) for line in str(value).splitlines())
        pick = self._pick(shape)
        if pick is not None and self._linked and str(value) in self._names:
            said = self._names[str(value)]
            return Markup('<a href="{}/{}">{}</a>').format(pick.href, value, said)
        return escape(self.text(shape, value))

    def text(self, shape: Shape, value: Any) -> str:
        """A value in words, without links; empty for what is not known."""
        if value is None:
            return ""
        if isinstance(value, Forgotten):
            return str(value)
        match shape.kind:
            case "date":
                return day(_date(value))
            case "moment":
                return moment(value)
            case "money":
                return thai.baht(value)
            case "number":
                return f"{value:,}" if isinstance(value, int) else str(value)
            case "boolean":
                return gettext("yes") if value else gettext("no")
            case "choice":
                return value_label(value)
            case "quantity":
                return _quantity(part(value, "value"), part(value, "bound"))
            case "id" | "slug" | "village":
                return self._called(shape, str(value))
            case "list" if shape.inner is not None:
                inner = shape.inner
                return ", ".join(self.text(inner, each) for each in value)
            case "group":
                known = ((p, part(value, p.name)) for p in shape.parts)
                return "; ".join(
                    f"{field_label(p.name)} {self.text(p, v)}" for p, v in known if v is not None
                )
            case "mapping" if shape.inner is not None:
                inner = shape.inner
                return "; ".join(
                    f"{value_label(k)} {self.text(inner, v)}" for k, v in value.items()
                )
        return str(value)

    def told(self, shape: Shape, value: Any) -> Markup:
        """A value as a history tells it: several things one below the other, many folded."""
        if shape.kind == "list" and shape.inner is not None and isinstance(value, (list, tuple)):
            inner = shape.inner
            return _folded([escape(self.text(inner, each)) for each in value])
        if shape.kind == "group":
            known = [(p, part(value, p.name)) for p in shape.parts]
            pairs = [(p, v) for p, v in known if v not in (None, (), [])]
            return self._pairs((field_label(p.name), self.told(p, v)) for p, v in pairs)
        if shape.kind == "mapping" and shape.inner is not None and isinstance(value, dict):
            inner = shape.inner
            return self._pairs((value_label(k), self.told(inner, v)) for k, v in value.items())
        return escape(self.text(shape, value))

    def _called(self, shape: Shape, value: str) -> str:
        if value in self._names:
            return self._names[value]
        if shape.kind == "id":
            return f"…{value[-6:]}"
        if shape.kind == "village" and len(value) == 8:
            return gettext("Moo %(number)s", number=int(value[6:])) if value.isdecimal() else value
        return value_label(value)

    def _pick(self, shape: Shape) -> Pick | None:
        known = shape.kind in ("id", "slug", "village", "text")
        return self._desk.pick(shape) if known else None

    def _gather(self, shape: Shape, value: Any, wanted: dict[Pick, set[str]]) -> None:
        if value is None:
            return
        if shape.kind == "list" and shape.inner is not None:
            for each in value:
                self._gather(shape.inner, each, wanted)
        elif shape.kind == "mapping" and shape.inner is not None:
            for each in value.values():
                self._gather(shape.inner, each, wanted)
        elif shape.kind == "group":
            for inner in shape.parts:
                self._gather(inner, part(value, inner.name), wanted)
        elif (pick := self._pick(shape)) is not None:
            wanted.setdefault(pick, set()).add(str(value))

    def _pairs(self, pairs: Iterable[tuple[str, Markup]]) -> Markup:
        rows = [Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*pair) for pair in pairs]
        return Markup('<dl class="pairs">{}</dl>').format(Markup("").join(rows))


def _folded(items: list[Markup]) -> Markup:
    """A list; what goes beyond a glance is there when it is asked for."""
    lines = [Markup("<li>{}</li>").format(item) for item in items]
    at_once = lines if len(lines) <= _GLANCE else lines[: _GLANCE - 1]
    shown = Markup("<ul>{}</ul>").format(Markup("").join(at_once))
    rest = lines[len(at_once) :]
    if not rest:
        return shown
    more = gettext("%(number)s more", number=len(rest))
    fold = Markup("<details><summary>{}</summary><ul>{}</ul></details>")
    return shown + fold.format(more, Markup("").join(rest))


def plain(value: Any) -> Any:
    """A nested value as mappings and lists, so that two can be compared."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value


def column(shape: Shape) -> dict[str, Any]:
    """Heading of a table's column; money says its unit."""
    label = field_label(shape.name)
    if shape.kind == "money":
        label = gettext("%(what)s (baht)", what=label)
    return {
        "name": shape.name,
        "label": label,
        "align": "right" if shape.kind in FIGURES else "left",
    }


def _date(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _quantity(number: int, bound: str) -> str:
    if number == 0 and bound != "exact":
        return gettext("not recorded")
    if bound == "at_least":
        return gettext("at least %(number)s", number=f"{number:,}")
    if bound == "about":
        return gettext("about %(number)s", number=f"{number:,}")
    return f"{number:,}"
