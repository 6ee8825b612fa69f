"""Pages of duties, terms that end, papers of appointment, and what an organisation lacks."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from docx import Document

from bangduan.application import Application
from bangduan.days import today
from bangduan.domain import derived_id
from bangduan.errors import ConfigurationError
from bangduan.events.membership import KindOfOrganisation
from bangduan.events.types import (
    BuddhistYear,
    Count,
    EntityId,
    Line,
    PositiveCount,
    Slug,
    TambonCode,
)
from bangduan.service import Service
from services.membership.domain.centre import FoundCentre
from services.membership.domain.certificate import (
    CertifyTerm,
    ContinuePaperNumbering,
    RevokeCertificate,
)
from services.membership.domain.committee import SeatCommittee
from services.membership.domain.kind import ReviseOrganisationKind
from services.membership.domain.office import EstablishOffice, HoldOffice
from services.membership.domain.organisation import (
    AppointLeader,
    MergeOrganisations,
    RegisterOrganisation,
)
from services.membership.domain.person import RegisterPerson
from services.membership.domain.registry import KINDS
from services.membership.kinds import kinds_with
from services.membership.projections import certificates
from services.membership.views import CertificateFilter
from tests.unit.membership.browser import Browser

ISSUED = date(2025, 6, 30)


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


SOMSRI, OFFICE, TERM, GROUP, COMMITTEE = (
    entity(name) for name in ("somsri", "office", "term", "group", "committee")
)


@pytest.fixture
def browser(membership: Application) -> Browser:
    """A browser of the administrator's, where somebody holds an office."""
    for command in (
        FoundCentre(tambon=TambonCode("110113"), name=Line("ศอช.ต.บางด้วน")),
        RegisterPerson(
            person_id=SOMSRI, title=Line("นาง"), name=Line("สมศรี ใจดี (สมมติ)"), synthetic=True
        ),
        EstablishOffice(office_id=OFFICE, office=Slug("centre-chair")),
        HoldOffice(
            office_id=OFFICE,
            term_id=TERM,
            holder=SOMSRI,
            term_from=date(2025, 1, 1),
            term_to=today() + timedelta(days=30),
        ),
        RegisterOrganisation(organisation_id=GROUP, kind=Slug("womens-group"), name=Line("กลุ่มสตรี")),
    ):
        membership.execute(command)
    return Browser(membership)


def papers(membership: Application) -> list[dict[str, Any]]:
    return membership.reader.all(certificates.list_certificates(CertificateFilter()))


# -- papers of appointment -------------------------------------------------------------------------


def test_a_paper_is_issued_beside_a_term_and_printed_with_its_number(
    membership: Application, browser: Browser
) -> None:
    form = browser.client.get(f"/membership/offices/{OFFICE}/terms/{TERM}/certificate")
    assert (
        form.headers["Location"] == f"/membership/offices/{OFFICE}/do/certify-term?term_id={TERM}"
    )
    browser.sends(
        f"/offices/{OFFICE}/do/certify-term", term_id=TERM, certificate_id=entity("paper"),
        issued_on="30/6/2568", paper_form="order", signed_as="นายก อบต.",
    )  # fmt: skip
    [paper] = papers(membership)
    assert (paper["reference"], paper["paper_form"]) == ("1/2568", "order")
    here = f"/certificates/{paper['certificate_id']}"
    newest = browser.client.get(f"/membership/offices/{OFFICE}/terms/{TERM}/certificate")
    assert newest.headers["Location"] == f"/membership{here}/print"
    page = browser.sees(f"{here}/print")
    for said in ("คำสั่งศอช.ต.บางด้วน", "ที่ 1/2568", "นางสมศรี ใจดี (สมมติ)", "ประธาน ศอช.ต."):
        assert said in page
    assert "ที่ ๑/๒๕๖๘" in browser.sees(f"{here}/print?digits=thai")
    file = browser.client.get(f"/membership{here}/certificate.docx?digits=thai")
    told = [line.text for line in Document(io.BytesIO(file.data)).paragraphs]
    assert "ที่ ๑/๒๕๖๘" in told
    assert "1/2568" in browser.sees(f"/offices/{OFFICE}")


def test_leaders_and_seats_are_certified_to_with_numbers_of_the_same_year(
    membership: Application, browser: Browser
) -> None:
    for command in (
        AppointLeader(organisation_id=GROUP, person_id=SOMSRI, role=Slug("chair")),
        SeatCommittee(
            committee_id=COMMITTEE,
            name=Line("คณะกรรมการสวัสดิการ"),
            seats=PositiveCount(1),
            members=(SOMSRI,),
        ),
        ContinuePaperNumbering(
            paper_form="certificate", year=BuddhistYear(2568), last_number=PositiveCount(40)
        ),
    ):
        membership.execute(command)
    browser.sends(
        f"/organisations/{GROUP}/do/certify-leader", appointment="1", issued_on="30/6/2568",
        certificate_id=entity("first"), paper_form="certificate",
    )  # fmt: skip
    browser.sends(
        f"/committees/{COMMITTEE}/do/certify-seat", person_id=SOMSRI, issued_on="1/1/2569",
        certificate_id=entity("second"), paper_form="certificate",
    )  # fmt: skip
    references = {paper["reference"]: paper["position"] for paper in papers(membership)}
    assert references == {"41/2568": "ประธาน", "1/2569": "กรรมการ"}
    assert "กรรมการในคณะกรรมการสวัสดิการ" in browser.sees(f"/certificates/{entity('second')}/print")
    assert "41" in browser.sees("/paper-numbers")


