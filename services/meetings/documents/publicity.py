"""ข้อความประชาสัมพันธ์: what a closed meeting resolved, as a first draft to be read over.

It names no person, only the body and what was resolved; whoever edits it may.
"""

from __future__ import annotations

from typing import Final

from bangduan.events.meetings import PublicityKind
from bangduan.events.types import Prose
from services.meetings.documents.minutes import called
from services.meetings.documents.record import Record
from services.meetings.domain.publicity import LONGEST_MESSAGE, length_of

_LONGEST: Final = 20_000
_NOTHING: Final = "ที่ประชุมไม่ได้บันทึกมติ"
_CUT: Final = "…"


def draft(record: Record, kind: PublicityKind) -> Prose:
    """A first draft of a text of this kind."""
    resolved = [str(each["text"]) for each in record.resolutions]
    match kind:
        case "notice":
            return Prose(_notice(record, resolved)[:_LONGEST])
        case "loudspeaker":
            return Prose(_script(record, resolved)[:_LONGEST])
        case "message":
            return Prose(_message(record, resolved))


def _notice(record: Record, resolved: list[str]) -> str:
    meeting = record.meeting
    lines = [f"ประกาศ{meeting['body']}", f"เรื่อง ผลการ{_title(record)}", ""]
    place = f" ณ {meeting['place']}" if meeting["place"] else ""
    lines.append(f"ด้วยได้มีการประชุม{called(meeting)}{place} {_said(resolved)}")
    lines += _numbered(resolved)
    lines += ["", "จึงประกาศให้ทราบโดยทั่วกัน"]
    return "\n".join(lines)


def _script(record: Record, resolved: list[str]) -> str:
    lines = [
        "เรียน พี่น้องประชาชนทุกท่าน",
        f"ขอแจ้งผลการประชุม{called(record.meeting)} {_said(resolved)}",
        *[f"ข้อที่ {number} {text}" for number, text in enumerate(resolved, start=1)],
        "จึงแจ้งมาเพื่อทราบโดยทั่วกัน ขอบคุณครับ/ค่ะ",
    ]
    return "\n".join(lines)


def _message(record: Record, resolved: list[str]) -> str:
    """As much as a short message holds."""
    body = record.meeting["body"]
    told = "; ".join(resolved) if resolved else _NOTHING
    said = f"มติประชุม {body}: {told}"
    while length_of(said).letters > LONGEST_MESSAGE:
        said = said.removesuffix(_CUT)[:-1].rstrip() + _CUT
    return said


def _title(record: Record) -> str:
    title = str(record.meeting["title"])
    return title if title.startswith("ประชุม") else f"ประชุม{title}"


def _said(resolved: list[str]) -> str:
    return "ที่ประชุมมีมติ ดังนี้" if resolved else _NOTHING


def _numbered(resolved: list[str]) -> list[str]:
    return [f"{number}. {text}" for number, text in enumerate(resolved, start=1)]
