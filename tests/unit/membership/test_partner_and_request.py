"""Partners, and on whom each request waits."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from bangduan.domain import derived_id
from bangduan.events.meetings import ProblemReferred
from bangduan.events.membership import (
    PartnerContactNamed,
    PartnerRegistered,
    PartnershipEnded,
    PartnerSupportRevised,
    RequestAnswered,
    RequestMade,
    RequestPassedOn,
    RequestWithdrawn,
)
from bangduan.events.types import EntityId, Line, Prose
from bangduan.testing.scenario import given
from services.membership.domain.partner import (
    PARTNER,
    REGISTERED_ONCE,
    STILL_A_PARTNER,
    SUPPORTS_DIFFER,
    EndPartnership,
    NamePartnerContact,
    RegisterPartner,
    RevisePartnerSupport,
)
from services.membership.domain.request import (
    ANSWERED_AFTER_ASKED,
    MADE_ONCE,
    PASSED_TO_ANOTHER,
    REQUEST,
    STILL_OPEN,
    WANTED_AFTER_ASKED,
    AnswerRequest,
    MakeRequest,
    PassRequestOn,
    ReferToPartner,
    WithdrawRequest,
)
from services.membership.policies import POLICIES


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


SAO, PROVINCE, CONTACT = entity("sao"), entity("province"), entity("contact")
REGISTERED = PartnerRegistered(
    partner_id=SAO,
    kind="local_government",
    level="tambon",
    name=Line("องค์การบริหารส่วนตำบลบางด้วน"),
    supports=(Line("งบประมาณ"),),
)
ENDED = PartnershipEnded(partner_id=SAO)


def test_a_partner_enters_the_directory_with_what_it_supports() -> None:
    given(PARTNER).when(
        RegisterPartner(
            partner_id=SAO,
            kind="local_government",
            level="tambon",
            name=Line("องค์การบริหารส่วนตำบลบางด้วน"),
            supports=(Line("งบประมาณ"),),
        )
    ).then(REGISTERED)


def test_the_level_of_a_partner_may_be_unknown() -> None:
    command = RegisterPartner(partner_id=SAO, kind="state_enterprise", name=Line("การไฟฟ้า"))
    given(PARTNER).when(command).then(
        PartnerRegistered(
            partner_id=SAO, kind="state_enterprise", level="unknown", name=Line("การไฟฟ้า")
        )
    )


def test_a_partner_is_registered_once() -> None:
    command = RegisterPartner(partner_id=SAO, kind="local_government", name=Line("อบต."))
    given(PARTNER, REGISTERED).when(command).refuses(REGISTERED_ONCE)


def test_what_a_partner_supports_is_listed_once() -> None:
    twice = (Line("งบประมาณ"), Line("งบประมาณ"))
    command = RevisePartnerSupport(partner_id=SAO, supports=twice)
    given(PARTNER, REGISTERED).when(command).refuses(SUPPORTS_DIFFER)
    given(PARTNER, REGISTERED).when(dataclasses.replace(command, supports=twice[:1])).then(
        PartnerSupportRevised(partner_id=SAO, supports=twice[:1])
    )


def test_the_contact_of_a_partner_is_a_person_of_the_register() -> None:
    command = NamePartnerContact(partner_id=SAO, person_id=CONTACT, capacity=Line("ปลัด อบต."))
    given(PARTNER, REGISTERED).when(command).then(
        PartnerContactNamed(partner_id=SAO, person_id=CONTACT, capacity=Line("ปลัด อบต."))
    )


CHANGES = [
    RevisePartnerSupport(partner_id=SAO, supports=()),
    NamePartnerContact(partner_id=SAO, person_id=CONTACT),
    EndPartnership(partner_id=SAO),
]


@pytest.mark.parametrize("command", CHANGES)
def test_a_former_partner_does_not_change_any_more(command: Any) -> None:
    given(PARTNER, REGISTERED, ENDED).when(command).refuses(STILL_A_PARTNER)


@pytest.mark.parametrize("command", CHANGES)
def test_a_partner_nobody_registered_does_not_change(command: Any) -> None:
    given(PARTNER).when(command).finds_nothing()


def test_a_partnership_ends() -> None:
    given(PARTNER, REGISTERED).when(EndPartnership(partner_id=SAO)).then(ENDED)


ASK, PROBLEM = entity("request"), entity("problem")
SUBJECT = Line("ขอรถดับเพลิง")
MAKE = MakeRequest(request_id=ASK, partner_id=SAO, subject=SUBJECT, asked_on=date(2008, 7, 1))
MADE = RequestMade(request_id=ASK, partner_id=SAO, subject=SUBJECT, asked_on=date(2008, 7, 1))
ANSWERED = RequestAnswered(request_id=ASK, partner_id=SAO, outcome="granted")


def test_a_request_waits_on_the_partner_asked() -> None:
    assert given(REQUEST).when(MAKE).then(MADE).waiting_on == SAO


def test_a_problem_referred_to_a_partner_is_asked_of_that_partner() -> None:
    referred = ProblemReferred(
        problem_id=PROBLEM,
        request_id=ASK,
        partner_id=SAO,
        title=SUBJECT,
        referred_on=date(2008, 7, 1),
    )
    assert POLICIES.commands(referred) == [ReferToPartner(asked=MAKE, problem_id=PROBLEM)]


def test_a_request_about_a_problem_remembers_it() -> None:
    command = ReferToPartner(asked=MAKE, problem_id=PROBLEM)
    state = given(REQUEST).when(command).then(dataclasses.replace(MADE, problem_id=PROBLEM))
    assert state.problem_id == PROBLEM


def test_an_answer_is_not_wanted_before_the_question() -> None:
    early = dataclasses.replace(MAKE, wanted_by=date(2008, 6, 30))
    given(REQUEST).when(early).refuses(WANTED_AFTER_ASKED)
    in_time = dataclasses.replace(MAKE, wanted_by=date(2008, 7, 31))
    given(REQUEST).when(in_time).then(dataclasses.replace(MADE, wanted_by=date(2008, 7, 31)))


def test_a_request_is_made_once() -> None:
    given(REQUEST, MADE).when(MAKE).refuses(MADE_ONCE)


def test_a_request_passed_on_waits_on_another_partner_or_on_the_centre() -> None:
    asked = given(REQUEST, MADE)
    on = asked.when(PassRequestOn(request_id=ASK, waiting_on_partner_id=PROVINCE)).then(
        RequestPassedOn(request_id=ASK, waiting_on_partner_id=PROVINCE)
    )
    assert on.waiting_on == PROVINCE
    back = asked.when(PassRequestOn(request_id=ASK)).then(RequestPassedOn(request_id=ASK))
    assert (back.waiting_on, back.open) == (None, True)


def test_a_request_is_passed_to_somebody_else() -> None:
    command = PassRequestOn(request_id=ASK, waiting_on_partner_id=SAO)
    given(REQUEST, MADE).when(command).refuses(PASSED_TO_ANOTHER)


def test_the_partner_waited_on_is_the_one_who_answers() -> None:
    passed = RequestPassedOn(request_id=ASK, waiting_on_partner_id=PROVINCE)
    command = AnswerRequest(request_id=ASK, outcome="refused", answer=Prose("ไม่มีงบประมาณ"))
    state = (
        given(REQUEST, MADE, passed)
        .when(command)
        .then(
            RequestAnswered(
                request_id=ASK,
                partner_id=PROVINCE,
                outcome="refused",
                answer=Prose("ไม่มีงบประมาณ"),
            )
        )
    )
    assert (state.open, state.waiting_on) == (False, None)


def test_an_answer_tells_which_problem_it_answers() -> None:
    made = dataclasses.replace(MADE, problem_id=PROBLEM)
    command = AnswerRequest(request_id=ASK, outcome="granted")
    given(REQUEST, made).when(command).then(dataclasses.replace(ANSWERED, problem_id=PROBLEM))


def test_an_answer_does_not_come_before_the_question() -> None:
    command = AnswerRequest(request_id=ASK, outcome="granted", answered_on=date(2008, 6, 30))
    given(REQUEST, MADE).when(command).refuses(ANSWERED_AFTER_ASKED)


def test_a_request_is_withdrawn() -> None:
    given(REQUEST, MADE).when(WithdrawRequest(request_id=ASK)).then(
        RequestWithdrawn(request_id=ASK)
    )


FOLLOWING = [
    PassRequestOn(request_id=ASK),
    AnswerRequest(request_id=ASK, outcome="granted"),
    WithdrawRequest(request_id=ASK),
]


@pytest.mark.parametrize("command", FOLLOWING)
@pytest.mark.parametrize("end", [ANSWERED, RequestWithdrawn(request_id=ASK)])
def test_a_request_that_is_over_waits_on_nobody(command: Any, end: Any) -> None:
    given(REQUEST, MADE, end).when(command).refuses(STILL_OPEN)


@pytest.mark.parametrize("command", FOLLOWING)
def test_a_request_nobody_made_has_no_answer(command: Any) -> None:
    given(REQUEST).when(command).finds_nothing()
