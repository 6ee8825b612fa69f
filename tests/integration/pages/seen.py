"""What somebody sees on a page: the forms they may fill in, and what it says is wrong."""

from __future__ import annotations

import dataclasses
from html.parser import HTMLParser

_VOID = {"input", "br", "hr", "img", "link", "meta"}
#: Where a page says what is wrong: at a field, above a form, on a page of its own.
_WRONG = {"error", "problem"}


@dataclasses.dataclass(slots=True)
class Field:
    """A field as it is drawn: its kind, what stands in it, what may be chosen."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(slots=True)
class Drawn:
    """A form that is posted."""

    action: str
    fields: list[Field] = dataclasses.field(default_factory=list)

    @property
    def as_drawn(self) -> list[tuple[str, str]]:
        """What a browser sends when nothing is changed."""
        return [(field.name, field.value) for field in self.fields if field.kind != "checkbox"]

    def without(self, name: str) -> list[tuple[str, str]]:
        """That, but one field."""
        return [pair for pair in self.as_drawn if pair[0] != name]


class Seen(HTMLParser):
    """A page, read.

    Attributes:
        forms: those on it that are posted.
        wrong: what it says is wrong.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Drawn] = []
        self.wrong: list[str] = []
        self._form: Drawn | None = None
        self._field: Field | None = None
        self._depth = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See an element begin."""
        given = {name: value or "" for name, value in attrs}
        if tag not in _VOID and (self._depth or _WRONG & set(given.get("class", "").split())):
            self._depth += 1
        match tag:
            case "form":
                posted = given.get("method") == "post"
                self._form = Drawn(given.get("action", "")) if posted else None
                if self._form is not None:
                    self.forms.append(self._form)
            case "input" | "select" | "textarea" | "button":
                self._draw(tag, given)
            case "option" if self._field is not None:
                self._field.options.append(given.get("value", ""))
                if "selected" in given:
                    self._field.value = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """See an element end."""
        if self._depth and tag not in _VOID:
            self._depth -= 1
        if tag == "form":
            self._form = None
        elif tag in {"select", "textarea"}:
            self._field = None

    def handle_data(self, data: str) -> None:
        """See text."""
        if self._depth and data.strip():
            self.wrong.append(data.strip())
        if self._field is not None and self._field.kind == "textarea":
            self._field.value += data

    def _draw(self, tag: str, given: dict[str, str]) -> None:
        if self._form is None or not given.get("name") or tag == "button":
            return
        kind = given.get("inputmode") or given.get("type") or "text" if tag == "input" else tag
        field = Field(given["name"], kind, given.get("value", ""))
        self._form.fields.append(field)
        if tag != "input":
            self._field = field
