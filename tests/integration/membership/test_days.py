"""What is counted in days reads the same from either database."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bangduan.application import Application
from bangduan.days import today
from bangduan.domain import derived_id
from bangduan.events.types import EntityId, Line, PositiveCount, Slug
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from services.membership.domain.committee import SeatCommittee
from services.membership.domain.duty import AssignDuty, CompleteDuty
from services.membership.domain.office import EstablishOffice, HoldOffice
from services.membership.domain.partner import RegisterPartner
from services.membership.domain.request import AnswerRequest, MakeRequest
from services.membership.projections import chosen, duties, partners, terms
from services.membership.service import service
from services.membership.views import DutyFilter, EndingTermFilter, RequestFilter


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


def day(days: int) -> date:
    return today() + timedelta(days=days)


OFFICE, PARTNER, COMMITTEE, LATE = (entity(n) for n in ("office", "sao", "committee", "late"))


@pytest.fixture(params=["sqlite", "postgresql"])
def membership(
    request: pytest.FixtureRequest, databases: dict[str, Callable[[], str]], tmp_path: Path
) -> Iterator[Application]:
    """The service on an empty database of one kind."""
    url = databases[request.param]()
    application = Application(service, Settings(data=tmp_path, database=url))
    prepare(application)
    yield application
    application.close()


def test_days_are_counted_to_today_to_an_answer_and_to_the_end_of_a_term(
    membership: Application,
) -> None:
    asked = {"partner_id": PARTNER, "subject": Line("ขอเต็นท์"), "asked_on": day(-12)}
    for command in (
        RegisterPartner(partner_id=PARTNER, kind="local_government", name=Line("อบต.")),
        MakeRequest(request_id=LATE, wanted_by=day(-1), **asked),  # type: ignore[arg-type]
        MakeRequest(request_id=entity("answered"), **asked),  # type: ignore[arg-type]
        AnswerRequest(request_id=entity("answered"), outcome="granted", answered_on=day(-5)),
        EstablishOffice(office_id=OFFICE, office=Slug("tambon-headman")),
        HoldOffice(office_id=OFFICE, term_id=entity("term"), term_to=day(-400)),
        SeatCommittee(
            committee_id=COMMITTEE,
            name=Line("คณะทำงาน"),
            seats=PositiveCount(1),
            term_to=day(90),
        ),
        AssignDuty(duty_id=LATE, task=Line("งาน"), office_id=OFFICE, due_on=day(-3)),
        AssignDuty(duty_id=entity("done"), task=Line("งาน"), office_id=OFFICE, due_on=day(3)),
        CompleteDuty(duty_id=entity("done")),
    ):
        membership.execute(command)
    reader = membership.reader
    open_for = {r["request_id"]: r["days_open"] for r in reader.all(partners.open_requests())}
    assert open_for == {LATE: 12}
    answered = reader.all(partners.list_requests(RequestFilter(open="no")))
    assert [row["days_open"] for row in answered] == [7]
    overdue = reader.all(partners.list_requests(RequestFilter(overdue="yes")))
    assert [row["request_id"] for row in overdue] == [LATE]
    ending = reader.all(terms.ending_soon())
    assert [(row["post_name"], row["days_left"]) for row in ending] == [
        ("กำนัน", -400),
        ("คณะทำงาน", 90),
    ]
    assert reader.all(terms.list_ending_terms(EndingTermFilter(term_of="leader"))) == []
    late = reader.all(duties.list_duties(DutyFilter(due="overdue")))
    assert [(row["duty_id"], row["days_left"]) for row in late] == [(LATE, -3)]
    assert reader.all(duties.list_duties_of(entity("nobody"))) == []
    seats = chosen.seats_filled(reader, COMMITTEE)
    assert seats == {"items": [], "unnamed": 0, "unnamed_filled_by": None, "next": None}
