"""All that is kept of a person, handed out; who has seen it; whom an account has seen.

These pages are put together from what every service of the site answers: a service that does not
answer is named, never left out silently.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import orjson
import xlsxwriter
from flask import Response, abort, request
from sqlalchemy import select
from uuid6 import uuid7

from bangduan import access
from bangduan.events.membership import RecordFormat
from bangduan.events.types import EntityId
from bangduan.permissions import AUDIT, EXPORT_PEOPLE, reads
from bangduan.store.sightings import sightings
from bangduan.web import layout, seen
from bangduan.web.api import context
from bangduan.web.guard import identity
from bangduan.web.pages import Way, exporting
from bangduan.web.pages.desk import Desk
from bangduan.web.pages.shapes import shapes
from bangduan.web.pages.showing import Shown, column
from bangduan.web.record import whole_record
from bangduan.web.translate import gettext
from services.membership.domain.processing import NoteExport
from services.membership.projections.register import people
from services.membership.views.privacy import SightingView

if TYPE_CHECKING:
    from flask import Blueprint

    from bangduan.web.app import Web

#: Answers that one report asks of a service; each has up to 500 rows.
_MOST_ANSWERS: Final = 200
_BY_PERSON: Final = (
    "account_name", "service", "day", "first_at", "last_at", "pages_shown", "api_answers",
    "files_exported",
)  # fmt: skip
_BY_ACCOUNT: Final = ("person_id", *_BY_PERSON[1:])

# -- all that is kept of a person ------------------------------------------------------------------


@reads(EXPORT_PEOPLE)
def record_as_json(web: Web, person_id: str) -> Response:
    """ข้อมูลทั้งหมดของบุคคล as JSON; that it was handed out is recorded."""
    found = _handed_out(web, person_id, "json")
    body = orjson.dumps(found, option=orjson.OPT_INDENT_2)
    return _file(body, "application/json", f"record-{person_id}.json")


@reads(EXPORT_PEOPLE)
def record_as_xlsx(web: Web, person_id: str) -> Response:
    """ข้อมูลทั้งหมดของบุคคล as a workbook; that it was handed out is recorded."""
    found = _handed_out(web, person_id, "xlsx")
    return _file(_workbook(found), exporting.XLSX, f"record-{person_id}.xlsx")


def _handed_out(web: Web, person_id: str, form: RecordFormat) -> dict[str, Any]:
    known = select(people.c.person_id).where(people.c.person_id == person_id)
    if web.reader.one(known) is None:
        abort(404)
    seen.exporting()
    found = whole_record(web, person_id)
    who = identity()
    web.application.execute(
        NoteExport(
            export_id=EntityId(str(uuid7())),
            person_id=EntityId(person_id),
            form=form,
            account_id=EntityId(who.account_id) if who is not None else None,
        ),
        context=context(),
    )
    return found


def _file(body: bytes, kind: str, name: str) -> Response:
    response = Response(body, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Cache-Control"] = "no-store"
    return response


def _workbook(found: Mapping[str, Any]) -> bytes:
    """Three sheets: what is kept, what happened, who has seen it."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        _sheet(
            book, gettext("What is kept"),
            [gettext("Service"), gettext("Table"), gettext("Row"), gettext("Field"),
             gettext("Value")],
            _kept(found["services"]),
        )  # fmt: skip
        _sheet(
            book, gettext("What happened"),
            [gettext("Service"), gettext("Time"), gettext("Event"), gettext("By"),
             gettext("Field"), gettext("Value")],
            _happened(found["services"]),
        )  # fmt: skip
        _sheet(
            book, gettext("Who has seen it"),
            [gettext("Service"), gettext("Account"), gettext("Day"), gettext("First"),
             gettext("Last"), gettext("On pages"), gettext("By programs"), gettext("In files")],
            _looked(found["services"]),
        )  # fmt: skip
        if found["away"]:
            rows = [[name] for name in found["away"]]
            _sheet(book, gettext("Did not answer"), [gettext("Service")], rows)
    return file.getvalue()


def _sheet(book: Any, title: str, heading: list[str], rows: Iterable[list[Any]]) -> None:
    sheet = book.add_worksheet(title[:31])
    for number, row in enumerate([heading, *rows]):
        for place, value in enumerate(row):
            sheet.write(number, place, value)


def _kept(services: Iterable[Mapping[str, Any]]) -> Iterator[list[Any]]:
    for part in services:
        for table, rows in part["tables"].items():
            for number, row in enumerate(rows, 1):
                for name, value in row.items():
                    if value is not None:
                        yield [part["service"], table, number, name, _flat(value)]


def _happened(services: Iterable[Mapping[str, Any]]) -> Iterator[list[Any]]:
    for part in services:
        for event in part["events"]:
            told = [part["service"], event["time"], event["type"], event["actor"] or ""]
            for name, value in event["data"].items():
                if value is not None:
                    yield [*told, name, _flat(value)]


def _looked(services: Iterable[Mapping[str, Any]]) -> Iterator[list[Any]]:
    for part in services:
        for row in part["seen"]:
            who = row["account_name"] or row["account_id"]
            yield [
                part["service"], who, row["day"], row["first_at"], row["last_at"],
                row["page"], row["api"], row["export"],
            ]  # fmt: skip


def _flat(value: Any) -> Any:
    """A value as one cell has it; a beginning that a spreadsheet takes for a formula is text."""
    if isinstance(value, bool | int):
        return value
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return f"'{text}" if text.startswith(exporting.FORMULA) else text


# -- who has seen whom -----------------------------------------------------------------------------


