"""What the province says of a report: recorded once, the last word counts, and only we see it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from bangduan.events.reporting import Review, ReviewReceived, Verdict
from bangduan.events.schema import to_payload
from bangduan.events.types import EntityId, Prose, Slug
from bangduan.permissions import Role
from bangduan.testing.access import Keys
from bangduan.web.app import create_app
from bangduan.web.sessions import COOKIE
from services.reporting.received import open_enclosed

PROVINCE = "110000"
REASON = "ยอดเงินออมไม่ตรงกับสมุดบัญชี (สมมติ)"
FIRST, SECOND = (EntityId(f"01930000-0000-7000-8000-{n:012d}") for n in (1, 2))
PAGES = ("/home", "/reporting/months")


def review(
    decision_id: EntityId = FIRST, verdict: Verdict = "returned", period: str = "2026-06"
) -> dict[str, Any]:
    """What travels."""
    said = Review(
        period=Slug(period),
        decision_id=decision_id,
        verdict=verdict,
        decided_on=date(2026, 7, 20),
        reason=Prose(REASON) if verdict != "approved" else None,
    )
    return dict(to_payload(said))


def comes(site: Any, *reviews: object) -> None:
    """Let the province's word come."""
    open_enclosed(site.application, PROVINCE, {"reviews": list(reviews)})


def received(site: Any) -> list[tuple[str, str]]:
    """What the site's log says has come."""
    return [(e.period, e.verdict) for e in site.told() if isinstance(e, ReviewReceived)]


def browser(site: Any, *roles: Role) -> FlaskClient:
    client = create_app(site.application).test_client()
    cookie, _ = Keys().cookie(site.application, *roles)
    client.set_cookie(COOKIE, cookie)
    return client


def test_what_is_said_again_and_again_is_recorded_once(site: Any) -> None:
    for _ in range(3):
        comes(site, review(), review(period="fy2569"))

    assert received(site) == [("2026-06", "returned"), ("fy2569", "returned")]


def test_the_last_word_counts_also_of_a_province_that_was_restored_and_forgot_one(
    site: Any,
) -> None:
    for said in (review(FIRST, "returned"), review(SECOND, "approved"), review(FIRST, "returned")):
        comes(site, said, said)

    assert [verdict for _, verdict in received(site)] == ["returned", "approved", "returned"]
    assert REASON in browser(site, "secretary").get("/home").text


@pytest.mark.parametrize(
    "nonsense",
    [
        None,
        "2026-06",
        {},
        review() | {"period": "2026-13"},
        review() | {"period": "to-date"},
        review() | {"verdict": "praised"},
        review() | {"decision_id": "7"},
        review() | {"decided_on": "soon"},
        review() | {"reason": "x" * 20_001},
    ],
)
def test_what_is_no_review_is_left_and_the_rest_is_taken(site: Any, nonsense: object) -> None:
    comes(site, nonsense, review(period="2026-05"))

    assert received(site) == [("2026-05", "returned")]


@pytest.mark.parametrize("enclosed", [{}, {"reviews": None}, {"reviews": {"a": 1}}, {"more": [1]}])
def test_what_holds_no_reviews_is_let_be(site: Any, enclosed: dict[str, Any]) -> None:
    open_enclosed(site.application, PROVINCE, enclosed)

    assert site.told() == []


def test_what_a_later_release_adds_to_a_review_does_no_harm(site: Any) -> None:
    comes(site, review() | {"officer": "somebody"})

    assert received(site) == [("2026-06", "returned")]


@pytest.mark.parametrize("path", PAGES)
def test_a_returned_report_stands_on_the_pages_until_it_is_approved(site: Any, path: str) -> None:
    client = browser(site, "treasurer")
    assert REASON not in client.get(path).text

    comes(site, review(FIRST, "returned"))
    assert REASON in client.get(path).text
    assert "ส่งคืน" in client.get(path).text

    comes(site, review(SECOND, "approved"))
    assert REASON not in client.get(path).text


def test_the_reason_is_between_the_province_and_the_centre(site: Any) -> None:
    comes(site, review())
    stranger = create_app(site.application).test_client()

    assert REASON not in stranger.get("/reporting/months").text
    assert stranger.get("/reporting/api/v1/reviews").status_code == 401


def test_the_reason_is_text_and_nothing_else(site: Any) -> None:
    comes(site, review() | {"reason": "<script>alert(1)</script>"})

    for path in PAGES:
        assert "<script>alert(1)" not in browser(site, "secretary").get(path).text


def test_the_api_tells_the_latest_word_on_each_period(site: Any) -> None:
    comes(site, review(), review(SECOND, "approved", "2026-05"))
    client = browser(site, "auditor")

    found = client.get("/reporting/api/v1/reviews").get_json()["items"]
    returned = client.get("/reporting/api/v1/reviews?verdict=returned").get_json()["items"]

    assert {each["period"]: each["verdict"] for each in found} == {
        "2026-06": "returned", "2026-05": "approved",
    }  # fmt: skip
    assert returned == [
        {
            "period": "2026-06", "verdict": "returned", "decided_on": "2026-07-20",
            "reason": REASON,
        }
    ]  # fmt: skip
