"""ตัวบทระเบียบ: pages of a regulation's text on a day, and of two texts side by side."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from flask import abort, request
from sqlalchemy import select

from bangduan import thai
from bangduan.days import today
from bangduan.permissions import needs
from bangduan.web import layout
from bangduan.web.pages import Leaf
from bangduan.web.problems import Unreadable
from services.meetings.permissions import READ
from services.meetings.projections import texts
from services.meetings.projections.papers import regulations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bangduan.application import Application
    from bangduan.web.app import Web
    from services.meetings.views.texts import ComparisonAsked, TextAsked

_VERSION: Final = re.compile(r"[1-9][0-9]{0,8}")


def day_asked(typed: str | None) -> date:
    """The day that somebody asks for in either era, today when they do not."""
    if not typed:
        return today()
    try:
        return thai.parse_date(typed)
    except ValueError:
        raise Unreadable(
            "on must be a day, as 31/12/2551 or 2008-12-31.",
            "on ต้องเป็นวันที่ เช่น 31/12/2551 หรือ 2008-12-31",
            "on",
        ) from None


# -- pages -----------------------------------------------------------------------------------------


@needs(READ)
def show_text(web: Web, regulation_id: str) -> str:
    """The text of a regulation on a day."""
    on = day_asked(request.args.get("on"))
    text = texts.text_on(web.reader, regulation_id, on)
    if text is None:
        abort(404)
    return layout.render(
        "meetings/regulation_text.html", web, text=text, asked=request.args.get("on", ""),
        here=f"/meetings/regulations/{regulation_id}",
    )  # fmt: skip


@needs(READ)
def show_comparison(web: Web, regulation_id: str) -> str:
    """Two texts of a regulation, or of two regulations, article by article."""
    known = web.reader.all(
        select(regulations.c.regulation_id, regulations.c.title).order_by(regulations.c.title)
    )
    titles = {row["regulation_id"]: row["title"] for row in known}
    other = request.args.get("other_id") or None
    versions = texts.list_versions(web.reader, regulation_id)
    before, after = _version("before"), _version("after")
    found = texts.compared(web.reader, regulation_id, other_id=other, before=before, after=after)
    if found is None:
        abort(404)
    numbers = [row["version"] for row in versions]
    after = after or (numbers[-1] if numbers else 0)
    before = before or max((number for number in numbers if number < after), default=0)
    return layout.render(
        "meetings/regulation_compared.html", web, title=titles[regulation_id], found=found,
        versions=versions, others={k: v for k, v in titles.items() if k != regulation_id},
        other=other, before=before, after=after, here=f"/meetings/regulations/{regulation_id}",
    )  # fmt: skip


def _version(name: str) -> int | None:
    typed = request.args.get(name)
    if not typed:
        return None
    if not _VERSION.fullmatch(typed):
        raise Unreadable(
            f"{name} must be the number of a version.", f"{name} ต้องเป็นเลขรุ่นของตัวบท", name
        )
    return int(typed)


def _has_text(regulation: Mapping[str, Any]) -> bool:
    """True once something may stand in it: a draft has versions from its first article on."""
    return bool(regulation["version"] > 1)


OF_A_REGULATION: Final = (
    Leaf("text", title="Text on a day", show=show_text, offers=_has_text),
    Leaf("compare", title="Compare two texts", show=show_comparison, offers=_has_text),
)


# -- the same as JSON ------------------------------------------------------------------------------


@needs(READ)
def regulation_text(
    application: Application, given: TextAsked, regulation_id: str
) -> dict[str, Any]:
    """ตัวบทระเบียบ on a day, today when none is given."""
    found = texts.text_on(application.reader, regulation_id, given.on or today())
    if found is None:
        abort(404)
    return found


@needs(READ)
def regulation_comparison(
    application: Application, given: ComparisonAsked, regulation_id: str
) -> dict[str, Any]:
    """เปรียบเทียบตัวบท: two versions of a regulation, or this one against another."""
    found = texts.compared(
        application.reader, regulation_id,
        other_id=given.other_id, before=given.before, after=given.after,
    )  # fmt: skip
    if found is None:
        abort(404)
    return {"items": found}
