"""What follows here from what other services tell."""

from __future__ import annotations

from collections.abc import Iterable

from bangduan.events.membership import RequestAnswered, RequestWithdrawn
from bangduan.policies import Policies
from services.meetings.domain.problem import RecordProblemAnswer, RecordReferralWithdrawn

POLICIES = Policies()


@POLICIES.on(RequestAnswered)
def the_problem_is_answered(event: RequestAnswered) -> Iterable[object]:
    """The answer to a request that a problem led to stands on the problem board."""
    if event.problem_id is not None:
        yield RecordProblemAnswer(
            problem_id=event.problem_id,
            request_id=event.request_id,
            partner_id=event.partner_id,
            outcome=event.outcome,
            answer=event.answer,
            answered_on=event.answered_on,
        )


@POLICIES.on(RequestWithdrawn)
def the_problem_waits_no_more(event: RequestWithdrawn) -> Iterable[object]:
    """A problem does not wait on somebody who is no longer asked."""
    if event.problem_id is not None:
        yield RecordReferralWithdrawn(problem_id=event.problem_id, request_id=event.request_id)
