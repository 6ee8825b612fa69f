"""A committee meeting of fifteen entitled members, and what may happen in it."""

import dataclasses
from datetime import date
from typing import Any

from bangduan.domain import derived_id
from bangduan.events.meetings import (
    GrantProposal,
    HeadCountRecorded,
    MeetingConvened,
    MeetingOpened,
    MeetingRules,
    MotionMoved,
    ProjectProposal,
    ResolutionPassed,
    Share,
    VotesCounted,
)
from bangduan.events.types import (
    Bound,
    Count,
    EntityId,
    Line,
    PositiveCount,
    Prose,
    Quantity,
    Satang,
    Slug,
)
from services.meetings.domain.meeting.motions import (
    CountVotes,
    DeclareOutcome,
    MoveMotion,
)


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


def share(numerator: int, denominator: int, *, more_than: bool = False) -> Share:
    return Share(
        numerator=PositiveCount(numerator),
        denominator=PositiveCount(denominator),
        more_than=more_than,
    )


FIRST, MOTION, RESOLUTION = entity("meeting"), entity("motion"), entity("resolution")
MOVER, SECONDER = entity("mover"), entity("seconder")
CONVENED = MeetingConvened(
    meeting_id=FIRST,
    kind="committee",
    body=Line("คณะทำงาน"),
    body_id=entity("body"),
    title=Line("ประชุมครั้งที่ 1/2551"),
    held_on=date(2008, 6, 30),
    entitled=Count(15),
)
RULES = MeetingRules(quorum_share=share(1, 2), majority=share(1, 2, more_than=True))
OPENED = MeetingOpened(meeting_id=FIRST, rules=RULES)
TEXT = Prose("ให้จัดทำโครงการแก้ไขปัญหายาเสพติด")
PROJECT = ProjectProposal(
    project_id=entity("project"), title=Line("แก้ไขปัญหายาเสพติด"), theme=Slug("drugs")
)
GRANT = GrantProposal(
    grant_id=entity("grant"),
    title=Line("เสนอกองทุนพัฒนาชุมชนในพื้นที่รอบโรงไฟฟ้า"),
    grantor_organisation_id=entity("power-plant fund"),
    requested_satang=Satang(27_000_000),
)
MOVED = MotionMoved(meeting_id=FIRST, motion_id=MOTION, subject="general", text=TEXT)
MOVE = MoveMotion(meeting_id=FIRST, motion_id=MOTION, text=TEXT)


def present(value: int, bound: Bound = "exact") -> HeadCountRecorded:
    return HeadCountRecorded(meeting_id=FIRST, present=Quantity(value=Count(value), bound=bound))


def hands(in_favour: int, against: int = 0, abstained: int = 0, **more: Any) -> CountVotes:
    return CountVotes(
        meeting_id=FIRST,
        motion_id=MOTION,
        resolution_id=RESOLUTION,
        votes_for=Count(in_favour),
        votes_against=Count(against),
        abstained=Count(abstained),
        **more,
    )


def votes(in_favour: int, against: int, *, carried: bool, **more: Any) -> VotesCounted:
    return VotesCounted(
        meeting_id=FIRST,
        motion_id=MOTION,
        votes_for=Count(in_favour),
        votes_against=Count(against),
        abstained=Count(more.pop("abstained", 0)),
        carried=carried,
        quorum=more.pop("quorum", "met"),
        **more,
    )


PASSED = ResolutionPassed(
    resolution_id=RESOLUTION,
    meeting_id=FIRST,
    number=PositiveCount(1),
    subject="general",
    text=TEXT,
    motion_id=MOTION,
)
DECLARE = DeclareOutcome(meeting_id=FIRST, motion_id=MOTION, resolution_id=RESOLUTION, carried=True)


def casting() -> MeetingOpened:
    return dataclasses.replace(OPENED, rules=dataclasses.replace(RULES, casting_vote=True))
