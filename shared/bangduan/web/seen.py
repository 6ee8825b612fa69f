"""Who is shown whose personal data, noted request by request; and where one may look it up.

Nothing is noted for nobody: a request of whom we do not know shows no personal data. What accounts
show of the asker's own account, as on every page, is not noted either.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import orjson
from flask import Response, g, request

from bangduan import access, seen, thai
from bangduan.permissions import AUDIT, needs
from bangduan.store.sightings import Through, plain, sightings
from bangduan.web.guard import is_api
from bangduan.web.paging import page
from bangduan.web.problems import Unreadable
from bangduan.web.reading import only_known_parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

    from bangduan.application import Application

_NARROWING: Final = ("account_id", "person_id", "from_day", "to_day")
_LONGEST_ID: Final = 100
#: Rows of one answer; the report of a year asks for several.
MOST: Final = 500
_FILES: Final = frozenset({"csv", "xlsx"})


def install(app: Flask, application: Application) -> None:
    """Note in every request of ``app``, and serve ``/api/v1/seen`` to auditors."""

    def begin() -> None:
        g.seen = set()
        seen.begin(g.seen)

    def end(_: BaseException | None = None) -> None:
        # an answer that is streamed ends twice, and notes until the second time; what is noted
        # here after that belongs to nobody, until the next request begins anew
        noted, who = g.get("seen"), g.get("asked")
        if noted and isinstance(who, access.Identity):
            application.sightings.add(who.account_id, noted - {who.account_id}, _through())
            noted.clear()

    app.before_request(begin)
    app.teardown_request(end)
    name = application.service.name
    view = needs(AUDIT)(lambda: _seen(application))
    app.add_url_rule(f"/{name}/api/v1/seen", "seen", view)


def exporting() -> None:
    """What this request answers leaves as a file."""
    g.seen_through = "export"


def _through() -> Through:
    if g.get("seen_through") or request.args.get("format") in _FILES:
        return "export"
    return "api" if is_api() else "page"


def _seen(application: Application) -> Response:
    """Who was shown whose data: an account, a person and a day a row, with how often."""
    only_known_parameters((*_NARROWING, "after", "limit"))
    application.sightings.write()
    wanted = {name: text for name in _NARROWING if (text := request.args.get(name))}
    query = sightings(**narrowed(wanted))
    found = page(application.reader, query, request.args.get("after"), _limit())
    found["items"] = [plain(row) for row in found["items"]]
    return Response(orjson.dumps(found), content_type="application/json")


def narrowed(wanted: Mapping[str, str]) -> dict[str, Any]:
    """What ``sightings`` takes, of a query string; Unreadable for what cannot be read."""
    found: dict[str, Any] = {}
    for name, text in wanted.items():
        found[name] = _day(name, text) if name.endswith("_day") else _id(name, text)
    return found


def day_asked(name: str) -> date | None:
    """A day of the query string, as ISO writes it; Unreadable for anything else."""
    text = request.args.get(name)
    return _day(name, text) if text else None


def day_typed(name: str) -> date | None:
    """A day that somebody typed, also in the Buddhist era; Unreadable for what is no day."""
    text = request.args.get(name, "").strip()
    if not text:
        return None
    try:
        return thai.parse_date(text)
    except ValueError:
        raise Unreadable(
            f"{name} must be a day, as 30/6/2569.", f"{name} ต้องเป็นวันที่ เช่น 30/6/2569", name
        ) from None


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unreadable(
            f"{name} must be a day, as 2026-01-31.", f"{name} ต้องเป็นวันที่ เช่น 2026-01-31", name
        ) from None


def _id(name: str, text: str) -> str:
    if "\0" in text or len(text) > _LONGEST_ID:
        raise Unreadable(f"{name} must be an id.", f"{name} ต้องเป็นรหัส", name)
    return text


def _limit() -> int:
    text = request.args.get("limit", str(MOST))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= MOST:
        raise Unreadable(f"limit must be 1 to {MOST}.", f"limit ต้องเป็น 1 ถึง {MOST}", "limit")
    return int(text)
