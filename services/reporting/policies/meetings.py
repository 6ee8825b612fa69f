"""What the meetings service's events add."""

from __future__ import annotations

from collections.abc import Iterable

from bangduan.events.meetings import (
    MeetingClosed,
    PlanAdopted,
    PlanDrafted,
    ProblemClosed,
    ProblemRaised,
    ProblemReopened,
    ProgressReported,
    RegulationAdopted,
    RegulationDrafted,
    ResolutionCarriedOut,
    ResolutionPassed,
)
from bangduan.events.types import Count, EntityId, Quantity
from bangduan.policies import Policies
from services.reporting.domain.milestone import milestone_id
from services.reporting.policies.counting import counts, figure, reached

POLICIES = Policies()

_MILESTONE_OF = {
    "assembly": "assembly-held",
    "committee": "committee-met",
    "joint": "joint-meeting-held",
}


def meeting_milestone(meeting_id: str) -> EntityId:
    """Id of the milestone that a meeting is, whatever its kind."""
    return milestone_id("meeting", meeting_id)


@POLICIES.on(MeetingClosed)
def a_meeting_was_held(event: MeetingClosed) -> Iterable[object]:
    """It counts, and who came; a rate is reckoned only where both numbers are exact."""
    meeting, kind, on = event.meeting_id, event.kind, event.held_on
    yield from counts("meetings-held", meeting, cell=kind, on=on)
    present = _counted(event.present) or Quantity(value=Count(0), bound="at_least")
    yield from counts(
        "attendance", meeting, cell=kind, value=present.value, bound=present.bound, on=on
    )
    if event.entitled and event.present.bound == "exact":
        for cell, value in (("present", event.present.value), ("entitled", event.entitled)):
            counted = f"{meeting}/{cell}"
            yield from counts("attendance-counted", counted, cell=cell, value=value, on=on)
        rate = 10_000 * event.present.value // event.entitled
        yield from counts("attendance-rate", meeting, value=rate, on=on)
    if event.villages_represented is not None:
        represented = event.villages_represented
        yield from counts("villages-represented", meeting, cell=kind, value=represented, on=on)


@POLICIES.on(MeetingClosed)
def a_meeting_is_a_milestone(event: MeetingClosed) -> Iterable[object]:
    """Told with the figures that are known."""
    yield reached(
        _MILESTONE_OF[event.kind],
        event.meeting_id,
        figure("number", event.number),
        figure("year", event.year),
        figure("present", _counted(event.present), "people"),
        figure("entitled", event.entitled, "people"),
        figure("villages-represented", event.villages_represented),
        figure("organisations-represented", event.organisations_represented),
        figure("resolutions", event.resolutions_passed or None),
        id=meeting_milestone(event.meeting_id),
        on=event.held_on,
    )


@POLICIES.on(ResolutionPassed)
def a_resolution_counts(event: ResolutionPassed) -> Iterable[object]:
    """Passed; whether it was carried out is told later."""
    yield from counts("resolutions", f"{event.resolution_id}/passed", cell="passed")


@POLICIES.on(ResolutionCarriedOut)
def a_resolution_is_carried_out(event: ResolutionCarriedOut) -> Iterable[object]:
    """Passed and done."""
    yield from counts("resolutions", f"{event.resolution_id}/done", cell="done")


@POLICIES.on(PlanDrafted)
def a_plan_is_drafted(event: PlanDrafted) -> Iterable[object]:
    """At a meeting, or on no known occasion."""
    yield reached("plan-drafted", event.plan_id, within=_meeting(event.meeting_id))


@POLICIES.on(PlanAdopted)
def a_plan_is_adopted(event: PlanAdopted) -> Iterable[object]:
    """By a meeting."""
    within = _meeting(event.meeting_id)
    yield reached("plan-adopted", event.plan_id, on=event.adopted_on, within=within)


@POLICIES.on(RegulationDrafted)
def a_regulation_is_drafted(event: RegulationDrafted) -> Iterable[object]:
    """At a meeting, or on no known occasion."""
    yield reached("regulation-drafted", event.regulation_id, within=_meeting(event.meeting_id))


@POLICIES.on(RegulationAdopted)
def a_regulation_is_adopted(event: RegulationAdopted) -> Iterable[object]:
    """By a meeting."""
    within = _meeting(event.meeting_id)
    yield reached("regulation-adopted", event.regulation_id, on=event.adopted_on, within=within)


@POLICIES.on(ProgressReported)
def progress_is_reported(event: ProgressReported) -> Iterable[object]:
    """How many projects the report speaks of; its words stay with the meeting."""
    yield reached(
        "progress-reported",
        event.report_id,
        figure("projects", len(event.project_ids) or None),
        within=_meeting(event.meeting_id),
    )


@POLICIES.on(ProblemRaised, ProblemReopened)
def a_problem_is_open(event: ProblemRaised | ProblemReopened) -> Iterable[object]:
    """Until it is closed."""
    yield from counts("problems", event.problem_id, cell="open")


@POLICIES.on(ProblemClosed)
def a_problem_is_closed(event: ProblemClosed) -> Iterable[object]:
    """With an outcome."""
    yield from counts("problems", event.problem_id, cell=event.outcome.replace("_", "-"))


def _counted(present: Quantity) -> Quantity | None:
    """How many came, None where nobody counted and only that somebody came is known."""
    return None if present.bound == "at_least" and present.value <= 1 else present


def _meeting(meeting_id: str | None) -> EntityId | None:
    return None if meeting_id is None else meeting_milestone(meeting_id)
