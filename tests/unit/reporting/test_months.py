"""The page of the months: what is closed, and the next one closed by whoever may."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from bangduan.days import today
from bangduan.domain import derived_id
from bangduan.events import membership
from bangduan.events.types import EntityId, Line, Slug
from bangduan.permissions import Role
from bangduan.testing.access import Keys
from bangduan.web.app import create_app
from bangduan.web.guard import FORM_FIELD
from bangduan.web.sessions import COOKIE
from services.reporting.domain.period import ClosePeriod
from services.reporting.domain.periods import month_after, month_of, months_before

PATH = "/reporting/months"
#: The last three months that are over.
OVER = months_before("2024-01", today())[-3:]


@pytest.fixture
def closed(site: Any) -> str:
    """A site that has closed the first of the three, of which nothing was ever told."""
    site.hear(
        membership.OrganisationRegistered(
            organisation_id=EntityId(derived_id("months", "a")),
            kind=Slug("village-fund"),
            name=Line("กองทุนหมู่บ้าน (สมมติ)"),
            location="inside",
            holds_funds=False,
        )
    )
    site.application.execute(ClosePeriod(period=Slug(OVER[0])))
    return str(OVER[0])


def signed_in(site: Any, *roles: Role) -> tuple[FlaskClient, str]:
    """A browser of somebody with these roles, and what its forms carry."""
    client = create_app(site.application).test_client()
    cookie, token = Keys().cookie(site.application, *roles)
    client.set_cookie(COOKIE, cookie)
    return client, token


def test_anybody_sees_what_is_closed_and_nobody_unknown_closes(site: Any, closed: str) -> None:
    client = create_app(site.application).test_client()

    said = client.get(f"{PATH}?lang=en").text

    assert f"/reporting/indicators?period={closed}" in said
    assert "Over and not closed yet" in said
    assert "<form class" not in said
    assert client.post(PATH, data={"period": OVER[1]}).status_code in {401, 403}


def test_a_secretary_closes_the_earliest_month_first_and_then_the_next(
    site: Any, closed: str
) -> None:
    client, token = signed_in(site, "secretary")
    for period in OVER[1:]:
        assert f'name="period" value="{period}"' in client.get(PATH).text
        sent = client.post(PATH, data={FORM_FIELD: token, "period": period})
        assert sent.status_code == 303
        assert f"/reporting/indicators?period={period}" in client.get(sent.location).text

    said = client.get(f"{PATH}?lang=th").text
    assert "ทุกเดือนที่สิ้นสุดแล้วปิดงวดครบแล้ว" in said
    assert 'name="period"' not in said
    assert site.cells("organisations", OVER[2]) == {"village-fund": 1, "total": 1}


def test_a_month_that_is_not_over_is_refused_in_words(site: Any, closed: str) -> None:
    client, token = signed_in(site, "secretary")
    now = month_of(today())
    assert now == month_after(OVER[2])

    sent = client.post(f"{PATH}?lang=en", data={FORM_FIELD: token, "period": now})

    assert sent.status_code == 409
    assert "The month is not over" in sent.text
    assert site.cells("organisations", now) == {}


def test_whoever_only_reads_gets_no_form(site: Any, closed: str) -> None:
    client, token = signed_in(site, "treasurer")

    assert 'name="period"' not in client.get(PATH).text
    assert client.post(PATH, data={FORM_FIELD: token, "period": OVER[1]}).status_code == 403


def test_a_site_in_which_nothing_was_recorded_has_no_month_to_close(site: Any) -> None:
    client, _ = signed_in(site, "secretary")

    said = client.get(f"{PATH}?lang=en").text

    assert "No month is closed yet" in said
