"""A month at the province, over the API: what an officer may do, an analyst see, anybody read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient

from bangduan.application import Application
from bangduan.days import today
from bangduan.domain import derived_id
from bangduan.events.reporting import TOTAL, Cell, Contribution, IndicatorReported
from bangduan.events.types import EntityId, Line, Slug
from bangduan.permissions import Role
from bangduan.testing.access import Keys
from bangduan.web.app import create_app
from services.province.domain.periods import month_before, span_of

SITE, OTHER = "110113", "110108"
ROOT = "/province/api/v1"
REASON = {"reason": "ตัวเลขไม่ตรงกับรายงานการประชุม"}
#: What those who have an account read, and nobody else.
INSIDE = (
    "reports",
    "freshness",
    "never-heard",
    "deadlines",
    "targets",
    "achievements",
    "reviews",
    "digests",
    "digest-contradictions",
)
#: What everybody reads.
PUBLISHED = (
    "sites",
    "indicators",
    "milestones",
    "values",
    "statements",
    "restatements",
    "periods",
    "locked-figures",
    "late-changes",
    "licence",
)

Told = Callable[..., None]


@pytest.fixture
def month() -> str:
    return month_before(today())


@pytest.fixture
def client(province: Application, tell: Told, month: str) -> FlaskClient:
    span = span_of(month)
    assert span is not None
    for tambon in (SITE, OTHER):
        tell(
            tambon,
            span.ends_on,
            IndicatorReported(
                report_id=EntityId(derived_id("report", "meetings-held", month)),
                indicator=Slug("meetings-held"),
                period=Slug(month),
                unit="things",
                cells=(Cell(cell=TOTAL, value=3),),
                contribution=Contribution(source=Line("x"), cell=Slug("assembly"), value=1),
            ),
        )
    return create_app(province).test_client()


@pytest.fixture
def acting(province: Application) -> Callable[[Role], Mapping[str, str]]:
    keys = Keys()
    return lambda role: keys.let_in(province, role)


def test_an_officer_reviews_a_month_and_locks_it(
    client: FlaskClient, acting: Callable[[Role], Mapping[str, str]], month: str
) -> None:
    officer = acting("province_officer")

    def post(path: str, body: Mapping[str, Any] | None = None, status: int = 200) -> Any:
        answer = client.post(f"{ROOT}/{path}", json=body or {}, headers=officer)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.get_json()

    def get(path: str) -> Any:
        answer = client.get(f"{ROOT}/{path}", headers=officer)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()

    post("deadlines", {"from_period": "2026-01", "day_of_month": 15})
    refused = post(f"periods/{month}/lock", status=409)
    assert {SITE, OTHER} <= set(refused["detail"].replace(",", "").split())
    post(f"periods/{month}/sites/{SITE}/approval")
    post(f"periods/{month}/sites/{OTHER}/return", REASON)
    post(f"periods/{month}/sites/{OTHER}/excuse", REASON)
    assert get(f"periods/{month}")["lockable"] is True
    post(f"periods/{month}/lock")
    (period,) = get("periods")["items"]
    assert (period["status"], period["round"]) == ("locked", 1)
    assert len(get(f"locked-figures?period={month}&round=1")["items"]) == 2
    post(f"periods/{month}/reopening", REASON)
    assert get(f"periods/{month}")["status"] == "reopened"
    assert {row["stage"] for row in get(f"reviews?period={month}")["items"]} == {
        "approved",
        "excused",
    }
    assert get(f"periods/{month}/sites/{SITE}")["told"] == ["meetings-held"]


def test_targets_are_set_and_withdrawn_and_values_stand_beside_them(
    client: FlaskClient, acting: Callable[[Role], Mapping[str, str]], month: str
) -> None:
    officer = acting("province_officer")
    body = {"indicator": "meetings-held", "period": month, "value": 2}
    made = client.post(f"{ROOT}/targets", json=body, headers=officer)
    assert made.status_code == 200
    listed = client.get(f"{ROOT}/targets", headers=officer).get_json()["items"]
    assert [(t["cell"], t["value"], t["tambon"]) for t in listed] == [("total", 2, None)]
    achieved = client.get(f"{ROOT}/achievements?period={month}", headers=officer).get_json()
    assert {(a["tambon"], a["reached"]) for a in achieved["items"]} == {(SITE, True), (OTHER, True)}
    withdrawal = f"{ROOT}/targets/{made.get_json()['id']}/withdrawal"
    assert client.post(withdrawal, json={}, headers=officer).status_code == 200
    assert not client.get(f"{ROOT}/achievements", headers=officer).get_json()["items"]


@pytest.mark.parametrize("role", ["analyst", "auditor"])
def test_an_analyst_and_an_auditor_read_everything_and_decide_nothing(
    client: FlaskClient, acting: Callable[[Role], Mapping[str, str]], month: str, role: Role
) -> None:
    headers = acting(role)
    for path in (*INSIDE, *PUBLISHED, f"periods/{month}"):
        assert client.get(f"{ROOT}/{path}", headers=headers).status_code == 200, path
    for path, body in (
        (f"periods/{month}/sites/{SITE}/approval", {}),
        (f"periods/{month}/lock", {}),
        ("deadlines", {"from_period": "2026-01", "day_of_month": 15}),
        ("targets", {"indicator": "meetings-held", "period": month, "value": 2}),
        ("licence", {"name": "CC BY 4.0"}),
    ):
        assert client.post(f"{ROOT}/{path}", json=body, headers=headers).status_code == 403, path


def test_everybody_reads_what_the_sites_published_and_nothing_of_the_review(
    client: FlaskClient, month: str
) -> None:
    for path in PUBLISHED:
        assert client.get(f"{ROOT}/{path}").status_code == 200, path
    for path in (*INSIDE, f"periods/{month}", f"periods/{month}/sites/{SITE}"):
        assert client.get(f"{ROOT}/{path}").status_code == 401, path


def test_a_refusal_says_what_to_do_in_both_languages(
    client: FlaskClient, acting: Callable[[Role], Mapping[str, str]], month: str
) -> None:
    officer = {**acting("province_officer"), "Accept-Language": "th"}
    refused = client.post(f"{ROOT}/periods/{month}/lock", json={}, headers=officer).get_json()
    assert "โปรดรับรองหรือยกเว้น" in refused["detail"]
    english = {**officer, "Accept-Language": "en"}
    refused = client.post(f"{ROOT}/periods/{month}/lock", json={}, headers=english).get_json()
    assert "Approve or excuse" in refused["detail"]


def test_lists_are_read_page_by_page(
    client: FlaskClient, acting: Callable[[Role], Mapping[str, str]], month: str
) -> None:
    analyst = acting("analyst")
    for path in (f"reports?period={month}", "values?x", "freshness?silent_for=0"):
        address, _, query = path.partition("?")
        asked = f"{ROOT}/{address}?limit=1" + (f"&{query}" if query != "x" else "")
        first = client.get(asked, headers=analyst).get_json()
        assert [row["tambon"] for row in first["items"]] == [OTHER]
        second = client.get(f"{asked}&after={first['next']}", headers=analyst).get_json()
        assert [row["tambon"] for row in second["items"]] == [SITE]
        assert second["next"] is None
