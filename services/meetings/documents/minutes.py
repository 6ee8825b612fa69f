"""รายงานการประชุมตามแบบ: the minutes as a paper in the official form, composed from the record.

The form is that of the Prime Minister's Office regulation on correspondence (แบบที่ 11). What the
record does not tell is left out, or said to be not recorded; people stand by id alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bangduan import thai
from bangduan.events.meetings import (
    AgendaPart,
    LineKind,
    MinutesPaper,
    PaperLine,
    PaperSection,
    PaperSignature,
    PaperWords,
)
from bangduan.events.types import Line, Prose
from services.meetings.documents import decided
from services.meetings.documents.offices import somebody, text
from services.meetings.documents.record import Record, Row
from services.meetings.domain.registry import AGENDA_PARTS

_NOT_RECORDED: Final = "ไม่ได้บันทึก"
#: 09:30 is written 09.30 น.
_CLOCK: Final = re.compile(r"[0-9]{1,2}[:.][0-9]{2}")
_BOUNDS: Final = {"exact": "{}", "at_least": "ไม่น้อยกว่า {}", "about": "ประมาณ {}"}
_LISTS: Final[Mapping[str, str]] = {
    "member": "ผู้มาประชุม",
    "absent": "ผู้ไม่มาประชุม",
    "attending": "ผู้เข้าร่วมประชุม",
}


def compose(record: Record) -> MinutesPaper:
    """The minutes of a meeting in the official form."""
    meeting = record.meeting
    sections = [*_lists(record), _opening(meeting)]
    sections += [_part(record, place, part) for place, part in enumerate(AGENDA_PARTS, start=1)]
    sections.append(PaperSection(heading=Prose(_at("เลิกประชุมเวลา", meeting["ended_at"]))))
    if record.corrections:
        sections.append(_corrections(record))
    return MinutesPaper(
        heading=tuple(map(Prose, _heading(meeting))),
        sections=tuple(sections),
        signatures=_signatures(record),
    )


# -- who, when, where ------------------------------------------------------------------------------


def called(meeting: Row) -> str:
    """A meeting as people speak of it: body, number, day."""
    return " ".join([str(meeting["body"]), *_when(meeting)])


def numbered(meeting: Row) -> str:
    """A meeting by its number, its day, or its name, whichever is known."""
    if meeting["number"] is not None and meeting["year"] is not None:
        return f"{meeting['number']}/{meeting['year']}"
    return str(meeting["title"] if meeting["held_on"] is None else meeting["held_on"])


def _when(meeting: Row) -> list[str]:
    said = []
    if meeting["number"] is not None and meeting["year"] is not None:
        said.append(f"ครั้งที่ {meeting['number']}/{meeting['year']}")
    if meeting["held_on"] is not None:
        said.append(f"เมื่อวันที่ {thai.long_date(meeting['held_on'])}")
    return said


def _heading(meeting: Row) -> Iterator[str]:
    yield f"รายงานการประชุม{meeting['body']}"
    if meeting["title"] != meeting["body"]:
        yield str(meeting["title"])
    yield from _when(meeting)
    if meeting["held_on"] is None:
        yield f"เมื่อวันที่ ({_NOT_RECORDED})"
    if meeting["place"]:
        yield f"ณ {meeting['place']}"


def _lists(record: Record) -> Iterator[PaperSection]:
    """The lists of names; those of the absent and the others only where there is somebody."""
    by_list: dict[str, list[Row]] = {name: [] for name in _LISTS}
    for row in record.roll:
        by_list.get(row["listed_as"], by_list["attending"]).append(row)
    chair = record.meeting["presided_by"] or record.meeting["opened_by"]
    by_list["member"].sort(key=lambda row: row["person_id"] != chair)
    for name, heading in _LISTS.items():
        rows = by_list[name]
        lines = [
            PaperLine(
                kind="entry",
                label=Line(f"{number}."),
                words=(PaperWords(name_of=row["person_id"]),),
                detail=tuple(_beside(row, chair)),
            )
            for number, row in enumerate(rows, start=1)
        ]
        if name == "member":
            lines += _counted(record, len(rows))
        if lines:
            yield PaperSection(heading=Prose(heading), lines=tuple(lines))


def _beside(row: Row, chair: str | None) -> Iterator[PaperWords]:
    """What stands beside a name: for whom somebody is there, in whose place, why not."""
    said = [row["organisation_name"]] if row["organisation_name"] else []
    if row["village"]:
        said.append(village(row["village"], row["village_name"]))
    if row["person_id"] == chair and row["listed_as"] == "member":
        said.append("ประธานในที่ประชุม")
    if said:
        yield text(" ".join(said))
    if row["in_place_of"]:
        yield text(" แทน " if said else "แทน ")
        yield PaperWords(name_of=row["in_place_of"])
    if row["listed_as"] == "absent" and row["reason"]:
        yield PaperWords(reason_of=row["person_id"])


def village(code: str, name: str | None) -> str:
    """A village by its number, and by its name where that is known and says more."""
    numbered = f"หมู่ที่ {int(code[-2:])}"
    return numbered if not name or name.startswith("หมู่") else f"{numbered} {name}"


def _counted(record: Record, named: int) -> Iterator[PaperLine]:
    """How many came where names do not tell, and who was represented by nobody in particular."""
    counted = record.meeting["head_count"]
    if counted and counted["value"] != named:
        number = _BOUNDS[counted["bound"]].format(f"{counted['value']:,}")
        if named:
            yield line("note", f"รวมผู้มาประชุมจำนวน {number} คน บันทึกรายชื่อไว้ {named} คน")
        else:
            yield line("note", f"ไม่ได้บันทึกรายชื่อ จำนวน {number} คน")
    elif not named:
        yield line("note", "ไม่ได้บันทึกรายชื่อและจำนวนผู้มาประชุม")
    for what, said in (("organisation", "ผู้แทนองค์กร"), ("village", "ผู้แทนหมู่บ้าน")):
        there = [str(row["name"]) for row in record.represented if row["what"] == what]
        if there:
            names = ", ".join(sorted(there, key=thai.collation_key))
            yield line("note", f"{said}ที่มาประชุม: {names}")


# -- what was done ---------------------------------------------------------------------------------


def _at(said: str, time: str | None) -> str:
    if not time:
        return f"{said} ({_NOT_RECORDED})"
    if _CLOCK.fullmatch(time):
        time = f"{time.replace(':', '.')} น."
    return f"{said} {time}"


def _opening(meeting: Row) -> PaperSection:
    lines = []
    if meeting["opened_by"] or meeting["opened_as"]:
        lines.append(PaperLine(kind="text", words=tuple(_opened(meeting))))
    presided = meeting["presided_by"]
    if presided and presided != meeting["opened_by"]:
        words = (PaperWords(name_of=presided), text(" เป็นประธานดำเนินการประชุม"))
        lines.append(PaperLine(kind="text", words=words))
    heading = Prose(_at("เริ่มประชุมเวลา", meeting["begun_at"]))
    return PaperSection(heading=heading, lines=tuple(lines))


def _opened(meeting: Row) -> Iterator[PaperWords]:
    """Who opened the meeting, in which capacity, in whose place."""
    yield from somebody(meeting["opened_by"], meeting["opened_as"])
    yield text(" เป็นประธานเปิดการประชุม")
    person, slug = meeting["opened_in_place_of"], None
    if meeting["chair_engaged"]:
        person, slug = person or meeting["chair_person_id"], meeting["chair_office"]
    if person or slug:
        yield text(" แทน ")
        yield from somebody(person, slug)
        if meeting["chair_engaged"]:
            yield text(" ซึ่งติดภารกิจ")


def _part(record: Record, place: int, part: AgendaPart) -> PaperSection:
    """A part of the agenda: its items with what was decided of each, what was said, the rest."""
    lines: list[PaperLine] = []
    for item in (each for each in record.agenda if each["part"] == part):
        number = Line(f"{place}.{item['number']}")
        lines.append(line("item", str(item["title"]), number))
        lines += decided.of_item(record, item["item_id"])
        lines += decided.outcome_of(item)
    if part == "matters_arising":
        lines += _reported(record.reports)
    sections = record.minutes["sections"] if record.minutes is not None else ()
    lines += [line("text", each["text"]) for each in sections if each["part"] == part]
    if part == "for_consideration":
        lines += decided.of_no_item(record)
    heading = f"ระเบียบวาระที่ {place} {AGENDA_PARTS[part][0]}"
    return PaperSection(
        heading=Prose(heading), lines=tuple(lines) or (line("note", f"({_NOT_RECORDED})"),)
    )


def _reported(reports: Sequence[Row]) -> Iterator[PaperLine]:
    for report in reports:
        who = tuple(somebody(report["person_id"], report["office"]))
        begin = (*who, text(" รายงานว่า ")) if who else ()
        yield PaperLine(kind="text", words=(*begin, text(report["text"])))


def _corrections(record: Record) -> PaperSection:
    by = "" if record.adopted_by is None else f"โดยการประชุม{called(record.adopted_by)}"
    lines = []
    for number, each in enumerate(record.corrections, start=1):
        where = [AGENDA_PARTS[each.part][0]] if each.part else []
        where += [f"หน้า {each.page}"] if each.page else []
        was = f"ข้อความ “{each.was}” แก้เป็น " if each.was else "แก้เป็น "
        said = f"{' '.join(where)} {was}“{each.becomes}”".strip()
        lines.append(line("item", said, Line(f"{number}.")))
    return PaperSection(heading=Prose(f"ข้อแก้ไขที่รับรอง{by}"), lines=tuple(lines))


def _signatures(record: Record) -> tuple[PaperSignature, ...]:
    written: Mapping[str, Any] = record.minutes or {}
    return (
        PaperSignature(signs_as=Line("ผู้จดรายงานการประชุม"), name_of=written.get("recorder")),
        PaperSignature(signs_as=Line("ผู้ตรวจรายงานการประชุม"), name_of=written.get("reviewer")),
    )


def line(kind: LineKind, said: str, label: Line | None = None) -> PaperLine:
    """A line that names nobody."""
    return PaperLine(kind=kind, label=label, words=(text(said),))
