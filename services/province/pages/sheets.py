"""ตาราง: one table of numbers, on a page and as a file for a spreadsheet or a program.

A number that is hidden, not known or only bounded is said in words in a spreadsheet, so that
nobody adds it up unawares; for a program it is null, with its state and bound beside it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, Literal

import orjson
import xlsxwriter
from flask import Response

from bangduan.web.pages import exporting
from bangduan.web.pages.showing import BANGKOK
from services.province.pages.readings import Reading

if TYPE_CHECKING:
    from bangduan.web.layout import Words

Kind = Literal["text", "number", "money", "percent", "date", "moment"]
#: What a cell may hold.
Value = str | int | date | datetime | Reading | None
FORMATS: Final = ("csv", "xlsx", "json")

_KINDS: Final[dict[str, Kind]] = {"satang": "money", "hundredths-of-percent": "percent"}
_PATTERNS: Final = {
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
    "money": "#,##0.00",
    "percent": "0.0",
    "number": "#,##0.##",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column.

    Attributes:
        name: stable name, for programs.
        label: in the page's language, with the unit.
    """

    name: str
    label: str
    kind: Kind = "text"

    @property
    def is_figure(self) -> bool:
        """True for what stands at the right."""
        return self.kind in ("number", "money", "percent")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table.

    Attributes:
        name: kebab case; names the file.
        title: in the page's language.
        rows: a value for each heading.
    """

    name: str
    title: str
    headings: Sequence[Heading]
    rows: Sequence[Sequence[Value]]

    def file(self, kind: str, words: Words) -> Response:
        """The table as a file of one of ``FORMATS``."""
        match kind:
            case "xlsx":
                response = Response(self._workbook(words), content_type=exporting.XLSX)
            case "json":
                response = Response(orjson.dumps(self._items()), content_type="application/json")
            case _:
                response = Response(self._lines(words), content_type=exporting.CSV)
        response.headers["Content-Disposition"] = f"attachment; filename={self.name}.{kind}"
        response.headers["Cache-Control"] = "no-store"
        return response

    def _items(self) -> dict[str, Any]:
        names = [heading.name for heading in self.headings]
        rows = [dict(zip(names, map(_for_program, row), strict=True)) for row in self.rows]
        return {
            "title": self.title,
            "columns": [{"name": h.name, "label": h.label} for h in self.headings],
            "items": rows,
        }

    def _lines(self, words: Words) -> bytes:
        """CSV in UTF-8 with a mark of the byte order, so that a spreadsheet shows Thai."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow([heading.label for heading in self.headings])
        for row in self.rows:
            writer.writerow(
                [_flat(h, _cell(h, v, words)) for h, v in zip(self.headings, row, strict=True)]
            )
        return b"\xef\xbb\xbf" + text.getvalue().encode()

    def _workbook(self, words: Words) -> bytes:
        """A workbook with real numbers and days; a table of a province fits in memory."""
        file = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(file, options) as book:
            sheet = book.add_worksheet()
            formats = {k: book.add_format({"num_format": p}) for k, p in _PATTERNS.items()}
            bold = book.add_format({"bold": True})
            for place, heading in enumerate(self.headings):
                sheet.write(0, place, heading.label, bold)
            for number, row in enumerate(self.rows, start=1):
                for place, (heading, value) in enumerate(zip(self.headings, row, strict=True)):
                    cell = _cell(heading, value, words)
                    if cell is not None:
                        form = None if isinstance(cell, str) else formats.get(heading.kind)
                        sheet.write(number, place, cell, form)
        return file.getvalue()


def kind_of(unit: str) -> Kind:
    """The kind of column that holds values of a unit."""
    return _KINDS.get(unit, "number")


def _cell(heading: Heading, value: Value, words: Words) -> str | float | date | None:
    """A value as a spreadsheet has it: a number, a day, or words."""
    if isinstance(value, Reading):
        if value.state != "known" or value.bound != "exact":
            return words.number(value.value, value.unit, value.bound)
        number = value.number or 0
        return number if kind_of(value.unit) == "number" else number / 100
    if isinstance(value, datetime):
        return value.astimezone(BANGKOK).replace(tzinfo=None)
    if isinstance(value, str):
        # a value is never a formula, whatever it begins with
        return f"'{value}" if value.startswith(exporting.FORMULA) else value
    if isinstance(value, int) and heading.kind in ("money", "percent"):
        return value / 100
    return value


def _flat(heading: Heading, cell: str | float | date | None) -> str | float | date | None:
    return f"{cell:.2f}" if isinstance(cell, float) and heading.kind == "money" else cell


def _for_program(value: Value) -> Any:
    if isinstance(value, Reading):
        return {"value": value.number, "bound": value.bound, "state": value.state}
    return value
