"""มติที่ประชุม on the paper: motions with their votes, elections with whom they chose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from bangduan import thai
from bangduan.events.meetings import PaperLine, PaperWords
from bangduan.events.types import Line
from services.meetings.documents.offices import somebody, text
from services.meetings.documents.record import Record, Row

_RESOLVED: Final = Line("มติที่ประชุม")
_WAYS: Final = {
    "acclamation": "เห็นชอบโดยพร้อมเพรียง",
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
    yield from _assigned(action for action in record.actions if action["item_id"] == item_id)


def outcome_of(item: Row) -> Iterator[PaperLine]:
    """What became of an item of the agenda, where it was not finished, and the note of it."""
    if item["note"]:
        yield PaperLine(kind="text", words=(text(item["note"]),))
    if item["outcome"] == "deferred":
        yield PaperLine(kind="note", words=(text("เลื่อนไปพิจารณาในการประชุมครั้งต่อไป"),))
    if item["outcome"] == "referred":
        to = f"ส่งต่อให้{item['referred_to']}" if item["referred_to"] else "ส่งต่อให้ผู้เกี่ยวข้อง"
        yield PaperLine(kind="note", words=(text(to),))


def of_no_item(record: Record) -> Iterator[PaperLine]:
    """What was decided apart from the items: motions without one, then elections."""
    items = {item["item_id"] for item in record.agenda}
    for motion in record.motions:
        if motion["item_id"] not in items:
            yield from _motion(record, motion)
    for election in record.elections:
        yield from _election(record, election)
    yield from _assigned(
        action
        for action in record.actions
        if action["item_id"] not in items and action["resolution_id"] not in _moved(record)
    )


def _motion(record: Record, motion: Row) -> Iterator[PaperLine]:
    moved, seconded = motion["moved_by"], motion["seconded_by"]
    if moved:
        words = [PaperWords(name_of=moved), text(" เสนอ ")]
        if seconded:
            words += [PaperWords(name_of=seconded), text(" รับรอง")]
        yield PaperLine(kind="text", words=tuple(words))
    match motion["status"]:
        case "carried":
            yield _resolved(_passed(record, motion), _votes(motion))
            yield from _assigned(
                action
                for action in record.actions
                if _moved(record).get(action["resolution_id"]) == motion["motion_id"]
                and action["item_id"] is None
            )
        case "lost":
            yield _resolved(f"ไม่เห็นชอบ {motion['text']}", _votes(motion))
        case "counted":
            said = f"{motion['text']} (นับคะแนนแล้ว ยังไม่ประกาศผล: {_votes(motion)})"
            yield PaperLine(kind="text", words=(text(said),))
        case "withdrawn":
            yield PaperLine(kind="text", words=(text(f"{motion['text']} (ผู้เสนอถอนญัตติ)"),))
        case _:
            yield PaperLine(kind="text", words=(text(f"{motion['text']} (ยังไม่ได้ลงมติ)"),))


def _moved(record: Record) -> dict[str, str | None]:
    """Resolutions of the meeting that followed from a motion, and which."""
    passed = record.resolutions
    return {each["resolution_id"]: each["motion_id"] for each in passed if each["motion_id"]}


def _assigned(actions: Iterable[Row]) -> Iterator[PaperLine]:
    """What was given to whom to do, and until when."""
    for action in actions:
        who = [*somebody(action["person_id"], action["office"])]
        if action["organisation_name"]:
            who.append(
                text(f" {action['organisation_name']}" if who else action["organisation_name"])
            )
        due = f" ภายในวันที่ {thai.long_date(action['due_on'])}" if action["due_on"] else ""
        begin = (text("มอบหมายให้ "), *who, text(f" {action['title']}{due}"))
        words = begin if who else (text(f"ให้ดำเนินการ {action['title']}{due}"),)
        yield PaperLine(kind="text", words=words)


def _passed(record: Record, motion: Row) -> str:
    """The text that was resolved; that of the motion where the two are the same."""
    passed = (each for each in record.resolutions if each["motion_id"] == motion["motion_id"])
    return str(next(passed, motion)["text"])


def _votes(motion: Row) -> str:
    if motion["votes_for"] is None:
        return _WAYS.get(motion["method"] or "unknown", "")
    counted = ["ลงคะแนนลับ"] if motion["method"] == "secret_ballot" else []
    counted += [
        f"เห็นด้วย {motion['votes_for']:,} เสียง",
        f"ไม่เห็นด้วย {motion['votes_against'] or 0:,} เสียง",
        f"งดออกเสียง {motion['abstained'] or 0:,} เสียง",
    ]
    if motion["spoilt"]:
        counted.append(f"บัตรเสีย {motion['spoilt']:,} ใบ")
    if motion["unanimous"]:
        counted.append("เป็นเอกฉันท์")
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
            detail=() if count is None else (text(f"{count:,} คะแนน"),),
        )
    if election["unnamed"]:
        said = f"ไม่ได้บันทึกรายชื่อผู้ได้รับเลือก จำนวน {election['unnamed']:,} คน"
        yield PaperLine(kind="note", words=(text(said),))


def _resolved(said: str, how: str) -> PaperLine:
    words = (text(said), text(f" ({how})")) if how else (text(said),)
    return PaperLine(kind="resolution", label=_RESOLVED, words=words)
