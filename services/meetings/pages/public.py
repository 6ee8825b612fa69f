"""What meetings tell everybody: who is called to meet, and what closed meetings resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import render_template

from bangduan.days import today
from bangduan.permissions import PUBLIC, reads
from bangduan.web.layout import Words
from bangduan.web.translate import language
from services.meetings.projections import lists
from services.meetings.projections.publicity import released_notices

if TYPE_CHECKING:
    from bangduan.web.app import Web

#: Meetings that are announced, the next ones.
_MOST: Final = 10
#: Notices of closed meetings, the newest.
_MOST_RELEASED: Final = 5


@reads(PUBLIC)
def notices(web: Web) -> str:
    """ประกาศ: the meetings to come with their agendas, and the notices that were released."""
    called = web.reader.all(lists.called_from(today()).limit(_MOST))
    about: dict[str, list[str]] = {row["meeting_id"]: [] for row in called}
    for item in web.reader.all(lists.titles_on_agendas(tuple(about))) if about else ():
        about[item["meeting_id"]].append(item["title"])
    return render_template(
        "meetings/public.html",
        called=called,
        about=about,
        released=web.reader.all(released_notices().limit(_MOST_RELEASED)),
        w=Words(language(), {}),
    )
