"""The pages of the membership service: what they show, and that they leave nothing out."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from bangduan.application import Application
from bangduan.events.types import EntityId, Line, PositiveCount, Slug, TambonCode
from bangduan.permissions import permission_of
from bangduan.testing.access import Keys
from bangduan.testing.store.bench import new_id
from bangduan.web.app import create_app
from bangduan.web.sessions import COOKIE
from bangduan.web.translate.audit import faults
from bangduan.web.translate.catalogues import LANGUAGES, translations
from services.membership.domain.centre import FoundCentre
from services.membership.domain.committee import SeatCommittee, VacateSeat
from services.membership.domain.membership import JoinOrganisation
from services.membership.domain.office import EstablishOffice, HoldOffice
from services.membership.domain.organisation import AppointLeader, RegisterOrganisation
from services.membership.domain.partner import RegisterPartner
from services.membership.domain.person import RegisterPerson
from services.membership.domain.registry import KINDS, OFFICES, ROLES
from services.membership.domain.request import AnswerRequest, MakeRequest, PassRequestOn
from services.membership.pages import PAGES
from services.membership.projections import partners, seats
from services.membership.service import service

NAME = Line("สมหญิง ใจดี")


def new() -> EntityId:
    """An id of something new."""
    return EntityId(new_id())


class Browser:
    """A browser of the administrator's."""

    def __init__(self, membership: Application) -> None:
        value, self.form_token = Keys().cookie(membership, "administrator")
        self._client: FlaskClient = create_app(membership, [service]).test_client()
        self._client.set_cookie(COOKIE, value)

    def sees(self, path: str) -> str:
        """A page."""
        answer = self._client.get(f"/membership{path}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_data(as_text=True)

    def sends(self, path: str, **typed: str) -> str:
        """Send a form; where it led."""
        answer = self._client.post(
            f"/membership{path}", data={**typed, "form_token": self.form_token}
        )
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return str(answer.headers["Location"])


@pytest.fixture
def browser(membership: Application) -> Browser:
    """A browser of the administrator's."""
    return Browser(membership)


def _person(membership: Application, name: Line = NAME) -> EntityId:
    person_id = new()
    membership.execute(RegisterPerson(person_id=person_id, name=name, synthetic=True))
    return person_id


def _organisation(membership: Application, name: str) -> EntityId:
    organisation_id = new()
    membership.execute(
        RegisterOrganisation(
            organisation_id=organisation_id, kind=Slug("womens-group"), name=Line(name)
        )
    )
    return organisation_id


def _committee(
    membership: Application, name: str, members: int, term_to: date | None = None
) -> EntityId:
    committee_id = new()
    sitting = tuple(_person(membership) for _ in range(members))
    membership.execute(
        SeatCommittee(
            committee_id=committee_id,
            name=Line(name),
            seats=PositiveCount(3),
            members=sitting,
            term_to=term_to,
        )
    )
    return committee_id


# -- nothing is left out ---------------------------------------------------------------------------


def test_whatever_a_client_may_do_can_be_done_on_a_page() -> None:
    resources = PAGES.resources.values()
    offered = {c for each in resources for c in (each.create, *each.actions)}
    offered |= {c for each in resources for related in each.related for c in related.actions}
    allowed = {c for aggregate in service.aggregates for c in aggregate.commands}
    assert {c for c in allowed if permission_of(c)} == offered - {None}


def test_every_word_is_said_in_thai_and_in_english() -> None:
    assert faults("membership") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_an_open_registry_that_is_known_is_said(language: str) -> None:
    said = translations("membership", language)
    known = {*KINDS, *OFFICES, *ROLES}
    assert [name for name in sorted(known) if said.pgettext("value", name) == name] == []


@pytest.mark.parametrize("registry", [KINDS, OFFICES, ROLES])
def test_a_page_calls_a_thing_as_the_registry_calls_it(registry: dict[str, object]) -> None:
    thai = translations("membership", "th")
    said = {name: thai.pgettext("value", name) for name in registry}
    assert said == {name: known.thai for name, known in registry.items()}  # type: ignore[attr-defined]


# -- what they show --------------------------------------------------------------------------------


def test_a_persons_page_tells_what_that_person_belongs_to_leads_and_holds(
    membership: Application, browser: Browser
) -> None:
    person_id = _person(membership)
    belongs, leads = (
        _organisation(membership, "กลุ่มแม่บ้าน"),
        _organisation(membership, "กลุ่มจักสาน"),
    )
    office_id, committee_id = new(), new()
    for given in (
        JoinOrganisation(organisation_id=belongs, person_id=person_id),
        AppointLeader(organisation_id=leads, person_id=person_id, role=Slug("chair")),
        EstablishOffice(office_id=office_id, office=Slug("village-head")),
        HoldOffice(office_id=office_id, term_id=new(), holder=person_id),
        SeatCommittee(
            committee_id=committee_id,
            name=Line("คณะทำงานเตรียมงาน"),
            seats=PositiveCount(1),
            members=(person_id,),
        ),
    ):
        membership.execute(given)
    page = browser.sees(f"/people/{person_id}")
    for told in ("กลุ่มแม่บ้าน", "กลุ่มจักสาน", "ประธาน", "ผู้ใหญ่บ้าน", "คณะทำงานเตรียมงาน"):
        assert told in page


def test_an_office_is_listed_with_who_holds_it_now(
    membership: Application, browser: Browser
) -> None:
    office_id, person_id = new(), _person(membership)
    membership.execute(EstablishOffice(office_id=office_id, office=Slug("tambon-headman")))
    before = HoldOffice(office_id=office_id, term_id=new(), term_to=date(2008, 1, 1))
    now = HoldOffice(
        office_id=office_id, term_id=new(), holder=person_id, term_from=date(2009, 1, 1)
    )
    membership.execute(before)
    membership.execute(now)
    page = browser.sees("/offices")
    assert "กำนัน" in page
    assert NAME in page


def test_a_kind_of_organisation_is_called_in_the_language_of_the_page(browser: Browser) -> None:
    assert "กลุ่มสตรี" in browser.sees("/kinds?lang=th")
    english = browser.sees("/kinds?lang=en")
    assert "Women&#39;s group" in english
    assert "กลุ่มสตรี" not in english


def test_a_form_offers_kinds_of_organisation_by_name(browser: Browser) -> None:
    assert ">กลุ่มออมทรัพย์เพื่อการผลิต</option>" in browser.sees("/organisations/new")


def test_a_village_is_registered_by_the_code_that_was_typed(
    membership: Application, browser: Browser
) -> None:
    membership.execute(FoundCentre(tambon=TambonCode("110113"), name=Line("ศอช.ต.")))
    led_to = browser.sends("/villages/new", village="11011301", name="บ้านบางด้วน")
    assert led_to.startswith("/membership/villages/11011301?")
    assert "บ้านบางด้วน" in browser.sees("/villages/11011301")


# -- still to be done ------------------------------------------------------------------------------


def test_vacant_seats_are_those_of_committees_that_have_some_most_first(
    membership: Application,
) -> None:
    _committee(membership, "เต็ม", 3)
    one, two = _committee(membership, "ว่างหนึ่ง", 2), _committee(membership, "ว่างสอง", 1)
    rows = membership.reader.all(seats.vacant_seats())
    assert [(row["committee_id"], row["vacant"]) for row in rows] == [(two, 2), (one, 1)]


def test_a_seat_that_was_given_up_is_vacant(membership: Application) -> None:
    committee_id = _committee(membership, "คณะทำงาน", 3)
    (first, *_) = membership.reader.all(seats.list_seats(committee_id))
    membership.execute(VacateSeat(committee_id=committee_id, person_id=first["person_id"]))
    (row,) = membership.reader.all(seats.vacant_seats())
    assert row["vacant"] == 1


def test_terms_end_in_the_order_of_their_days_and_undated_ones_are_left_out(
    membership: Application,
) -> None:
    later = _committee(membership, "ภายหลัง", 1, term_to=date(2012, 1, 1))
    sooner = _committee(membership, "ก่อน", 1, term_to=date(2010, 1, 1))
    _committee(membership, "ไม่ทราบวัน", 1)
    rows = membership.reader.all(seats.ending_terms())
    assert [row["committee_id"] for row in rows] == [sooner, later]


def test_open_requests_are_the_oldest_first_and_leave_out_what_was_answered(
    membership: Application,
) -> None:
    partner_id = new()
    membership.execute(
        RegisterPartner(partner_id=partner_id, kind="local_government", name=Line("อบต."))
    )
    asked = {name: new() for name in ("later", "undated", "sooner", "answered", "back")}
    days = {"later": date(2010, 5, 1), "sooner": date(2009, 5, 1), "back": date(2011, 1, 1)}
    for name, request_id in asked.items():
        subject = Line("ขอเครื่องขยายเสียง")
        membership.execute(
            MakeRequest(
                request_id=request_id,
                partner_id=partner_id,
                subject=subject,
                asked_on=days.get(name),
            )
        )
    membership.execute(AnswerRequest(request_id=asked["answered"], outcome="granted"))
    membership.execute(PassRequestOn(request_id=asked["back"]))
    rows = membership.reader.all(partners.open_requests())
    waiting = [row["request_id"] for row in rows]
    assert waiting == [asked[name] for name in ("sooner", "later", "back", "undated")]


def test_everybody_may_read_the_names_of_the_organisations(membership: Application) -> None:
    membership.execute(
        RegisterOrganisation(
            organisation_id=new(), kind=Slug("savings-group"), name=Line("กลุ่มออมทรัพย์บ้านบางด้วน")
        )
    )
    answer = create_app(membership, [service]).test_client().get("/membership/fragments/public")
    assert answer.status_code == 200
    assert "<li>กลุ่มออมทรัพย์บ้านบางด้วน</li>" in answer.get_data(as_text=True)


def test_what_is_looked_at_seldom_stands_under_headings_on_the_first_page(
    membership: Application,
) -> None:
    browser = Browser(membership)

    first, line = browser.sees("/?lang=en"), browser.sees("/people?lang=en")

    assert "<h2>Personal data</h2>" in first
    assert 'href="/membership/consents"' in first
    assert 'href="/membership/consents"' not in line
    assert '<a href="/membership/">More …</a>' in line


def test_cards_that_hold_nothing_are_one_list_on_the_home_page(membership: Application) -> None:
    browser = Browser(membership)

    empty = browser.sees("/fragments/home?lang=en")

    assert empty.count("<h2") == 1
    assert "Nothing waits: Members and organisations" in empty
    assert empty.count("<li>") == len(PAGES.cards)
