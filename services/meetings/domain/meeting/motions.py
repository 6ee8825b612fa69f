"""ญัตติและการลงมติ: what is put to the meeting, how it is voted on, what is resolved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bangduan.domain import NotFound, Rule, command
from bangduan.events.meetings import (
    CountedBy,
    GrantProposal,
    Method,
    MotionMoved,
    MotionWithdrawn,
    OutcomeDeclared,
    ProjectProposal,
    ResolutionPassed,
    Side,
    Subject,
    VotesCounted,
)
from bangduan.events.types import Count, EntityId, PositiveCount, Prose
from services.meetings.domain.meeting.agenda import require_item
from services.meetings.domain.meeting.state import Meeting, Motion
from services.meetings.domain.quorum import SIMPLE_MAJORITY, reached, required
from services.meetings.permissions import KEEP_MEETINGS

IS_OPEN = Rule(
    "meeting-not-open",
    en="A meeting decides while it is open; this one is {stage}.",
    th="ที่ประชุมลงมติได้ระหว่างเปิดประชุมเท่านั้น การประชุมนี้อยู่ในสถานะ {stage}",
    field="meeting_id",
)
QUORUM = Rule(
    "meeting-without-quorum",
    en="{present} are present and {required} are required: the meeting cannot decide.",
    th="มาประชุม {present} คน ไม่ครบองค์ประชุม {required} คน ที่ประชุมลงมติไม่ได้",
    field="meeting_id",
)
MOTION_IS_NEW = Rule(
    "motion-already-moved",
    en="This motion is moved already. Use another id for another motion.",
    th="เสนอญัตตินี้แล้ว หากเป็นญัตติอื่นโปรดใช้รหัสอื่น",
    field="motion_id",
)
MOTION_SAYS_WHAT = Rule(
    "motion-without-its-subject",
    en="A motion on {subject} brings its {wanted} and nothing else.",
    th="ญัตติเรื่อง {subject} ต้องมี {wanted} และไม่มีรายการอื่น",
    field="subject",
)
ELECTIONS_ARE_HELD = Rule(
    "motion-is-no-election",
    en="An election is not moved but held. Use the elections of the meeting.",
    th="การเลือกตั้งไม่ใช่ญัตติ โปรดบันทึกเป็นการเลือกตั้ง",
    field="subject",
)
MOVED_BY_A_MEMBER = Rule(
    "motion-by-somebody-not-member",
    en="A motion is moved and seconded by members who are present.",
    th="ผู้เสนอและผู้รับรองญัตติต้องเป็นผู้มาประชุม",
    field="moved_by",
)
SECONDED_BY_ANOTHER = Rule(
    "motion-seconded-by-mover",
    en="A motion is seconded by somebody other than its mover.",
    th="ผู้รับรองญัตติต้องไม่ใช่ผู้เสนอ",
    field="seconded_by",
)
UNDECIDED = Rule(
    "motion-already-decided",
    en="This motion was decided or withdrawn already.",
    th="ลงมติหรือถอนญัตตินี้แล้ว",
    field="motion_id",
)
VOTES_FIT_PRESENT = Rule(
    "votes-more-than-present",
    en="{votes} votes were counted with {present} present. Count again.",
    th="นับคะแนนได้ {votes} เสียง แต่มีผู้มาประชุม {present} คน โปรดนับใหม่",
    field="votes_for",
)
SPOILT_IN_SECRET = Rule(
    "spoilt-ballots-without-ballots",
    en="Only a secret ballot has spoilt ballots. Choose that, or leave them out.",
    th="บัตรเสียมีได้เฉพาะการลงคะแนนลับ โปรดเลือกวิธีลงคะแนนลับหรือเว้นบัตรเสียไว้",
    field="spoilt",
)
COUNTED_STANDS = Rule(
    "motion-counted-already",
    en="The votes on this motion are counted. Declare the count, or count again.",
    th="นับคะแนนญัตตินี้แล้ว โปรดประกาศผลการนับหรือนับใหม่",
    field="motion_id",
)
CASTING_VOTE_AT_TIE = Rule(
    "casting-vote-without-tie",
    en="The chair casts a deciding vote only at a tie.",
    th="ประธานออกเสียงชี้ขาดได้เมื่อคะแนนเท่ากันเท่านั้น",
    field="casting_vote",
)
CASTING_VOTE_IN_RULES = Rule(
    "casting-vote-not-in-rules",
    en="The body's rules give the chair no casting vote.",
    th="ข้อบังคับการประชุมไม่ได้ให้ประธานออกเสียงชี้ขาด",
    field="casting_vote",
)
MAJORITY_OF_A_NUMBER = Rule(
    "majority-of-unknown-number",
    en="The rules ask for a majority of those present. Record how many exactly first.",
    th="ข้อบังคับใช้เสียงข้างมากของผู้มาประชุม โปรดบันทึกจำนวนผู้มาประชุมที่แน่นอนก่อน",
    field="meeting_id",
)
RESOLUTION_IS_NEW = Rule(
    "resolution-already-passed",
    en="This resolution is recorded already. Use another id for another resolution.",
    th="บันทึกมตินี้แล้ว หากเป็นมติอื่นโปรดใช้รหัสอื่น",
    field="resolution_id",
)

#: What a motion brings with it, by subject; True where it cannot do without.
_BRINGS: Final[Mapping[Subject, tuple[str, bool]]] = {
    "project_proposal": ("project", True),
    "grant_proposal": ("grant", True),
    "plan": ("plan_id", False),
    "regulation": ("regulation_id", False),
}


@command(KEEP_MEETINGS)
class MoveMotion:
    """เสนอญัตติ: with the project, grant, plan or regulation it speaks of."""

    meeting_id: EntityId
    motion_id: EntityId
    text: Prose
    subject: Subject = "general"
    item_id: EntityId | None = None
    moved_by: EntityId | None = None
    seconded_by: EntityId | None = None
    project: ProjectProposal | None = None
    grant: GrantProposal | None = None
    plan_id: EntityId | None = None
    regulation_id: EntityId | None = None


@command(KEEP_MEETINGS)
class WithdrawMotion:
    """ถอนญัตติ."""

    meeting_id: EntityId
    motion_id: EntityId


@command(KEEP_MEETINGS)
class CountVotes:
    """นับคะแนนเสียง: by hands or ballots. ``resolution_id`` is the resolution's, if it is carried.

    A provisional count is not declared yet: it may be counted again until ``DeclareCount``.
    """

    meeting_id: EntityId
    motion_id: EntityId
    resolution_id: EntityId
    votes_for: Count
    votes_against: Count
    abstained: Count = Count(0)
    casting_vote: Side | None = None
    method: CountedBy = "show_of_hands"
    spoilt: Count = Count(0)
    provisional: bool = False


@command(KEEP_MEETINGS)
class DeclareOutcome:
    """ประกาศผล: carried or lost by acclamation, or in a way the source does not tell."""

    meeting_id: EntityId
    motion_id: EntityId
    resolution_id: EntityId
    carried: bool
    method: Method = "unknown"
    unanimous: bool | None = None


def require_may_decide(state: Meeting) -> None:
    """Refuse unless the meeting is open and a quorum is not known to be missing."""
    IS_OPEN.require(state.stage == "open", stage=state.stage)
    needed = None if state.rules is None else required(state.rules, state.entitled)
    QUORUM.require(
        state.quorum != "not_met",
        present=state.present and state.present.value,
        required=needed or (state.rules and state.rules.quorum_at_least),
    )


def next_number(state: Meeting) -> PositiveCount:
    """Number of the meeting's next resolution."""
    return PositiveCount(len(state.resolutions) + 1)


