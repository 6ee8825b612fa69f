"""What the page of a meeting that is being held shows."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from flask import abort
from sqlalchemy import select

from bangduan.events.meetings import MeetingRules, Share
from bangduan.events.types import Count, Quantity
from bangduan.thai import collation_key
from bangduan.web.pages.showing import BANGKOK
from services.meetings.domain.body import Body, DatedRules
from services.meetings.domain.quorum import quorum, required
from services.meetings.domain.registry import AGENDA_PARTS
from services.meetings.live.roll import Roll, names_of, roll_of
from services.meetings.projections.bodies import rule_sets
from services.meetings.projections.lists import one_numbered
from services.meetings.projections.meetings import list_attendance
from services.meetings.projections.papers import minutes
from services.meetings.projections.roll import roll_organisations, roll_villages
from services.meetings.views.meetings import AttendanceFilter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bangduan.application import Reader


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """How far the meeting is from being able to decide.

    Attributes:
        present: counted, else those on the roll by name; None where nobody is recorded.
        counted: heads were counted; names do not change the number then.
        required: None where it hangs on what is not known.
        verdict: met, not_met or unknown, under the rules as far as they are known.
        casting_vote: the rules give the chair one.
    """

    present: Quantity | None
    counted: bool
    named: int
    entitled: int | None
    required: int | None
    verdict: str
    casting_vote: bool

    @property
    def full(self) -> int:
        """What the whole bar stands for."""
        present = self.present.value if self.present is not None else 0
        return max(1, present, self.required or 0, self.entitled or 0)

    @property
    def missing(self) -> int:
        """How many more must come, as far as is known."""
        present = self.present.value if self.present is not None else 0
        return max(0, (self.required or 0) - present)


@dataclasses.dataclass(frozen=True, slots=True)
class Live:
    """A meeting as it goes on.

    Attributes:
        roll: who may be checked in; None where only what changes is asked for.
        names: person id → label, of who is named on the page beside the roll.
        attendance: rows with ``label`` and ``stands_for``, in the order of a dictionary.
        notes: part of the agenda → what was said, as the draft of the minutes has it.
        minutes: the row of the minutes, None while nothing is written.
        now: time of day here, as 09:30.
    """

    meeting: Mapping[str, Any]
    standing: Standing
    roll: Roll | None
    names: Mapping[str, str]
    attendance: tuple[Mapping[str, Any], ...]
    agenda: Mapping[str, tuple[Mapping[str, Any], ...]]
    notes: Mapping[str, str]
    minutes: Mapping[str, Any] | None
    organisations: tuple[Mapping[str, Any], ...]
    villages: tuple[Mapping[str, Any], ...]
    now: str

    @property
    def status(self) -> str:
        """Convened, open, closed or cancelled."""
        return str(self.meeting["status"])

    @property
    def over(self) -> bool:
        """Nothing that happens in it is recorded any more."""
        return self.status not in {"convened", "open"}


#: Parts of the agenda, in their order.
PARTS: Final = tuple(AGENDA_PARTS)


def live_of(reader: Reader, meeting_id: str, *, roll: bool = True) -> Live:
    """The meeting, with the roll unless told otherwise; 404 when there is none."""
    meeting = one_numbered(reader, meeting_id)
    if meeting is None:
        abort(404)
    rows = reader.all(list_attendance(AttendanceFilter(), meeting_id))
    names = names_of(reader, _named(meeting, rows))
    written = reader.one(select(minutes).where(minutes.c.meeting_id == meeting_id))
    here = datetime.now(BANGKOK)
    today = meeting["held_on"] in {None, here.date()}
    return Live(
        meeting=meeting,
        standing=_standing(reader, meeting),
        roll=roll_of(reader) if roll else None,
        names=names,
        attendance=_attendance(rows, names),
        agenda={
            part: tuple(
                item
                for item in meeting["agenda"]
                if item["part"] == part and item["status"] == "on"
            )
            for part in PARTS
        },
        notes={s["part"]: s["text"] for s in (written["sections"] if written else ())},
        minutes=written,
        organisations=tuple(
            sorted(
                reader.all(
                    select(roll_organisations).where(roll_organisations.c.status == "active")
                ),
                key=lambda row: collation_key(row["name"]),
            )
        ),
        villages=tuple(reader.all(select(roll_villages).order_by(roll_villages.c.village))),
        now=f"{here:%H:%M}" if today else "",
    )


def _named(meeting: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> Iterator[str | None]:
    """Ids of those whom the page names beside the roll."""
    yield from (meeting["opened_by"], meeting["presided_by"])
    yield from (row["in_place_of"] for row in rows)
    for election in meeting["elections"]:
        yield from election["elected"]


def _attendance(
    rows: list[dict[str, Any]], names: Mapping[str, str]
) -> tuple[Mapping[str, Any], ...]:
    rows.sort(key=lambda row: collation_key(row["person_name"] or ""))
    return tuple(
        {
            **row,
            "label": f"{row['person_title'] or ''}{row['person_name'] or ''}",
            "stands_for": names.get(row["in_place_of"] or ""),
        }
        for row in rows
    )


def _standing(reader: Reader, meeting: Mapping[str, Any]) -> Standing:
    rules = _rules(reader, meeting)
    counted, named = meeting["head_count"], meeting["members_named"]
    present = Quantity(**counted) if counted else Quantity(value=Count(named)) if named else None
    return Standing(
        present=present,
        counted=bool(counted),
        named=named,
        entitled=meeting["entitled"],
        required=None if rules is None else required(rules, meeting["entitled"]) or None,
        verdict=quorum(rules, present, meeting["entitled"]),
        casting_vote=rules is not None and bool(rules.casting_vote),
    )


def _rules(reader: Reader, meeting: Mapping[str, Any]) -> MeetingRules | None:
    """The rules it was opened under; before, those its body has for the day."""
    if meeting["status"] != "convened":
        return None if meeting["rules"] is None else _read(meeting["rules"])
    query = select(rule_sets).where(rule_sets.c.body_id == meeting["body_id"])
    sets = tuple(
        DatedRules(_read(row["rules"]), row["effective_from"])
        for row in reader.all(query.order_by(rule_sets.c.version))
    )
    held_on: date | None = meeting["held_on"]
    return Body(rule_sets=sets).rules_on(held_on)


def _read(stored: Mapping[str, Any]) -> MeetingRules:
    share = stored["quorum_share"]
    return MeetingRules(
        quorum_share=None if share is None else Share(**share),
        quorum_at_least=stored["quorum_at_least"],
        majority=Share(**stored["majority"]),
        majority_of=stored["majority_of"],
        casting_vote=stored["casting_vote"],
    )
