"""หนังสือเชิญประชุม: its draft from the record, the page to print, the file for a calendar."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from flask import Response, abort

from bangduan import thai
from bangduan.days import BANGKOK
from bangduan.permissions import needs, reads
from bangduan.web import layout
from bangduan.web.pages import Leaf
from bangduan.web.translate.catalogues import translations
from services.meetings.domain.registry import AGENDA_PARTS
from services.meetings.permissions import READ
from services.meetings.projections import lists

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bangduan.application import Reader
    from bangduan.web.app import Web

_WEEKDAYS: Final = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
#: How long a meeting is shown in a calendar; nobody says beforehand when it ends.
_SHOWN: Final = timedelta(hours=3)
_UNTOLD: Final = "จะแจ้งให้ทราบภายหลัง"
_PART: Final = "ระเบียบวาระที่"
_EVERYBODY: Final = "ผู้เข้าร่วมประชุมทุกท่าน"
_CLOSING: Final = "จึงเรียนมาเพื่อโปรดเข้าร่วมประชุมตามวัน เวลา และสถานที่ดังกล่าว"
_APPENDED: Final = "รายชื่อแนบท้าย"
#: Invited by a name of an open registry.
_KINDS: Final = frozenset({"kind", "office"})
#: Names that fit where the notice says to whom it goes.
_ON_A_LINE: Final = 4
_NUMBERED: Final = re.compile(r"[0-9๐-๙]+\.")


@reads(READ)
def draft(reader: Reader, meeting_id: str) -> dict[str, Any] | None:
    """The notice as it stands, or a draft of it from what is recorded of the meeting."""
    meeting = lists.one_numbered(reader, meeting_id)
    if meeting is None:
        return None
    text = meeting["notice"] or composed(
        meeting, reader.all(lists.list_agenda(meeting_id)), _invited(reader, meeting_id)
    )
    return {"text": text, "written_on": meeting["notice_on"]}


def composed(
    meeting: Mapping[str, Any], agenda: Sequence[Mapping[str, Any]], invited: Sequence[str]
) -> str:
    """ขอเชิญประชุม in official Thai; what is not set yet is said to be told later.

    Args:
        meeting: as its record shows it.
        agenda: its items in their order; those withdrawn are left out.
        invited: by name; more than fit on a line are listed at the end.
    """
    called = _called(meeting)
    opening = f"ด้วย{meeting['body']} กำหนดจัด{called} {_when(meeting)} {_where(meeting)}"
    items = _agenda(agenda)
    if items:
        opening = f"{opening} เพื่อพิจารณาตามระเบียบวาระการประชุม ดังนี้"
    few = len(invited) <= _ON_A_LINE
    to = ", ".join(invited) if invited and few else "ผู้มีรายชื่อแนบท้าย" if invited else _EVERYBODY
    told = [f"เรื่อง ขอเชิญ{called}", f"เรียน {to}", "", opening, *items, "", _CLOSING]
    if not few:
        told += ["", _APPENDED, *(f"{n}. {name}" for n, name in enumerate(invited, start=1))]
    return "\n".join(told)


def _called(meeting: Mapping[str, Any]) -> str:
    """What the meeting is called after a verb, the word ประชุม in front of it once."""
    title = str(meeting["title"]).removeprefix("การ")
    said = title if title.startswith("ประชุม") else f"ประชุม {meeting['title']}"
    return f"{said} ครั้งที่ {meeting['numbered_as']}" if meeting["numbered_as"] else said


def _agenda(agenda: Sequence[Mapping[str, Any]]) -> list[str]:
    told: list[str] = []
    for place, (part, (name, _)) in enumerate(AGENDA_PARTS.items(), start=1):
        items = [item for item in agenda if item["part"] == part and item["status"] == "on"]
        if items:
            told.append(f"{_PART} {place} {name}")
            told += [f"{place}.{item['number']} {item['title']}" for item in items]
    return told


def _invited(reader: Reader, meeting_id: str) -> list[str]:
    """Who was invited, by name; kinds of organisation, offices and villages in Thai."""
    thai_words = translations("meetings", "th")
    told: list[str] = []
    for row in reader.all(lists.list_invited(meeting_id)):
        name = str(row["name"])
        told.append(str(thai_words.pgettext("value", name)) if row["what"] in _KINDS else name)
    return told


def _when(meeting: Mapping[str, Any]) -> str:
    day, at = meeting["held_on"], meeting["begins_at"]
    if day is None:
        return f"วันและเวลา{_UNTOLD}"
    said = f"ในวัน{_WEEKDAYS[day.weekday()]}ที่ {thai.long_date(day)}"
    return f"{said} เวลา {at.replace(':', '.')} น." if at else f"{said} เวลา{_UNTOLD}"


def _where(meeting: Mapping[str, Any]) -> str:
    return f"ณ {meeting['place']}" if meeting["place"] else f"สถานที่{_UNTOLD}"


# -- the page to print ---------------------------------------------------------------------------


@needs(READ)
def print_notice(web: Web, meeting_id: str) -> str:
    """The notice as a page to print: as it was written, else as it would be."""
    meeting = lists.one_numbered(web.reader, meeting_id)
    found = draft(web.reader, meeting_id)
    if meeting is None or found is None:
        abort(404)
    return layout.render(
        "meetings/notice.html",
        web,
        meeting=meeting,
        lines=_laid_out(found["text"]),
        written=meeting["notice"] is not None,
        written_on=None if found["written_on"] is None else thai.long_date(found["written_on"]),
        record=f"/meetings/meetings/{meeting_id}",
    )


def _laid_out(text: str) -> list[tuple[str, str]]:
    """Lines of a notice with how each is set: first the heading, then paragraphs and items."""
    lines, heading = [], True
    for line in text.split("\n"):
        if not line.strip():
            heading = False
            continue
        if _NUMBERED.match(line):
            lines.append(("paper-item", line))
        else:
            plain = heading or line.startswith((_PART, _APPENDED))
            lines.append(("" if plain else "paper-text", line))
    return lines


# -- the file for a calendar ---------------------------------------------------------------------


@needs(READ)
def save_calendar(web: Web, meeting_id: str) -> Response:
    """The meeting as one entry of a calendar; no person is named in it."""
    meeting = lists.one_numbered(web.reader, meeting_id)
    if meeting is None or meeting["held_on"] is None:
        abort(404)
    made = calendar(meeting, web.application.tambon, datetime.now(BANGKOK))
    answer = Response(made, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = "attachment; filename=meeting.ics"
    return answer


def calendar(meeting: Mapping[str, Any], tambon: str, now: datetime) -> bytes:
    """ICalendar of one meeting whose day is known.

    Args:
        tambon: six digits of the site; with the meeting's id the entry's own, so that a file
            taken again replaces the entry.
        now: when the file is made.
    """
    # only who asks for it waits for the library
    from icalendar import Calendar, Event, vText  # noqa: PLC0415

    entry = Event()
    entry.add("uid", f"{meeting['meeting_id']}@{tambon}")
    entry.add("dtstamp", now)
    entry.add("sequence", meeting["version"])
    entry.add("summary", _summary(meeting))
    entry.add("status", "CANCELLED" if meeting["status"] == "cancelled" else "CONFIRMED")
    if meeting["place"]:
        entry["location"] = vText(meeting["place"])
    begins = _begins(meeting["held_on"], meeting["begins_at"] or meeting["begun_at"])
    entry.add("dtstart", begins)
    entry.add("dtend", begins + (_SHOWN if isinstance(begins, datetime) else timedelta(days=1)))
    made = Calendar()
    made.add("prodid", "-//Bang Duan//Meetings//TH")
    made.add("version", "2.0")
    made.add_component(entry)
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _summary(meeting: Mapping[str, Any]) -> str:
    number = meeting["numbered_as"]
    said = f"{meeting['title']} ครั้งที่ {number}" if number else str(meeting["title"])
    return said if meeting["body"] in said else f"{said} ({meeting['body']})"


def _begins(day: date, at: str | None) -> date | datetime:
    """The day alone where the time of day is not set."""
    return datetime.combine(day, time.fromisoformat(at), BANGKOK) if at else day


#: Of a meeting's page.
OF_A_MEETING: Final = (
    Leaf(
        "notice",
        title="Notice of the meeting, to print",
        show=print_notice,
        offers=lambda meeting: meeting["status"] in {"convened", "open"} or meeting["notice"],
    ),
    Leaf(
        "calendar.ics",
        title="For a calendar (.ics)",
        show=save_calendar,
        offers=lambda meeting: meeting["held_on"] is not None and meeting["status"] != "closed",
    ),
)
