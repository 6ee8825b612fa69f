"""มติที่ประชุม on the paper: motions with their votes, elections with whom they chose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bangduan.events.meetings import PaperLine, PaperWords
from bangduan.events.types import Line, Prose
from services.meetings.documents.record import Record, Row

_RESOLVED: Final = Line("มติที่ประชุม")
_WAYS: Final = {
    "acclamation": "เห็นชอบโดยพร้อมเพรียง",
    "unanimous": "เห็นชอบเป็นเอกฉันท์",
    "unknown": "ไม่ได้บันทึกวิธีลงมติ",
}
_SIDES: Final = {"for": "เห็นด้วย", "against": "ไม่เห็นด้วย"}
_TIES: Final = {
    "lot": "คะแนนเท่ากัน ตัดสินโดยจับสลาก",
    "chair": "คะแนนเท่ากัน ประธานออกเสียงชี้ขาด",
    "runoff": "คะแนนเท่ากัน ตัดสินโดยลงคะแนนใหม่",
}


def of_item(record: Record, item_id: str) -> Iterator[PaperLine]:
    """What was decided of an item of the agenda."""
    for motion in record.motions:
        if motion["item_id"] == item_id:
            yield from _motion(record, motion)


def of_no_item(record: Record) -> Iterator[PaperLine]:
    """What was decided apart from the items: motions without one, then elections."""
    items = {item["item_id"] for item in record.agenda}
    for motion in record.motions:
        if motion["item_id"] not in items:
            yield from _motion(record, motion)
    for election in record.elections:
        yield from _election(record, election)


def _motion(record: Record, motion: Row) -> Iterator[PaperLine]:
    moved, seconded = motion["moved_by"], motion["seconded_by"]
    if moved:
        words = [PaperWords(name_of=moved), _text(" เสนอ ")]
        if seconded:
            words += [PaperWords(name_of=seconded), _text(" รับรอง")]
        yield PaperLine(kind="text", words=tuple(words))
    match motion["status"]:
        case "carried":
            yield _resolved(_passed(record, motion), _votes(motion))
        case "lost":
            yield _resolved(f"ไม่เห็นชอบ {motion['text']}", _votes(motion))
        case "withdrawn":
            yield PaperLine(kind="text", words=(_text(f"{motion['text']} (ผู้เสนอถอนญัตติ)"),))
        case _:
            yield PaperLine(kind="text", words=(_text(f"{motion['text']} (ยังไม่ได้ลงมติ)"),))


def _passed(record: Record, motion: Row) -> str:
    """The text that was resolved; that of the motion where the two are the same."""
    passed = (each for each in record.resolutions if each["motion_id"] == motion["motion_id"])
    return str(next(passed, motion)["text"])


def _votes(motion: Row) -> str:
    if motion["votes_for"] is None:
        return _WAYS.get(motion["method"] or "unknown", "")
    counted = [
        f"เห็นด้วย {motion['votes_for']:,} เสียง",
        f"ไม่เห็นด้วย {motion['votes_against'] or 0:,} เสียง",
        f"งดออกเสียง {motion['abstained'] or 0:,} เสียง",
    ]
    spoilt = motion.get("spoilt")
    if spoilt:
        counted.append(f"บัตรเสีย {spoilt:,} ใบ")
    if motion["casting_vote"]:
        counted.append(f"ประธานออกเสียงชี้ขาด{_SIDES[motion['casting_vote']]}")
    return " ".join(counted)


def _election(record: Record, election: Row) -> Iterator[PaperLine]:
    passed = (r for r in record.resolutions if r["resolution_id"] == election["resolution_id"])
    said = next((str(each["text"]) for each in passed), f"เลือก{election['committee_name']}")
    yield _resolved(said, _TIES.get(election["tie_broken_by"] or "", ""))
    votes = {each["person_id"]: each["votes"] for each in election["candidates"] or ()}
    for number, person in enumerate(election["elected"] or (), start=1):
        count = votes.get(person)
        yield PaperLine(
            kind="entry",
            label=Line(f"{number}."),
            words=(PaperWords(name_of=person),),
            detail=() if count is None else (_text(f"{count:,} คะแนน"),),
        )
    if election["unnamed"]:
        said = f"ไม่ได้บันทึกรายชื่อผู้ได้รับเลือก จำนวน {election['unnamed']:,} คน"
        yield PaperLine(kind="note", words=(_text(said),))


def _resolved(said: str, how: str) -> PaperLine:
    words = (_text(said), _text(f" ({how})")) if how else (_text(said),)
    return PaperLine(kind="resolution", label=_RESOLVED, words=words)


def _text(said: str) -> PaperWords:
    return PaperWords(text=Prose(said))
