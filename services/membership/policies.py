"""What follows here from what other services tell."""

from __future__ import annotations

from collections.abc import Iterable

from bangduan.events.meetings import ElectionHeld, ProblemReferred
from bangduan.policies import Policies
from services.membership.domain.committee import SeatCommittee
from services.membership.domain.request import MakeRequest, ReferToPartner

POLICIES = Policies()


@POLICIES.on(ElectionHeld)
def seat_who_was_elected(event: ElectionHeld) -> Iterable[object]:
    """The assembly chooses; the committee is seated with those it chose."""
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
