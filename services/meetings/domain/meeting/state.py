"""What is remembered of a meeting, and how each event changes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Literal

from bangduan.events.meetings import (
    AbsenceRecorded,
    AgendaItemAdded,
    AgendaItemWithdrawn,
    AgendaPart,
    AttendanceRecorded,
    AttendanceStruck,
    ChairDelegated,
    ChairEngagedElsewhere,
    ChairInvited,
    CountDeclared,
    EntitledCounted,
    GrantProposal,
    HeadCountRecorded,
    ItemDiscussed,
    ItemOutcome,
    MeetingArranged,
    MeetingCancelled,
    MeetingClosed,
    MeetingConvened,
    MeetingKind,
    MeetingOpened,
    MeetingPostponed,
    MeetingRules,
    MotionMoved,
    MotionWithdrawn,
    OutcomeDeclared,
    ProgressReported,
    ProjectProposal,
    Quorum,
    RepresentationRecorded,
    ResolutionCarriedOut,
    ResolutionPassed,
    Standing,
    Subject,
    VotesCounted,
)
from bangduan.events.types import (
    BuddhistYear,
    Count,
    EntityId,
    Line,
    PositiveCount,
    Prose,
    Quantity,
    Slug,
    VillageCode,
)
from services.meetings.domain.quorum import quorum

Stage = Literal["", "convened", "open", "closed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the agenda."""

    part: AgendaPart
    number: int
    withdrawn: bool = False
    title: Line | None = None
    outcome: ItemOutcome | None = None
    action_id: EntityId | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who was asked to open the meeting, and who was asked to do it in that one's place."""

    person_id: EntityId | None = None
    office: Slug | None = None
    engaged: bool = False
    delegated: bool = False
    delegate_id: EntityId | None = None
    capacity: Slug | None = None


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who came."""

    standing: Standing
    organisation_id: EntityId | None = None
    village: VillageCode | None = None
    in_place_of: EntityId | None = None


@dataclass(frozen=True, slots=True)
class Motion:
    """Something put to the meeting; ``counted``: carried or lost by a count not yet declared."""

    subject: Subject
    text: Prose
    decided: bool = False
    counted: bool | None = None
    project: ProjectProposal | None = None
    grant: GrantProposal | None = None
    plan_id: EntityId | None = None
    regulation_id: EntityId | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """Something the meeting decided."""

    subject: Subject
    carried_out: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """State of a meeting; dictionaries go by the id of what they hold."""

    stage: Stage = ""
    kind: MeetingKind = "committee"
    title: Line | None = None
    body_id: EntityId | None = None
    with_body_ids: tuple[EntityId, ...] = ()
    number: PositiveCount | None = None
    year: BuddhistYear | None = None
    held_on: date | None = None
    begins_at: Line | None = None
    place: Line | None = None
    entitled: Count | None = None
    rules: MeetingRules | None = None
    invitation: Invitation | None = None
    items: dict[str, Item] = field(default_factory=dict)
    attendees: dict[str, Attendee] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    villages: frozenset[str] = frozenset()
    head_count: Quantity | None = None
    motions: dict[str, Motion] = field(default_factory=dict)
    resolutions: dict[str, Resolution] = field(default_factory=dict)
    reports: frozenset[str] = frozenset()

    @property
    def members_named(self) -> int:
        """How many members are on the roll by name."""
        return sum(1 for attendee in self.attendees.values() if attendee.standing == "member")

    @property
    def present(self) -> Quantity | None:
        """How many members are there: as counted, else as named; None where neither was done."""
        if self.head_count is not None:
            return self.head_count
        return Quantity(value=Count(self.members_named)) if self.members_named else None

    @property
    def quorum(self) -> Quorum:
        """Whether enough members are there, under the rules of the day."""
        return quorum(self.rules, self.present, self.entitled)


def _convened(state: Meeting, event: MeetingConvened) -> Meeting:
    return Meeting(
        stage="convened",
        kind=event.kind,
        title=event.title,
        body_id=event.body_id,
        with_body_ids=event.with_body_ids,
        number=event.number,
        year=event.year,
        held_on=event.held_on,
        begins_at=event.begins_at,
        place=event.place,
        entitled=event.entitled,
    )


def _arranged(state: Meeting, event: MeetingArranged) -> Meeting:
    return replace(state, begins_at=event.begins_at, place=event.place)


def _postponed(state: Meeting, event: MeetingPostponed) -> Meeting:
    return replace(state, held_on=event.held_on)


def _cancelled(state: Meeting, event: MeetingCancelled) -> Meeting:
    return replace(state, stage="cancelled")


def _entitled(state: Meeting, event: EntitledCounted) -> Meeting:
    return replace(state, entitled=event.entitled)


def _item_added(state: Meeting, event: AgendaItemAdded) -> Meeting:
    item = Item(event.part, event.number, title=event.title, action_id=event.action_id)
    return replace(state, items={**state.items, event.item_id: item})


def _item_withdrawn(state: Meeting, event: AgendaItemWithdrawn) -> Meeting:
    item = replace(state.items[event.item_id], withdrawn=True)
    return replace(state, items={**state.items, event.item_id: item})


def _discussed(state: Meeting, event: ItemDiscussed) -> Meeting:
    item = replace(state.items[event.item_id], outcome=event.outcome)
    return replace(state, items={**state.items, event.item_id: item})


def _chair_invited(state: Meeting, event: ChairInvited) -> Meeting:
    return replace(state, invitation=Invitation(event.person_id, event.office))


def _chair_engaged(state: Meeting, event: ChairEngagedElsewhere) -> Meeting:
    return replace(state, invitation=replace(state.invitation or Invitation(), engaged=True))


def _chair_delegated(state: Meeting, event: ChairDelegated) -> Meeting:
    invitation = replace(
        state.invitation or Invitation(),
        delegated=True,
        delegate_id=event.to_person_id,
        capacity=event.capacity,
    )
    return replace(state, invitation=invitation)


def _opened(state: Meeting, event: MeetingOpened) -> Meeting:
    return replace(state, stage="open", rules=event.rules)


def _attended(state: Meeting, event: AttendanceRecorded) -> Meeting:
    attendee = Attendee(event.standing, event.organisation_id, event.village, event.in_place_of)
    return replace(state, attendees={**state.attendees, event.person_id: attendee})


def _absent(state: Meeting, event: AbsenceRecorded) -> Meeting:
    return replace(state, absent=state.absent | {event.person_id})


def _struck(state: Meeting, event: AttendanceStruck) -> Meeting:
    attendees = {id: a for id, a in state.attendees.items() if id != event.person_id}
    return replace(state, attendees=attendees, absent=state.absent - {event.person_id})


def _represented(state: Meeting, event: RepresentationRecorded) -> Meeting:
    organisations = state.organisations
    villages = state.villages
    if event.organisation_id is not None:
        organisations |= {event.organisation_id}
    if event.village is not None:
        villages |= {event.village}
    return replace(state, organisations=organisations, villages=villages)


def _counted(state: Meeting, event: HeadCountRecorded) -> Meeting:
    return replace(state, head_count=event.present)


def _reported(state: Meeting, event: ProgressReported) -> Meeting:
    return replace(state, reports=state.reports | {event.report_id})


def _moved(state: Meeting, event: MotionMoved) -> Meeting:
    motion = Motion(
        event.subject,
        event.text,
        project=event.project,
        grant=event.grant,
        plan_id=event.plan_id,
        regulation_id=event.regulation_id,
    )
    return replace(state, motions={**state.motions, event.motion_id: motion})


def _decided(state: Meeting, event: CountDeclared | OutcomeDeclared | MotionWithdrawn) -> Meeting:
    motion = replace(state.motions[event.motion_id], decided=True)
    return replace(state, motions={**state.motions, event.motion_id: motion})


def _votes_counted(state: Meeting, event: VotesCounted) -> Meeting:
    counted = state.motions[event.motion_id]
    motion = replace(counted, decided=not event.provisional, counted=event.carried)
    return replace(state, motions={**state.motions, event.motion_id: motion})


def _resolved(state: Meeting, event: ResolutionPassed) -> Meeting:
    resolution = Resolution(event.subject)
    return replace(state, resolutions={**state.resolutions, event.resolution_id: resolution})


def _carried_out(state: Meeting, event: ResolutionCarriedOut) -> Meeting:
    done = replace(state.resolutions[event.resolution_id], carried_out=True)
    return replace(state, resolutions={**state.resolutions, event.resolution_id: done})


def _closed(state: Meeting, event: MeetingClosed) -> Meeting:
    return replace(state, stage="closed")


_EVOLUTIONS: Final[Mapping[type, Callable[[Meeting, Any], Meeting]]] = {
    MeetingConvened: _convened,
    MeetingArranged: _arranged,
    MeetingPostponed: _postponed,
    MeetingCancelled: _cancelled,
    EntitledCounted: _entitled,
    AgendaItemAdded: _item_added,
    AgendaItemWithdrawn: _item_withdrawn,
    ItemDiscussed: _discussed,
    ChairInvited: _chair_invited,
    ChairEngagedElsewhere: _chair_engaged,
    ChairDelegated: _chair_delegated,
    MeetingOpened: _opened,
    AttendanceRecorded: _attended,
    AbsenceRecorded: _absent,
    AttendanceStruck: _struck,
    RepresentationRecorded: _represented,
    HeadCountRecorded: _counted,
    ProgressReported: _reported,
    MotionMoved: _moved,
    MotionWithdrawn: _decided,
    VotesCounted: _votes_counted,
    CountDeclared: _decided,
    OutcomeDeclared: _decided,
    ResolutionPassed: _resolved,
    ResolutionCarriedOut: _carried_out,
    MeetingClosed: _closed,
}


def evolve(state: Meeting, event: object) -> Meeting:
    """The meeting after ``event``."""
    change = _EVOLUTIONS.get(type(event))
    return state if change is None else change(state, event)
