"""The people's problems, from being raised to being closed."""

import dataclasses
from typing import Any

import pytest

from bangduan.domain import derived_id
from bangduan.events.meetings import (
    ProblemAnswered,
    ProblemClosed,
    ProblemPutOnAgenda,
    ProblemRaised,
    ProblemRanked,
    ProblemReferralWithdrawn,
    ProblemReferred,
    ProblemReopened,
)
from bangduan.events.membership import RequestAnswered, RequestWithdrawn
from bangduan.events.types import EntityId, Line, PositiveCount, Prose, Slug, VillageCode
from bangduan.testing.scenario import given
from services.meetings.domain.problem import (
    ANSWERS_ITS_REFERRAL,
    IS_CLOSED,
    NOT_WAITING,
    PROBLEM,
    RAISED_ONCE,
    RANK_CHANGES,
    STILL_OPEN,
    WAITS_ON_ANOTHER,
    CloseProblem,
    PutProblemOnAgenda,
    RaiseProblem,
    RankProblem,
    RecordProblemAnswer,
    RecordReferralWithdrawn,
    ReferProblem,
    ReopenProblem,
)
from services.meetings.policies import POLICIES


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


DRUGS, PARTNER = entity("problem"), entity("partner")
TITLE = Line("ยาเสพติดในหมู่บ้าน")
RAISED = ProblemRaised(
    problem_id=DRUGS, title=TITLE, theme=Slug("drugs"), village=VillageCode("11011301")
)
FIRST_REQUEST = EntityId(derived_id(DRUGS, "request", "1"))
REFERRED = ProblemReferred(
    problem_id=DRUGS, request_id=FIRST_REQUEST, partner_id=PARTNER, title=TITLE
)
ANSWERED = ProblemAnswered(
    problem_id=DRUGS,
    request_id=FIRST_REQUEST,
    partner_id=PARTNER,
    outcome="granted",
    answer=Prose("จะส่งวิทยากร"),
)
CLOSED = ProblemClosed(problem_id=DRUGS, outcome="solved")
RANK = RankProblem(problem_id=DRUGS, urgency=PositiveCount(1))
AGENDA = PutProblemOnAgenda(problem_id=DRUGS, meeting_id=entity("meeting"), item_id=entity("item"))
REFER = ReferProblem(problem_id=DRUGS, partner_id=PARTNER)
ANSWER = RecordProblemAnswer(
    problem_id=DRUGS,
    request_id=FIRST_REQUEST,
    partner_id=PARTNER,
    outcome="granted",
    answer=Prose("จะส่งวิทยากร"),
)
CLOSE = CloseProblem(problem_id=DRUGS, outcome="solved")
REOPEN = ReopenProblem(problem_id=DRUGS)


def test_a_problem_is_raised_once() -> None:
    command = RaiseProblem(
        problem_id=DRUGS, title=TITLE, theme=Slug("drugs"), village=VillageCode("11011301")
    )
    given(PROBLEM).when(command).then(RAISED)
    given(PROBLEM, RAISED).when(command).refuses(RAISED_ONCE)


def test_a_problem_is_ranked_by_urgency() -> None:
    ranked = ProblemRanked(problem_id=DRUGS, urgency=PositiveCount(1))
    given(PROBLEM, RAISED).when(RANK).then(ranked)
    given(PROBLEM, RAISED, ranked).when(RANK).refuses(RANK_CHANGES)


def test_a_problem_is_put_on_an_agenda() -> None:
    given(PROBLEM, RAISED).when(AGENDA).then(
        ProblemPutOnAgenda(problem_id=DRUGS, meeting_id=entity("meeting"), item_id=entity("item"))
    )


def test_a_problem_is_referred_to_a_partner_under_a_request_of_its_own() -> None:
    given(PROBLEM, RAISED).when(REFER).then(REFERRED)
    given(PROBLEM, RAISED, REFERRED).when(REFER).refuses(WAITS_ON_ANOTHER)
    again = given(PROBLEM, RAISED, REFERRED, ANSWERED).when(REFER)
    assert again.events[0].request_id == derived_id(DRUGS, "request", "2")  # type: ignore[attr-defined]


def test_a_problem_waits_on_two_partners_at_once() -> None:
    other = dataclasses.replace(REFER, partner_id=entity("other"))
    state = given(PROBLEM, RAISED, REFERRED).when(other).state
    assert set(state.waiting.values()) == {PARTNER, entity("other")}


def test_the_answer_of_the_partner_is_recorded_once() -> None:
    state = given(PROBLEM, RAISED, REFERRED).when(ANSWER).then(ANSWERED)
    assert not state.waiting
    given(PROBLEM, RAISED).when(ANSWER).refuses(ANSWERS_ITS_REFERRAL)
    given(PROBLEM, RAISED, REFERRED, ANSWERED).when(ANSWER).refuses(ANSWERS_ITS_REFERRAL)


def test_the_answer_to_a_request_reaches_the_problem_it_was_about() -> None:
    answered = RequestAnswered(
        request_id=FIRST_REQUEST,
        partner_id=PARTNER,
        outcome="granted",
        answer=Prose("จะส่งวิทยากร"),
        problem_id=DRUGS,
    )
    assert POLICIES.commands(answered) == [ANSWER]
    assert POLICIES.commands(dataclasses.replace(answered, problem_id=None)) == []


def test_a_problem_waits_no_more_on_a_request_that_was_withdrawn() -> None:
    withdrawn = RequestWithdrawn(request_id=FIRST_REQUEST, problem_id=DRUGS)
    command = RecordReferralWithdrawn(problem_id=DRUGS, request_id=FIRST_REQUEST)
    assert POLICIES.commands(withdrawn) == [command]
    assert POLICIES.commands(dataclasses.replace(withdrawn, problem_id=None)) == []
    recorded = ProblemReferralWithdrawn(problem_id=DRUGS, request_id=FIRST_REQUEST)
    state = given(PROBLEM, RAISED, REFERRED).when(command).then(recorded)
    assert not state.waiting
    given(PROBLEM, RAISED).when(command).refuses(ANSWERS_ITS_REFERRAL)


def test_a_problem_is_closed_when_nobody_is_waited_for() -> None:
    given(PROBLEM, RAISED, REFERRED).when(CLOSE).refuses(NOT_WAITING)
    given(PROBLEM, RAISED, REFERRED, ANSWERED).when(CLOSE).then(CLOSED)


@pytest.mark.parametrize("command", [RANK, AGENDA, REFER, CLOSE])
def test_a_closed_problem_is_left_alone_until_it_is_reopened(command: Any) -> None:
    given(PROBLEM, RAISED, CLOSED).when(command).refuses(STILL_OPEN)


def test_a_problem_that_came_back_is_reopened() -> None:
    given(PROBLEM, RAISED, CLOSED).when(REOPEN).then(ProblemReopened(problem_id=DRUGS))
    given(PROBLEM, RAISED).when(REOPEN).refuses(IS_CLOSED)


@pytest.mark.parametrize("command", [RANK, AGENDA, REFER, ANSWER, CLOSE, REOPEN])
def test_a_problem_nobody_raised_does_not_change(command: Any) -> None:
    given(PROBLEM).when(command).finds_nothing()
