"""เลือกตั้ง: N seats of a committee or working group, filled from candidates.

Where votes were counted, those with the most are elected, a tie for the last seats broken as
the body's rules say. Where a source gives only who was elected, or only how many, that is
recorded and nothing is invented.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from bangduan.domain import Rule, command
from bangduan.events.meetings import (
    Candidate,
    ElectionHeld,
    Method,
    ResolutionPassed,
    TieBreak,
)
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Prose
from services.meetings.domain.meeting.ballots import (
    elected_by_votes,
    require_ballots_fit,
    require_by_the_votes,
    require_runoff_among_tied,
    require_tie_by_the_rules,
)
from services.meetings.domain.meeting.motions import (
    next_number,
    require_may_decide,
    require_new_resolution,
)
from services.meetings.domain.meeting.state import Meeting
from services.meetings.permissions import KEEP_MEETINGS

SEATS_HOLD = Rule(
    "election-seats-over-filled",
    en="{elected} people are elected to {seats} seats. Elect fewer.",
    th="มีผู้ได้รับเลือก {elected} คน เกินจำนวน {seats} ที่นั่ง",
    field="elected",
)
SOMEBODY_ELECTED = Rule(
    "election-of-nobody",
    en="The election chooses nobody. Name candidates, or who or how many were elected.",
    th="การเลือกตั้งไม่มีผู้ได้รับเลือก โปรดระบุผู้สมัคร ผู้ได้รับเลือก หรือจำนวนผู้ได้รับเลือก",
    field="elected",
)
STANDS_ONCE = Rule(
    "election-candidate-repeated",
    en="{person_id} stands or is elected twice.",
    th="{person_id} ซ้ำในรายชื่อผู้สมัครหรือผู้ได้รับเลือก",
    field="candidates",
)
ELECTED_STOOD = Rule(
    "election-of-somebody-who-did-not-stand",
    en="{person_id} was elected but is not among the candidates.",
    th="{person_id} ได้รับเลือกแต่ไม่อยู่ในรายชื่อผู้สมัคร",
    field="elected",
)
TERM_IN_ORDER = Rule(
    "election-term-ends-before-it-begins",
    en="The term ends on {ends}, before it begins on {begins}.",
    th="วาระสิ้นสุดวันที่ {ends} ก่อนวันเริ่ม {begins}",
    field="term_to",
)
BY_ELECTION_NAMES = Rule(
    "by-election-of-somebody-unnamed",
    en="A by-election fills vacant seats by name. Say who was elected.",
    th="การเลือกตั้งซ่อมต้องระบุชื่อผู้ได้รับเลือกแทนที่นั่งที่ว่าง โปรดระบุผู้ได้รับเลือก",
    field="unnamed",
)


@command(KEEP_MEETINGS)
class HoldElection:
    """จัดการเลือกตั้ง: ``elected`` may be left out where the candidates' votes tell.

    ``ballots`` counts those handed in, the ``spoilt`` among them. ``runoff`` is the second
    ballot, among those who tie for the last seats. ``fills_vacancies``: a by-election (เลือกตั้งซ่อม)
    to vacant seats, while the others of the committee stay.
    """

    meeting_id: EntityId
    resolution_id: EntityId
    committee_id: EntityId
    committee_name: Line
    seats: PositiveCount
    candidates: tuple[Candidate, ...] = ()
    elected: tuple[EntityId, ...] = ()
    unnamed: Count = Count(0)
    tie_broken_by: TieBreak | None = None
    term_from: date | None = None
    term_to: date | None = None
    method: Method = "unknown"
    ballots: Count | None = None
    spoilt: Count | None = None
    runoff: tuple[Candidate, ...] = ()
    fills_vacancies: bool = False


def _hold(state: Meeting, command: HoldElection) -> Sequence[object]:
    require_may_decide(state)
    require_new_resolution(state, command.resolution_id)
    if command.term_from is not None and command.term_to is not None:
        TERM_IN_ORDER.require(
            command.term_from <= command.term_to, begins=command.term_from, ends=command.term_to
        )
    require_ballots_fit(state, command)
    require_tie_by_the_rules(state, command)
    BY_ELECTION_NAMES.require(not (command.fills_vacancies and command.unnamed))
    elected = _elected(command)
    count = len(elected) + command.unnamed
    SOMEBODY_ELECTED.require(count)
    SEATS_HOLD.require(count <= command.seats, elected=count, seats=command.seats)
    resolution = ResolutionPassed(
        resolution_id=command.resolution_id,
        meeting_id=command.meeting_id,
        number=next_number(state),
        subject="election",
        text=Prose(f"เลือก{command.committee_name} จำนวน {count} คน"),
    )
    election = ElectionHeld(
        meeting_id=command.meeting_id,
        resolution_id=command.resolution_id,
        committee_id=command.committee_id,
        committee_name=command.committee_name,
        seats=command.seats,
        elected=elected,
        unnamed=command.unnamed,
        candidates=command.candidates,
        tie_broken_by=command.tie_broken_by or ("runoff" if command.runoff else None),
        quorum=state.quorum,
        term_from=command.term_from,
        term_to=command.term_to,
        method=command.method,
        ballots=command.ballots,
        spoilt=command.spoilt,
        runoff=command.runoff,
        fills_vacancies=command.fills_vacancies,
    )
    return [resolution, election]


def _elected(command: HoldElection) -> tuple[EntityId, ...]:
    """Who is elected: as stated and not against the votes, or as the votes tell."""
    standing = [candidate.person_id for candidate in command.candidates]
    _require_distinct(standing)
    _require_distinct(command.elected)
    _require_distinct([candidate.person_id for candidate in command.runoff])
    require_runoff_among_tied(command)
    if not command.elected:
        return elected_by_votes(command)
    for person_id in command.elected:
        ELECTED_STOOD.require(not standing or person_id in standing, person_id=person_id)
    require_by_the_votes(command)
    return command.elected


def _require_distinct(person_ids: Sequence[str]) -> None:
    for place, person_id in enumerate(person_ids):
        STANDS_ONCE.require(person_id not in person_ids[:place], person_id=person_id)


DECISIONS: Final[Mapping[type, Callable[[Meeting, Any], Sequence[object]]]] = {
    HoldElection: _hold,
}
