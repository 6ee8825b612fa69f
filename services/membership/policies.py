"""What follows here from what other services tell."""

from __future__ import annotations

from collections.abc import Iterable

from bangduan.events import holds
from bangduan.events.definition import registry
from bangduan.events.meetings import ElectionHeld, ProblemReferred
from bangduan.events.types import Slug
from bangduan.policies import Policies
from services.membership.domain.committee import FillSeat, SeatCommittee
from services.membership.domain.erasure import HoldPerson, ReleasePerson
from services.membership.domain.request import MakeRequest, ReferToPartner

POLICIES = Policies()


@POLICIES.on(ElectionHeld)
def seat_who_was_elected(event: ElectionHeld) -> Iterable[object]:
    """The assembly chooses: the committee is seated with those it chose, or vacant seats filled."""
    if event.fills_vacancies:
        for person_id in event.elected:
            yield FillSeat(
                committee_id=event.committee_id,
                person_id=person_id,
                chosen_by_meeting_id=event.meeting_id,
                resolution_id=event.resolution_id,
                how_chosen="elected",
            )
        return
    yield SeatCommittee(
        committee_id=event.committee_id,
        name=event.committee_name,
        seats=event.seats,
        chosen_by_meeting_id=event.meeting_id,
        resolution_id=event.resolution_id,
        members=event.elected,
        unnamed=event.unnamed,
        how_chosen="elected",
        term_from=event.term_from,
        term_to=event.term_to,
    )


@POLICIES.on(ProblemReferred)
def ask_the_partner(event: ProblemReferred) -> Iterable[object]:
    """A problem referred to a partner is a request that waits on that partner."""
    asked = MakeRequest(
        request_id=event.request_id,
        partner_id=event.partner_id,
        subject=event.title,
        details=event.details,
        asked_on=event.referred_on,
        resolution_id=event.resolution_id,
    )
    yield ReferToPartner(asked=asked, problem_id=event.problem_id)


@POLICIES.on_named(holds.HELD)
def remember_who_is_held(event: holds.PersonHeld) -> Iterable[object]:
    """A service of the site that needs a person's data stands against erasing it."""
    yield HoldPerson(
        person_id=event.person_id,
        hold_id=event.hold_id,
        service=Slug(registry.of(type(event)).service),
        reason=event.reason,
        since=event.since,
    )


@POLICIES.on_named(holds.RELEASED)
def forget_who_was_held(event: holds.PersonReleased) -> Iterable[object]:
    """The reason is gone; an erasure that waited for it is then done."""
    yield ReleasePerson(person_id=event.person_id, hold_id=event.hold_id)
