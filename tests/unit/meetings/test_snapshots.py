"""What the aggregates know survives a snapshot."""

from datetime import date

import pytest

from bangduan.events.meetings import MeetingRules, ProjectProposal, Share
from bangduan.events.types import (
    Count,
    EntityId,
    Line,
    PositiveCount,
    Prose,
    Quantity,
    Slug,
    VillageCode,
)
from bangduan.store import snapshots
from services.meetings.domain.body import Body, DatedRules
from services.meetings.domain.meeting.state import (
    Attendee,
    Invitation,
    Item,
    Meeting,
    Motion,
    Resolution,
)
from services.meetings.domain.minutes import Minutes
from services.meetings.domain.numbering import Numbering
from services.meetings.domain.plan import Plan
from services.meetings.domain.problem import Problem
from services.meetings.domain.regulation import Regulation
from services.meetings.domain.swot import Swot

HALF = Share(numerator=PositiveCount(1), denominator=PositiveCount(2), more_than=True)
RULES = MeetingRules(quorum_share=HALF, majority=HALF, casting_vote=True)
PROJECT = ProjectProposal(
    project_id=EntityId("project"), title=Line("โครงการ"), theme=Slug("drugs")
)
STATES = (
    Body(name=Line("คณะทำงาน"), rule_sets=(DatedRules(RULES, date(2008, 1, 1)),)),
    Numbering({"2551": 3}),
    Meeting(
        stage="open",
        kind="joint",
        title=Line("ประชุมร่วม"),
        held_on=date(2008, 8, 8),
        entitled=Count(15),
        rules=RULES,
        invitation=Invitation(EntityId("executive"), Slug("sao-chief-executive"), engaged=True),
        items={"item": Item("notices", 1)},
        attendees={"one": Attendee("member", village=VillageCode("11011301"))},
        absent=frozenset({"two"}),
        head_count=Quantity(value=Count(108)),
        motions={"motion": Motion("project_proposal", Prose("ญัตติ"), project=PROJECT)},
        resolutions={"resolution": Resolution("general", carried_out=True)},
        reports=frozenset({"report"}),
    ),
    Minutes(written=True),
    Plan(drafted=True, lines=frozenset({"line"})),
    Problem(stage="open", title=Line("ปัญหา"), waiting={"request": "partner"}, referrals=1),
    Regulation(stage="adopted", articles=("1", "2"), adopted_on=date(2008, 8, 8)),
    Swot(made=True, points={"point": ("line",)}),
)


@pytest.mark.parametrize("state", STATES, ids=lambda state: type(state).__name__)
def test_a_state_is_the_same_after_a_snapshot(state: object) -> None:
    kept = snapshots._converter.dumps(state)
    assert snapshots._converter.loads(kept, type(state)) == state