def require_new_resolution(state: Meeting, resolution_id: str) -> None:
    """Refuse a resolution this meeting has passed already."""
    RESOLUTION_IS_NEW.require(resolution_id not in state.resolutions)


def _move(state: Meeting, command: MoveMotion) -> Sequence[object]:
    IS_OPEN.require(state.stage == "open", stage=state.stage)
    MOTION_IS_NEW.require(command.motion_id not in state.motions)
    _require_its_subject(command)
    if command.item_id is not None:
        require_item(state, command.item_id)
    for person_id in (command.moved_by, command.seconded_by):
        MOVED_BY_A_MEMBER.require(person_id is None or _may_move(state, person_id))
    SECONDED_BY_ANOTHER.require(
        command.seconded_by is None or command.seconded_by != command.moved_by
    )
    return [
        MotionMoved(
            meeting_id=command.meeting_id,
            motion_id=command.motion_id,
            subject=command.subject,
            text=command.text,
            item_id=command.item_id,
            moved_by=command.moved_by,
            seconded_by=command.seconded_by,
            project=command.project,
            grant=command.grant,
            plan_id=command.plan_id,
            regulation_id=command.regulation_id,
        )
    ]


def _require_its_subject(command: MoveMotion) -> None:
    ELECTIONS_ARE_HELD.require(command.subject != "election")
    wanted, needed = _BRINGS.get(command.subject, ("", False))
    brought = {
        name
        for name in ("project", "grant", "plan_id", "regulation_id")
        if getattr(command, name) is not None
    }
    MOTION_SAYS_WHAT.require(
        brought <= {wanted} and (not needed or wanted in brought),
        subject=command.subject,
        wanted=wanted or "text",
    )


