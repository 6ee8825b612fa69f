"""A form for a command, drawn from the command's own fields."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, Final

import marshmallow
from uuid6 import uuid7

from bangduan.events.schema import schema_for
from bangduan.web.pages.shapes import Shape, shapes
from bangduan.web.pages.showing import Shown
from bangduan.web.pages.typed import LINES, ROWS, TYPED, Reading, rows
from bangduan.web.translate import field_label, gettext, language, value_label
from bangduan.web.wording import WHOLE, by_field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.datastructures import MultiDict

    from bangduan.web.pages.desk import Desk, Pick

KEY: Final = "_key"
VERSION: Final = "_version"
ADD: Final = "_add"
_BOUNDS: Final = ("exact", "at_least", "about")
_KEY: Final = re.compile(r"form:[0-9a-f-]{36}")
_MISSING: Final = "Missing data for required field."
_FEW: Final = 20
_ALL: Final = 200


class Form:
    """One form.

    Args:
        desk: knows what fields may be filled with.
        command: what is sent.
        given: what was typed, or what the address fills in.
        fixed: fields that the page fills, as the id of the record.
        record: the record as it is, whose values are shown beside the fields.
        row: dataclass of the record.
        hidden: fields with ids that were made with the form.
        naming: field that names what is to be made; typed, never chosen.
    """

    def __init__(
        self,
        desk: Desk,
        command: type,
        given: MultiDict[str, str],
        fixed: Mapping[str, Any],
        *,
        record: Mapping[str, Any] | None = None,
        row: type | None = None,
        hidden: tuple[str, ...] = (),
        naming: str | None = None,
    ) -> None:
        self.desk = desk
        self.command = command
        self.given = given
        self.shapes = shapes(command)
        self.fixed = {name: value for name, value in fixed.items() if name in self.shapes}
        self.errors: dict[str, list[str]] = {}
        self.record = record or {}
        self._hidden = hidden
        self._naming = naming
        self._known = shapes(row) if row is not None else {}
        self._choices: dict[str, list[dict[str, str]]] = {}
        self._offered: dict[Pick, list[dict[str, str]]] = {}
        self._shown = Shown(desk, linked=False)
        self._loose: list[str] = []

    def read(self) -> Any:
        """The command that was typed; None when something is wrong, said in ``errors``."""
        reading = Reading(self.desk, self.given, seed=self.key)
        values = reading.command(self.shapes, self.fixed)
        self._choices = reading.choices
        self.errors = reading.problems
        schema = schema_for(self.command)
        try:
            command = schema.load(values)
        except marshmallow.ValidationError as invalid:
            self.refuse(by_field(_messages(invalid), language()), reading)
            return None
        return None if self.errors else command

    def refuse(self, errors: Mapping[str, list[str]], reading: Reading | None = None) -> None:
        """Say what is wrong, by path; what cannot be read at all was said already."""
        for path, said in errors.items():
            here = reading.in_form(path) if reading is not None else path
            if not any(here == p or p.startswith(f"{here}.") for p in self.errors):
                self.errors[here] = [
                    gettext("This must be filled in.") if each == _MISSING else each
                    for each in said
                ]

    def fields(self) -> list[dict[str, Any]]:
        """What to draw, in order."""
        self._ask()
        self._loose = [path for path in self.errors if path.partition(".")[0] not in self.shapes]
        self._loose += self.fixed
        drawn = [self._drawn(s, s.name) for s in self.shapes.values() if s.name not in self.fixed]
        return [*drawn, {"type": "hidden", "name": KEY, "value": self.key}]

    def loose(self) -> list[str]:
        """What is wrong and stands at no field that is drawn; after ``fields``."""
        return [said for path in self._loose for said in self.errors.get(path, ())]

    @property
    def key(self) -> str:
        """The same for every sending of this form, so that a second one changes nothing."""
        if not _KEY.fullmatch(self.given.get(KEY, "")):
            self.given[KEY] = f"form:{uuid7()}"
        return self.given[KEY]

    def add_row(self, path: str) -> None:
        """One more row of a list."""
        self.given[path + ROWS] = str(max(1, rows(self.given, path)) + 1)

    def _opens_with(self, shape: Shape) -> int:
        """Rows of a list before anything is typed."""
        return self.desk.pages.rows.get(f"{shape.of}.{shape.name}", 1)

    # -- drawing ---------------------------------------------------------------------------

    def _ask(self) -> None:
        """Ask once for everything that fields may be filled with."""
        few: set[Pick] = set()
        everything: set[Pick] = set()
        for shape in _leaves(self.shapes.values()):
            if shape.name in self.fixed:
                continue
            pick = self.desk.pick(shape)
            if pick is not None and (shape.kind == "id" or shape.coded):
                (few if shape.kind == "id" else everything).add(pick)
        self._offered = self.desk.offered(few - everything, limit=_FEW)
        self._offered |= self.desk.offered(everything, limit=_ALL)
        if self.record:
            self._shown.prepare(self._known.values(), [self.record])

    def _drawn(self, shape: Shape, path: str) -> dict[str, Any]:
        if shape.kind == "group":
            parts = [self._drawn(inner, f"{path}.{inner.name}") for inner in shape.parts]
            return {**self._base(shape, path), "type": "group", "fields": parts}
        if shape.kind == "list" and shape.inner is not None:
            return self._drawn_list(shape, shape.inner, path)
        if shape.kind == "quantity":
            return self._drawn_quantity(shape, path)
        if shape.kind == "id":
            return self._drawn_id(shape, path)
        return {**self._base(shape, path), **self._kind(shape, path)}

    def _kind(self, shape: Shape, path: str) -> dict[str, Any]:
        value = self.given.get(path)
        match shape.kind:
            case "boolean" if not shape.required and shape.default is None:
                options = [("true", gettext("yes")), ("false", gettext("no"))]
                return {"type": "select", "options": options, "value": value}
            case "boolean":
                return {"type": "checkbox", "value": value or ("true" if shape.default else "")}
            case "choice":
                options = [(choice, value_label(choice)) for choice in shape.choices]
                return {"type": "select", "options": options, "value": value or shape.default}
            case "prose":
                return {"type": "textarea", "value": value}
            case "money":
                return {"type": "money", "value": value}
            case "number" | "year":
                return {"type": "number", "value": value or shape.default}
            case "date":
                told = gettext("Day, month and year, as 30/6/2551.")
                return {"type": "text", "value": value, "help": self._help(shape, told)}
        options = self._options(shape)
        if options:
            return {"type": "select", "options": options, "value": value or shape.default}
        told = gettext("Small Latin letters, digits and dashes, as village-fund.")
        help = self._help(shape, told if shape.kind == "slug" else "")
        return {"type": "text", "value": value or shape.default, "help": help}

    def _drawn_id(self, shape: Shape, path: str) -> dict[str, Any]:
        field = self._base(shape, path)
        pick = self.desk.pick(shape) if path not in self._hidden else None
        value = self.given.get(path) or ""
        if pick is None:
            if value and path == shape.name:
                self._loose.append(path)
            return {**field, "type": "hidden" if value else "text", "value": value}
        options = self._choices.get(path) or self._offered.get(pick, [])
        if value and all(option["id"] != value for option in options):
            named = self.desk.named({pick: {value}})
            options = [*({"id": i, "text": text} for i, text in named.items()), *options]
            if not named:
                field["typed_value"] = value
        return {
            **field,
            "type": "picker",
            "value": value,
            "options": [{"value": option["id"], "label": option["text"]} for option in options],
            "attrs": {"data-options-url": f"/{pick.service}{pick.options}"},
            "typed": path + TYPED,
            "typed_value": self.given.get(path + TYPED) or field.get("typed_value", ""),
        }

    def _drawn_list(self, shape: Shape, inner: Shape, path: str) -> dict[str, Any]:
        field = self._base(shape, path)
        if inner.kind in ("id", "group", "quantity"):
            count = rows(self.given, path) or self._opens_with(shape)
            row = dataclasses.replace(inner, required=False)
            drawn = [self._drawn(row, f"{path}.{index}") for index in range(count)]
            return {**field, "type": "rows", "rows": drawn, "count": path + ROWS, "n": count}
        # what is wrong with one of several has no field of its own
        within = [e for p, said in self.errors.items() if p.startswith(f"{path}.") for e in said]
        field["errors"] = [*dict.fromkeys([*field["errors"], *within])]
        options = self._options(inner)
        if inner.kind == "choice":
            options = [(choice, value_label(choice)) for choice in inner.choices]
        if options:
            value = self.given.getlist(path)
            return {**field, "type": "multiselect", "options": options, "value": value}
        told = gettext("One on each line.") if inner.kind in LINES else ""
        help = self._help(shape, told)
        return {**field, "type": "textarea", "value": self.given.get(path), "help": help}

    def _drawn_quantity(self, shape: Shape, path: str) -> dict[str, Any]:
        value, bound = f"{path}.value", f"{path}.bound"
        number = {
            **self._base(shape, value),
            "label": field_label(shape.name),
            "type": "number",
            "value": self.given.get(value),
            "errors": [*self.errors.get(path, ()), *self.errors.get(value, ())],
        }
        how = {
            "name": bound,
            "label": field_label("bound"),
            "type": "select",
            "options": [(each, value_label(each)) for each in _BOUNDS],
            "value": self.given.get(bound) or "exact",
            "required": True,
            "errors": self.errors.get(bound, []),
        }
        return {**self._base(shape, path), "type": "pair", "fields": [number, how]}

    def _options(self, shape: Shape) -> list[tuple[str, str]]:
        if shape.name == self._naming:
            return []
        pick = self.desk.pick(shape) if shape.coded else None
        if pick is None:
            known = self.desk.pages.known.get(shape.name, ()) if shape.kind == "slug" else ()
            return [(value, value_label(value)) for value in known]
        return [(option["id"], option["text"]) for option in self._offered.get(pick, [])]

    def _base(self, shape: Shape, path: str) -> dict[str, Any]:
        new = f"{shape.of}.{shape.name}" in self.desk.pages.new
        return {
            "name": path,
            "label": field_label(shape.name),
            "required": shape.required and not new,
            "help": self._help(shape, gettext("Leave it empty for a new one.") if new else ""),
            "errors": self.errors.get(path, []),
            "attrs": {},
        }

    def _help(self, shape: Shape, told: str) -> str:
        """What is said below the label: how to write it, and what stands there now."""
        known = self._known.get(shape.name)
        # a field within a group, or of what is made, is another one, though called the same
        same = shape.of == self.command.__name__ and not self._hidden
        now = self.record.get(shape.name) if same else None
        if known is None or now in (None, "", (), []):
            return told
        said = gettext("Now: %(value)s", value=self._shown.text(known, now))
        return f"{told} {said}".strip()


def _messages(invalid: marshmallow.ValidationError) -> dict[Any, Any]:
    said = invalid.messages
    return said if isinstance(said, dict) else {WHOLE: said}


def _leaves(given: Any) -> list[Shape]:
    """The fields without others in them."""
    found: list[Shape] = []
    for shape in given:
        inner = shape.parts or ((shape.inner,) if shape.inner is not None else ())
        found.extend(_leaves(inner) if inner else [shape])
    return found
