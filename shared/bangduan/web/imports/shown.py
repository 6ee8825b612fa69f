"""What the pages of an import show: its columns, what its rows would come to, how far it is."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

from flask import Response, abort, redirect

from bangduan.errors import NotFound
from bangduan.importing import cells, taking
from bangduan.importing.keeping import Kept
from bangduan.importing.planning import KINDS
from bangduan.importing.progress import progress_of
from bangduan.permissions import reads
from bangduan.web import layout
from bangduan.web.guard import may
from bangduan.web.pages import Leaf
from bangduan.web.problems import FORBIDDEN, Refused
from bangduan.web.translate import field_label, gettext, language
from bangduan.web.wording import in_thai

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from flask.typing import ResponseReturnValue

    from bangduan.application import Application
    from bangduan.importing.declared import Import
    from bangduan.importing.reading import Cell
    from bangduan.permissions import Permission
    from bangduan.web.app import Web

#: Rows of the file that are shown while its columns are matched.
_SHOWN_ROWS: Final = 12
_SHOWN_PROBLEMS: Final = 200
_REFRESH_SECONDS: Final = "3"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_EXAMPLE_LENGTH: Final = 40


def leaves(permission: Permission) -> tuple[Leaf, ...]:
    """The pages below the record of an import.

    Args:
        permission: who may see them; what is taken in asks for its own besides.
    """
    return (
        Leaf("columns", title="Columns", show=reads(permission)(_as_leaf(columns_page)),
             offers=_is_open),
        Leaf("check", title="Dry run", show=reads(permission)(_as_leaf(check_page)),
             offers=_is_open),
        Leaf("progress", title="Progress and result",
             show=reads(permission)(_as_leaf(progress_page)),
             offers=lambda record: record["status"] in {"running", "finished"}),
        Leaf("problems.csv", title="Problems as CSV",
             show=reads(permission)(_as_leaf(problems_file)),
             offers=lambda record: record["file"] == "stored" and record["status"] != "kept"),
    )  # fmt: skip


def _as_leaf(show: Callable[[Web, str], ResponseReturnValue]) -> Callable[..., Any]:
    """A function of its own, so that each service says who may see it."""

    def shown(web: Web, id: str) -> ResponseReturnValue:
        return show(web, id)

    return shown


def _is_open(record: Mapping[str, Any]) -> bool:
    return record["file"] == "stored" and record["status"] in {"kept", "matched"}


def sort_of(application: Application, import_id: str) -> Import:
    """What an import takes in; 404 when there is none, 403 when it is not for whoever asks."""
    try:
        found = taking.sort_of(application, import_id)
    except NotFound:
        abort(404)
    return allowed(found)


def allowed(sort: Import) -> Import:
    """A sort of register, if whoever asks may take it in; 403 otherwise."""
    if not may(sort.permission):
        raise Refused(FORBIDDEN, sort.permission)
    return sort


def address(web: Web, import_id: str, leaf: str = "") -> str:
    """Address of a page of an import."""
    return f"/{web.application.service.name}/imports/{import_id}" + (f"/{leaf}" if leaf else "")


def columns_page(
    web: Web, import_id: str, errors: Sequence[str] = (), status: int = 200
) -> ResponseReturnValue:
    """Which column holds what, to be changed."""
    application = web.application
    sort, file = sort_of(application, import_id), taking.handed(application, import_id)
    if file is None:
        return redirect(address(web, import_id), 303)
    matching = taking.matching_of(application, import_id)
    rows = taking.first_rows(application, import_id, max(_SHOWN_ROWS, matching.header_row + 3))
    first = max(0, min(matching.header_row, len(rows)) - 3)
    heading = rows[matching.header_row - 1] if 0 < matching.header_row <= len(rows) else ()
    example = next((row for row in rows[matching.header_row :] if any(row)), ())
    options = [
        {"value": str(place + 1), "label": _column_label(place, heading, example)}
        for place in range(file.width)
    ]
    fields = [
        {
            "name": f"column.{field.name}", "label": field_label(field.name), "type": "select",
            "options": options, "required": False,
            "value": str(matching.columns.get(field.name, -1) + 1 or ""),
        }
        for field in sort.fields
    ]  # fmt: skip
    page = layout.render(
        "imports/columns.html", web, sort=sort, file=file, fields=fields, errors=errors,
        here=address(web, import_id), header_row=matching.header_row,
        columns=[{"name": "row", "label": gettext("Row")},
                 *({"name": str(n), "label": letters(n)} for n in range(file.width))],
        rows=[_row(number, rows[number - 1], file.width)
              for number in range(first + 1, len(rows) + 1)],
    )  # fmt: skip
    return page, status


def check_page(
    web: Web, import_id: str, errors: Sequence[str] = (), status: int = 200
) -> ResponseReturnValue:
    """The dry run: what every row would come to."""
    application = web.application
    sort, file = sort_of(application, import_id), taking.handed(application, import_id)
    if file is None:
        return redirect(address(web, import_id), 303)
    plan = Kept(application, import_id).part("plan")
    matching = taking.matching_of(application, import_id)
    page = layout.render(
        "imports/check.html", web, sort=sort, file=file, plan=plan, errors=errors,
        here=address(web, import_id), despite=matching.despite,
        counts=_counts(plan["counts"]) if plan else (), first=_first(sort, plan, matching.columns),
        problems=told(plan["problems"][:_SHOWN_PROBLEMS]) if plan else [],
    )  # fmt: skip
    return page, status


def progress_page(web: Web, import_id: str) -> ResponseReturnValue:
    """How far it is; once it is finished, what came of it."""
    application = web.application
    sort = sort_of(application, import_id)
    found = taking.imports_of(application).item(application.reader, import_id)
    if found is None:
        abort(404)
    progress = progress_of(application, import_id)
    file = taking.handed(application, import_id)
    problems = list(taking.kept_problems(application, import_id))
    shown = layout.render(
        "imports/progress.html", web, sort=sort, found=found, progress=progress, file=file,
        here=address(web, import_id),
        counts=_counts(found if progress is None else
                       {kind: getattr(progress, kind) for kind in KINDS}),
        problems=told(problems[:_SHOWN_PROBLEMS]), more=max(0, len(problems) - _SHOWN_PROBLEMS),
    )  # fmt: skip
    response = Response(shown)
    if progress is not None:
        response.headers["Refresh"] = _REFRESH_SECONDS  # a browser asks again by itself
    return response


def problems_file(web: Web, import_id: str) -> ResponseReturnValue:
    """Every problem as CSV: of the run once it was started, of the dry run before."""
    application = web.application
    sort_of(application, import_id)
    found = told(taking.kept_problems(application, import_id))
    if not found:
        plan = Kept(application, import_id).part("plan")
        found = told(plan["problems"]) if plan else []
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow([gettext("Row"), gettext("Column"), gettext("What stands there"),
                    gettext("What to do")])  # fmt: skip
    lines.writerows(
        [each["row"], each["field"], _guarded(each["value"]), each["said"]] for each in found
    )
    response = Response(f"\ufeff{text.getvalue()}", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = "attachment; filename=problems.csv"
    return response


def told(problems: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Problems in the language of the request."""
    thai = language() == "th"
    return [
        {
            "row": each["row"], "kind": each["kind"], "value": each["value"],
            "field": field_label(each["field"]) if each["field"] else "",
            "said": in_thai(each["th"]) if thai else each["en"],
        }
        for each in problems
    ]  # fmt: skip