def _may_move(state: Meeting, person_id: str) -> bool:
    """Unless known to be away, or there without being a member."""
    attendee = state.attendees.get(person_id)
    if attendee is None:
        return person_id not in state.absent
    return attendee.standing == "member"


def _withdraw(state: Meeting, command: WithdrawMotion) -> Sequence[object]:
    IS_OPEN.require(state.stage == "open", stage=state.stage)
    COUNTED_STANDS.require(undecided(state, command.motion_id).counted is None)
    return [MotionWithdrawn(meeting_id=command.meeting_id, motion_id=command.motion_id)]


def _count(state: Meeting, command: CountVotes) -> Sequence[object]:
    require_may_decide(state)
    motion = undecided(state, command.motion_id)
    _require_votes_fit(state, command)
    _require_casting_vote(state, command)
    carried = _carried(state, command)
    counted = VotesCounted(
        meeting_id=command.meeting_id,
        motion_id=command.motion_id,
        votes_for=command.votes_for,
        votes_against=command.votes_against,
        abstained=command.abstained,
        casting_vote=command.casting_vote,
        carried=carried,
        quorum=state.quorum,
        method=command.method,
        spoilt=command.spoilt,
        provisional=command.provisional,
    )
    passed = carried and not command.provisional
    return [counted, resolution_of(state, motion, command)] if passed else [counted]


def _declare(state: Meeting, command: DeclareOutcome) -> Sequence[object]:
    require_may_decide(state)
    motion = undecided(state, command.motion_id)
    COUNTED_STANDS.require(motion.counted is None)
    declared = OutcomeDeclared(
        meeting_id=command.meeting_id,
        motion_id=command.motion_id,
        carried=command.carried,
        method=command.method,
        quorum=state.quorum,
        unanimous=command.unanimous,
    )
    return [declared, resolution_of(state, motion, command)] if command.carried else [declared]


def undecided(state: Meeting, motion_id: str) -> Motion:
    """The motion, or the refusal where it was decided; NotFound where there is none."""
    motion = state.motions.get(motion_id)
    if motion is None:
        raise NotFound("motion", motion_id, field="motion_id")
    UNDECIDED.require(not motion.decided)
    return motion


def _require_votes_fit(state: Meeting, command: CountVotes) -> None:
    SPOILT_IN_SECRET.require(not command.spoilt or command.method == "secret_ballot")
    votes = command.votes_for + command.votes_against + command.abstained + command.spoilt
    present = state.present
    if present is not None and present.bound == "exact":
        VOTES_FIT_PRESENT.require(votes <= present.value, votes=votes, present=present.value)


def _require_casting_vote(state: Meeting, command: CountVotes) -> None:
    if command.casting_vote is not None:
        CASTING_VOTE_AT_TIE.require(command.votes_for == command.votes_against)
        CASTING_VOTE_IN_RULES.require(state.rules is not None and state.rules.casting_vote)


def _carried(state: Meeting, command: CountVotes) -> bool:
    in_favour = command.votes_for + (command.casting_vote == "for")
    cast = in_favour + command.votes_against + (command.casting_vote == "against")
    rules, present = state.rules, state.present
    if rules is None:
        return reached(SIMPLE_MAJORITY, in_favour, cast)
    if rules.majority_of == "present":
        if present is None or present.bound != "exact":
            raise MAJORITY_OF_A_NUMBER.broken()
        cast = max(cast, present.value)
    return in_favour > 0 and reached(rules.majority, in_favour, cast)


def resolution_of(state: Meeting, motion: Motion, command: Any) -> ResolutionPassed:
    """The resolution that a carried motion becomes, under the id its command gives."""
    require_new_resolution(state, command.resolution_id)
    return ResolutionPassed(
        resolution_id=command.resolution_id,
        meeting_id=command.meeting_id,
        number=next_number(state),
        subject=motion.subject,
        text=motion.text,
        motion_id=command.motion_id,
        project=motion.project,
        grant=motion.grant,
        plan_id=motion.plan_id,
        regulation_id=motion.regulation_id,
    )


DECISIONS: Final[Mapping[type, Callable[[Meeting, Any], Sequence[object]]]] = {
    MoveMotion: _move,
    WithdrawMotion: _withdraw,
    CountVotes: _count,
    DeclareOutcome: _declare,
}