def test_nobody_is_certified_to_whose_name_is_not_recorded(
    membership: Application, browser: Browser
) -> None:
    unknown = entity("unknown term")
    ended = date(2004, 1, 1)
    membership.execute(HoldOffice(office_id=OFFICE, term_id=unknown, term_to=ended))
    page = browser.is_refused(
        f"/offices/{OFFICE}/do/certify-term", term_id=unknown, issued_on="30/6/2568",
        certificate_id=entity("paper"), paper_form="certificate",
    )  # fmt: skip
    assert "ยังไม่ทราบว่าผู้ใดดำรงตำแหน่ง" in page
    assert papers(membership) == []


def test_a_revoked_paper_says_so_where_it_is_printed(
    membership: Application, browser: Browser
) -> None:
    paper = entity("paper")
    for command in (
        CertifyTerm(certificate_id=paper, office_id=OFFICE, term_id=TERM, issued_on=ISSUED),
        RevokeCertificate(certificate_id=paper, reason=Line("ออกผิด")),
    ):
        membership.execute(command)
    assert "ยกเลิกแล้ว" in browser.sees(f"/certificates/{paper}/print")
    assert browser.client.get(f"/membership/certificates/{entity('no')}/print").status_code == 404


# -- terms that end and duties ---------------------------------------------------------------------


def test_terms_that_end_stand_on_the_home_page_and_in_a_list(browser: Browser) -> None:
    assert "ประธาน ศอช.ต." in browser.sees("/terms-ending")
    assert "ประธาน ศอช.ต." not in browser.sees("/terms-ending?within_days=5")
    assert "ประธาน ศอช.ต." in browser.sees(f"/terms-ending/{TERM}")
    home = browser.sees("/fragments/home")
    assert f"/membership/terms-ending/{TERM}" in home


def test_a_duty_is_assigned_handed_over_and_done_by_forms(
    membership: Application, browser: Browser
) -> None:
    led_to = browser.sends("/duties/new", task="ดูแลหอกระจายข่าว", holder=SOMSRI, due_on="1/1/2568")
    duty = led_to.removeprefix("/membership").partition("?")[0]
    assert "ดูแลหอกระจายข่าว" in browser.sees("/fragments/home")
    assert "ดูแลหอกระจายข่าว" in browser.sees("/duties?due=overdue")
    browser.sends(f"{duty}/do/hand-over-duty", office_id=OFFICE)
    assert "ประธาน ศอช.ต." in browser.sees(duty)
    browser.sends(f"{duty}/do/complete-duty", done_on="2/1/2568")
    assert "ดูแลหอกระจายข่าว" not in browser.sees("/duties?due=overdue")
    mine = browser.client.get("/membership/my-duties")
    assert mine.headers["Location"].startswith("/membership/duties?status=open")


# -- organisations ---------------------------------------------------------------------------------


def test_an_organisation_says_on_its_page_what_it_still_lacks(
    membership: Application, browser: Browser
) -> None:
    assert "ยังขาด" not in browser.sees(f"/organisations/{GROUP}")
    membership.execute(
        ReviseOrganisationKind(
            kind=Slug("womens-group"),
            thai=Line("กลุ่มสตรี"),
            english=Line("Women's group"),
            needs=("leader",),
            least_members=Count(5),
        )
    )
    page = browser.sees(f"/organisations/{GROUP}")
    assert "ยังขาด" in page
    assert "จำนวนสมาชิกขั้นต่ำ" in page
    form = browser.sees("/kinds/womens-group/do/revise-organisation-kind")
    assert 'value="กลุ่มสตรี"' in form


def test_the_page_of_one_that_was_merged_leads_to_the_other(
    membership: Application, browser: Browser
) -> None:
    stays = entity("stays")
    asked = RegisterOrganisation(
        organisation_id=stays, kind=Slug("womens-group"), name=Line("กลุ่มสตรีตำบล")
    )
    membership.execute(asked)
    membership.execute(MergeOrganisations(organisation_id=GROUP, into=stays))
    page = browser.sees(f"/organisations/{GROUP}")
    assert f'<a href="/membership/organisations/{stays}">กลุ่มสตรีตำบล</a>' in page
    assert "ควบรวม" in page
    assert f'<a href="/membership/organisations/{GROUP}"' not in browser.sees("/organisations/new")


def test_an_installed_service_brings_kinds_of_its_own_and_none_that_is_known() -> None:
    savers = KindOfOrganisation("seed-savers", "กลุ่มเก็บเมล็ดพันธุ์", "Seed savers")
    seedbank = Service(name="seedbank", title=("ก", "a"), organisation_kinds=(savers,))
    assert [*kinds_with([seedbank])] == [*KINDS, "seed-savers"]
    with pytest.raises(ConfigurationError, match="seed-savers, which is known already"):
        kinds_with([seedbank, seedbank])
