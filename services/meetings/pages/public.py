"""What meetings tell everybody: who is called to meet, when, where and about what."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from flask import render_template

from bangduan.permissions import PUBLIC, reads
from bangduan.web.layout import Words
from bangduan.web.pages.showing import BANGKOK
from bangduan.web.translate import language
from services.meetings.projections import lists

if TYPE_CHECKING:
    from bangduan.web.app import Web

#: Meetings that are announced, the next ones.
_MOST: Final = 10


@reads(PUBLIC)
def notices(web: Web) -> str:
    """ประกาศเชิญประชุม: the meetings to come with their agendas; no person is named."""
    today = datetime.now(BANGKOK).date()
    called = web.reader.all(lists.called_from(today).limit(_MOST))
    about: dict[str, list[str]] = {row["meeting_id"]: [] for row in called}
    for item in web.reader.all(lists.titles_on_agendas(tuple(about))) if about else ():
        about[item["meeting_id"]].append(item["title"])
    return render_template(
        "meetings/public.html", called=called, about=about, w=Words(language(), {})
    )