@reads(AUDIT)
def seen_by(web: Web, person_id: str) -> str | Response:
    """ผู้ที่เปิดดูข้อมูลของบุคคล, across the services of the site, the latest first."""
    known = web.reader.one(select(people).where(people.c.person_id == person_id))
    if known is None:
        abort(404)
    rows, away = _sightings(web, person_id=person_id)
    return _shown(
        web, "membership/seen_by.html", rows, away, _BY_PERSON,
        name=str(known["name"]), here=f"/membership/people/{person_id}",
    )  # fmt: skip


@reads(AUDIT)
def breach_report(web: Web) -> str | Response:
    """รายงานเหตุละเมิด: whose data an account was shown, from one day to another."""
    account_id = request.args.get("account_id", "")[:100]
    days = {
        name: on.isoformat()
        for name in ("from_day", "to_day")
        if (on := seen.day_typed(name)) is not None
    }
    rows, away = _sightings(web, account_id=account_id, **days) if account_id else ([], [])
    accounts = web.reader.all(select(access.accounts.c.account_id, access.accounts.c.name))
    asked = urlencode({"account_id": account_id, **days})
    return _shown(
        web, "membership/breach_report.html", rows, away, _BY_ACCOUNT,
        accounts=[
            {"value": row["account_id"], "label": str(row["name"] or row["account_id"])}
            for row in sorted(accounts, key=lambda row: str(row["name"]))
        ],
        account_id=account_id, days=days, typed=request.args,
        exports=f"/membership/breach-report?{asked}&format=",
        people_seen=len({row["person_id"] for row in rows}),
    )  # fmt: skip


@reads(AUDIT)
def breach_report_api(web: Web) -> Response:
    """As ``breach_report``, for programs."""
    account_id = request.args.get("account_id", "")[:100]
    days = {
        name: on.isoformat()
        for name in ("from_day", "to_day")
        if (on := seen.day_asked(name)) is not None
    }
    rows, away = _sightings(web, account_id=account_id, **days) if account_id else ([], [])
    body = orjson.dumps({"items": rows, "away": away, "next": None})
    return Response(body, content_type="application/json")


BREACH_REPORT: Final = Way("Whose data an account has seen", "breach-report", AUDIT)


def serve(blueprint: Blueprint, web: Web) -> None:
    """Add what belongs to no record."""

    @reads(AUDIT)
    def report() -> str | Response:
        return breach_report(web)

    @reads(AUDIT)
    def report_api() -> Response:
        return breach_report_api(web)

    @reads(EXPORT_PEOPLE)
    def record(person_id: str) -> Response:
        return record_as_json(web, person_id)

    blueprint.add_url_rule("/membership/breach-report", "breach-report", report)
    blueprint.add_url_rule("/membership/api/v1/breach-report", "breach-report-api", report_api)
    blueprint.add_url_rule("/membership/api/v1/people/<person_id>/record", "whole-record", record)


def _sightings(web: Web, **wanted: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Rows of every service of the site, the latest first; and titles of those away."""
    own = web.application.service.name
    rows: list[dict[str, Any]] = []
    away: list[str] = []
    for name in sorted(web.services):
        found = _own(web, wanted) if name == own else _asked(web, name, wanted)
        if found is None:
            away.append(web.title(name))
            continue
        rows += [_row(name, each) for each in found]
    names = access.names(web.reader, {row["account_id"] for row in rows})
    for row in rows:
        row["account_name"] = names.get(row["account_id"])
    rows.sort(key=lambda row: (row["day"], row["last_at"]), reverse=True)
    return rows, away


def _own(web: Web, wanted: Mapping[str, str]) -> list[dict[str, Any]]:
    web.application.sightings.write()
    return web.application.database.select(sightings(**seen.narrowed(wanted)))


def _asked(web: Web, name: str, wanted: Mapping[str, str]) -> list[dict[str, Any]] | None:
    """What another service answers, one answer after another; None when it does not."""
    found: list[dict[str, Any]] = []
    after: dict[str, str] = {}
    for _ in range(_MOST_ANSWERS):
        path = f"/api/v1/seen?{urlencode({**wanted, **after, 'limit': str(seen.MOST)})}"
        answer = web.neighbours.fetch(name, path)
        if not answer.ok:
            return None
        page = orjson.loads(answer.text)
        found += page["items"]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    return found


def _row(service: str, each: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "service": service,
        "account_id": each["account_id"],
        "person_id": each["person_id"],
        "day": each["day"],
        "first_at": each["first_at"],
        "last_at": each["last_at"],
        "pages_shown": each["page"],
        "api_answers": each["api"],
        "files_exported": each["export"],
    }


def _shown(
    web: Web, template: str, rows: list[dict[str, Any]], away: list[str],
    columns: tuple[str, ...], **values: Any,
) -> str | Response:  # fmt: skip
    """A page with these rows as a table, or the rows as a file."""
    known = shapes(SightingView)
    chosen = [known[name] for name in columns]
    desk = Desk(web.pages[web.application.service.name], web)
    rows = [{**row, "service": web.title(row["service"])} for row in rows]
    kind = request.args.get("format")
    if kind in ("csv", "xlsx"):
        shown = Shown(desk, linked=False)
        name = f"{template.rpartition('/')[2].removesuffix('.html').replace('_', '-')}.{kind}"
        if kind == "csv":
            return _file(b"".join(exporting.as_csv(chosen, rows, shown)), exporting.CSV, name)
        with exporting.as_xlsx(chosen, rows, shown) as file:
            return _file(file.read(), exporting.XLSX, name)
    shown = Shown(desk)
    shown.prepare(chosen, rows)
    table = [{"cells": [shown.cell(shape, row[shape.name]) for shape in chosen]} for row in rows]
    return layout.render(
        template, web, columns=[column(shape) for shape in chosen], rows=table, away=away, **values
    )
