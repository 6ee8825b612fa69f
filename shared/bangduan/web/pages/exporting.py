"""A table as a file: CSV that a spreadsheet opens safely, or a workbook with real dates."""

from __future__ import annotations

import csv
import io
import tempfile
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from bangduan.web.pages.showing import BANGKOK, Shown, column

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import IO

    from bangduan.web.pages.shapes import Shape

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
#: What a spreadsheet takes for the beginning of a formula.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_CHUNK: Final = 500
_PIECE: Final = 65_536


def as_csv(
    shapes: Sequence[Shape], rows: Iterable[dict[str, Any]], shown: Shown
) -> Iterator[bytes]:
    """The table as CSV in UTF-8 with a mark of the byte order, piece by piece."""
    yield "\ufeff".encode()
    for some in _lines(shapes, rows, shown):
        text = io.StringIO()
        csv.writer(text).writerows([[_flat(value) for value in line] for line in some])
        yield text.getvalue().encode()


def as_xlsx(shapes: Sequence[Shape], rows: Iterable[dict[str, Any]], shown: Shown) -> IO[bytes]:
    """The table as a workbook, in a file that is gone once it is closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (whoever sends it closes it)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        moments = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        money = book.add_format({"num_format": "#,##0.00"})
        formats = {"date": days, "moment": moments, "money": money}
        number = 0
        for some in _lines(shapes, rows, shown):
            for line in some:
                for place, value in enumerate(line):
                    if value is not None:
                        form = formats.get(shapes[place].kind) if number else None
                        sheet.write(number, place, value, form)
                number += 1
    file.seek(0)
    return file


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """A file in pieces."""
    while piece := file.read(_PIECE):
        yield piece


def _lines(
    shapes: Sequence[Shape], rows: Iterable[dict[str, Any]], shown: Shown
) -> Iterator[list[list[Any]]]:
    """Headings, then the rows, some at a time so that names are asked for together."""
    yield [[column(shape)["label"] for shape in shapes]]
    left = iter(rows)
    while some := list(islice(left, _CHUNK)):
        shown.prepare(shapes, some)
        yield [[_value(shape, row.get(shape.name), shown) for shape in shapes] for row in some]


def _value(shape: Shape, value: Any, shown: Shown) -> Any:
    """A value as a spreadsheet has it: numbers, days, or words."""
    if value is None:
        return None
    match shape.kind:
        case "date":
            return date.fromisoformat(value) if isinstance(value, str) else value
        case "moment":
            instant = datetime.fromisoformat(value) if isinstance(value, str) else value
            return instant.astimezone(BANGKOK).replace(tzinfo=None)
        case "money":
            return value / 100
        case "number" | "year" if isinstance(value, int):
            return value
    text = shown.text(shape, value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _flat(value: Any) -> Any:
    return f"{value:.2f}" if isinstance(value, float) else value
