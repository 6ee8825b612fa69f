"""Consent: given, expired, withdrawn, as of a day."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given as example_of
from hypothesis import strategies as st

from bangduan.application import Application
from bangduan.days import today
from bangduan.domain import derived_id
from bangduan.events.membership import ConsentGiven, ConsentWithdrawn
from bangduan.events.types import EntityId, Line, Slug
from bangduan.testing.access import Keys
from bangduan.testing.scenario import given
from bangduan.web.app import create_app
from bangduan.web.sessions import COOKIE
from bangduan.web.translate.catalogues import LANGUAGES, translations
from services.membership.domain.consent import (
    CONSENT,
    GIVEN_ONCE,
    LASTS,
    OF_THIS_PERSON,
    PURPOSE_IS_NAMED,
    PURPOSES,
    STILL_GIVEN,
    WITHDRAWN_AFTER_GIVEN,
    Consent,
    GiveConsent,
    WithdrawConsent,
)
from services.membership.domain.person import RegisterPerson
from services.membership.projections import privacy
from services.membership.service import service
from services.membership.views.privacy import ConsentFilter


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


WHO, IT = entity("person"), entity("consent")
DAY = date(2026, 1, 15)
PHOTOGRAPHS = GiveConsent(
    consent_id=IT, person_id=WHO, purpose=Slug("photographs"), given_on=DAY, how="in_writing"
)
GIVEN = ConsentGiven(
    consent_id=IT,
    person_id=WHO,
    purpose=Slug("photographs"),
    purpose_thai=Line("ภาพถ่ายและภาพเคลื่อนไหว"),
    purpose_english=Line("Photographs and films"),
    given_on=DAY,
    how="in_writing",
)
WITHDRAW = WithdrawConsent(consent_id=IT, person_id=WHO, withdrawn_on=DAY + timedelta(days=9))

# -- rules -----------------------------------------------------------------------------------------


def test_consent_to_a_known_purpose_carries_its_names() -> None:
    state = given(CONSENT).when(PHOTOGRAPHS).then(GIVEN)
    assert state.standing(DAY) == "given"


def test_consent_to_another_purpose_is_named_in_both_languages() -> None:
    asked = GiveConsent(consent_id=IT, person_id=WHO, purpose=Slug("choir"), given_on=DAY)
    given(CONSENT).when(asked).refuses(PURPOSE_IS_NAMED)
    named = GiveConsent(
        consent_id=IT,
        person_id=WHO,
        purpose=Slug("choir"),
        purpose_thai=Line("คณะขับร้อง"),
        purpose_english=Line("Choir"),
        given_on=DAY,
    )
    given(CONSENT).when(named).then(
        ConsentGiven(
            consent_id=IT,
            person_id=WHO,
            purpose=Slug("choir"),
            purpose_thai=Line("คณะขับร้อง"),
            purpose_english=Line("Choir"),
            given_on=DAY,
        )
    )


def test_a_consent_is_given_once() -> None:
    given(CONSENT, GIVEN).when(PHOTOGRAPHS).refuses(GIVEN_ONCE)


def test_a_consent_cannot_end_before_it_was_given() -> None:
    asked = GiveConsent(
        consent_id=IT,
        person_id=WHO,
        purpose=Slug("health"),
        given_on=DAY,
        expires_on=DAY - timedelta(days=1),
    )
    refusal = given(CONSENT).when(asked).refuses(LASTS)
    assert "2569" in refusal.th


def test_a_consent_is_withdrawn_once_and_not_before_it_was_given() -> None:
    done = ConsentWithdrawn(consent_id=IT, person_id=WHO, withdrawn_on=WITHDRAW.withdrawn_on)
    given(CONSENT, GIVEN).when(WITHDRAW).then(done)
    given(CONSENT, GIVEN, done).when(WITHDRAW).refuses(STILL_GIVEN)
    early = WithdrawConsent(consent_id=IT, person_id=WHO, withdrawn_on=DAY - timedelta(days=1))
    given(CONSENT, GIVEN).when(early).refuses(WITHDRAWN_AFTER_GIVEN)


def test_only_who_gave_it_withdraws_it() -> None:
    other = WithdrawConsent(consent_id=IT, person_id=entity("other"))
    given(CONSENT, GIVEN).when(other).refuses(OF_THIS_PERSON)


def test_what_was_never_given_cannot_be_withdrawn() -> None:
    given(CONSENT).when(WITHDRAW).finds_nothing()


DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@example_of(begun=DAYS, ends=st.none() | DAYS, gone=st.none() | DAYS, day=DAYS)
def test_a_consent_never_stands_again_once_it_is_over(
    begun: date, ends: date | None, gone: date | None, day: date
) -> None:
    state = Consent(WHO, begun, ends, withdrawn=gone is not None, withdrawn_on=gone)
    if state.standing(day) == "withdrawn":
        assert state.standing(day + timedelta(days=1)) == "withdrawn"
    if state.standing(day) == "expired":
        assert state.standing(day + timedelta(days=1)) != "given"


def test_a_withdrawal_on_an_unknown_day_counts_from_the_beginning() -> None:
    assert Consent(WHO, DAY, withdrawn=True).standing(DAY) == "withdrawn"


# -- as people see it ------------------------------------------------------------------------------


@pytest.fixture
def person(membership: Application) -> EntityId:
    """Somebody of the register."""
    person_id = entity("person")
    membership.execute(
        RegisterPerson(person_id=person_id, name=Line("สมหญิง (สมมติ)"), synthetic=True)
    )
    return person_id


def _give(client: FlaskClient, person_id: str, purpose: str, **said: str) -> str:
    answer = client.post(
        "/membership/api/v1/consents",
        json={"person_id": person_id, "purpose": purpose, "how": "spoken", **said},
    )
    assert answer.status_code == 201, answer.get_json()
    return str(answer.get_json()["made"]["consent_id"])


def _listed(client: FlaskClient, **filters: str) -> list[str]:
    items = client.get("/membership/api/v1/consents", query_string=filters).get_json()["items"]
    return sorted(item["purpose"] for item in items)


def test_the_list_tells_how_each_consent_stands_today(
    client: FlaskClient, person: EntityId
) -> None:
    now = today()
    before = (now - timedelta(days=400)).isoformat()
    _give(client, person, "publicity", given_on=before)
    _give(
        client, person, "photographs", given_on=before,
        expires_on=(now + timedelta(days=30)).isoformat(), note="ภาพกิจกรรมเท่านั้น",
    )  # fmt: skip
    _give(
        client, person, "health", given_on=before,
        expires_on=(now - timedelta(days=1)).isoformat(),
    )  # fmt: skip
    gone = _give(client, person, "membership", given_on=before)
    answer = client.post(
        f"/membership/api/v1/consents/{gone}/withdrawal",
        json={"person_id": person, "withdrawn_on": now.isoformat()},
    )
    assert answer.status_code == 200, answer.get_json()

    assert _listed(client, status="given") == ["photographs", "publicity"]
    assert _listed(client, status="expired") == ["health"]
    assert _listed(client, status="withdrawn") == ["membership"]
    assert _listed(client, expires="within_90_days") == ["photographs"]
    assert _listed(client, person_id=entity("nobody")) == []

    yesterday = (now - timedelta(days=1)).isoformat()
    assert _listed(client, status="withdrawn", as_of=yesterday) == []
    assert _listed(client, status="expired", as_of=yesterday) == []
    assert len(_listed(client, status="given", as_of=yesterday)) == 4
    assert _listed(client, as_of=(now - timedelta(days=401)).isoformat()) == []


def test_nobody_unknown_can_consent(client: FlaskClient) -> None:
    answer = client.post(
        "/membership/api/v1/consents",
        json={"person_id": entity("nobody"), "purpose": "health", "given_on": "2026-01-01"},
    )
    assert answer.status_code == 422
    assert "person_id" in answer.get_json()["errors"]


def test_consent_is_given_and_withdrawn_on_the_persons_page(
    membership: Application, person: EntityId
) -> None:
    value, form_token = Keys().cookie(membership, "secretary")
    client = create_app(membership, [service]).test_client()
    client.set_cookie(COOKIE, value)
    page = f"/membership/people/{person}"
    assert f"{page}/do/give-consent" in client.get(page).get_data(as_text=True)
    given_ = client.post(
        f"{page}/do/give-consent",
        data={
            "purpose": "photographs", "given_on": "1/2/2569", "expires_on": "1/2/2579",
            "how": "in_writing", "form_token": form_token,
        },
    )  # fmt: skip
    assert given_.status_code == 303, given_.get_data(as_text=True)
    shown = client.get(page).get_data(as_text=True)
    assert "ภาพถ่ายและภาพเคลื่อนไหว" in shown
    [row] = membership.reader.all(privacy.list_consents(ConsentFilter(person_id=person)))
    withdrawn = client.post(
        f"{page}/do/withdraw-consent",
        data={
            "consent_id": row["consent_id"], "withdrawn_on": "2/2/2569", "form_token": form_token,
        },
    )  # fmt: skip
    assert withdrawn.status_code == 303, withdrawn.get_data(as_text=True)
    [row] = membership.reader.all(privacy.list_consents(ConsentFilter(person_id=person)))
    assert (row["status"], row["withdrawn_on"]) == ("withdrawn", date(2026, 2, 2))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_calls_a_purpose_as_the_register_does(language: str) -> None:
    words = translations("membership", language)
    said = {name: words.pgettext("value", name) for name in PURPOSES}
    wanted = {
        name: purpose.thai if language == "th" else purpose.english
        for name, purpose in PURPOSES.items()
    }
    assert said == wanted