def letters(place: int) -> str:
    """A column's name as spreadsheets have it: A, B, …, AA."""
    name = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _counts(counts: Mapping[str, Any]) -> list[dict[str, Any]]:
    labels = {
        "made": gettext("to be recorded or recorded"),
        "there": gettext("there already, left as they are"),
        "alike": gettext("like somebody or something there, left out"),
        "wrong": gettext("wrong, left out"),
    }
    return [
        {"kind": kind, "label": labels[kind], "text": f"{counts[kind] or 0:,}"} for kind in KINDS
    ]


def _first(
    sort: Import, plan: Mapping[str, Any] | None, columns: Mapping[str, int]
) -> dict[str, Any]:
    """The first rows as they would be taken."""
    fields = [field.name for field in sort.fields if field.name in columns]
    outcome = {
        "made": gettext("is recorded"),
        "there": gettext("is there already"),
        "alike": gettext("is left out: alike"),
        "wrong": gettext("is left out: wrong"),
    }
    headings = [
        {"name": "row", "label": gettext("Row")},
        *({"name": name, "label": field_label(name)} for name in fields),
        {"name": "kind", "label": gettext("What becomes of it")},
    ]
    rows = [
        {
            "cells": [
                {"text": str(each["row"])},
                *({"text": each["cells"].get(name)} for name in fields),
                {"text": outcome[each["kind"]]},
            ]
        }
        for each in (plan["shown"] if plan else ())
    ]
    return {"columns": headings, "rows": rows}


def _row(number: int, row: Sequence[Cell], width: int) -> dict[str, Any]:
    shown = [cells.plain(cell)[:_EXAMPLE_LENGTH] or " " for cell in row]
    texts = [str(number), *shown, *[" "] * (width - len(shown))]
    return {"cells": [{"text": text} for text in texts]}


def _column_label(place: int, heading: Sequence[Cell], example: Sequence[Cell]) -> str:
    said = cells.plain(heading[place]) if place < len(heading) else ""
    shown = cells.plain(example[place]) if place < len(example) else ""
    named = ": ".join(filter(None, (letters(place), said[:_EXAMPLE_LENGTH])))
    return f"{named} ({shown[:_EXAMPLE_LENGTH]})" if shown else named


def _guarded(value: str) -> str:
    """A value that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value
