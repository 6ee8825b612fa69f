"""Sites side by side, ratios of sums, trends, over the API."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from bangduan.application import Application
from bangduan.days import today
from bangduan.domain import RuleBroken, derived_id
from bangduan.events.reporting import Cell, Contribution, IndicatorReported, Unit
from bangduan.events.types import Bound, Count, EntityId, Line, Slug, TambonCode
from bangduan.web.app import create_app
from services.province.domain.period import LockPeriod
from services.province.domain.periods import month_before, span_of
from services.province.domain.review import ApproveReport
from services.province.domain.target import SetTarget
from services.province.pages.readings import Measure, readings

BANG_DUAN, BANG_PU_MAI, BANG_PHLI = "110113", "110108", "110301"
Told = Callable[..., None]


def told(
    indicator: str, period: str, unit: Unit = "things", bound: Bound = "exact", **cells: int | None
) -> IndicatorReported:
    return IndicatorReported(
        report_id=EntityId(derived_id("report", indicator, period)),
        indicator=Slug(indicator),
        period=Slug(period),
        unit=unit,
        cells=tuple(
            Cell(cell=Slug(name), value=value, bound=bound) for name, value in cells.items()
        ),
        contribution=Contribution(source=Line("x"), cell=Slug("total"), value=1),
    )


@pytest.fixture
def client(province: Application) -> FlaskClient:
    return create_app(province).test_client()


def read(client: FlaskClient, path: str) -> Any:
    answer = client.get(f"/province/api/v1/{path}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


DAY = date(2026, 7, 1)


def test_a_figure_is_compared_over_the_sites_with_sums_that_say_what_they_leave_out(
    client: FlaskClient, tell: Told
) -> None:
    tell(BANG_DUAN, DAY, told("funds", "to-date", existing=6))
    tell(BANG_PU_MAI, DAY, told("funds", "to-date", existing=None))
    tell(BANG_PHLI, DAY, told("funds", "to-date", existing=4))
    tell("110302", DAY, told("projects", "to-date", total=2))
    tell("110303", DAY, told("funds", "to-date", bound="at_least", existing=0))
    found = read(client, "comparisons/funds/existing/to-date")
    assert [(s["tambon"], s["state"], s["value"]) for s in found["sites"]] == [
        (BANG_PU_MAI, "hidden", None),
        (BANG_DUAN, "told", 6),
        (BANG_PHLI, "told", 4),
        ("110302", "missing", None),
        ("110303", "unknown", None),
    ]
    assert found["total"] == {
        "value": 10, "bound": "at_least", "sites": 2, "hidden": 1, "unknown": 1, "missing": 1
    }  # fmt: skip
    assert [(d["district"], d["value"], d["bound"]) for d in found["districts"]] == [
        ("1101", 6, "at_least"),
        ("1103", 4, "at_least"),
    ]
    assert found["spread"] == {
        "count": 2, "least": 400, "lower": 450, "median": 500, "upper": 550, "most": 600
    }  # fmt: skip
    assert sum(len(column["sites"]) for column in found["bins"]) == 2


def test_a_cell_nobody_told_of_is_missing_also_where_its_indicator_has_others(
    client: FlaskClient, tell: Told
) -> None:
    tell(BANG_DUAN, DAY, told("projects", "to-date", completed=1, total=1))
    tell(BANG_PHLI, DAY, told("projects", "to-date", started=2, total=2))
    found = read(client, "comparisons/projects/completed/to-date")
    assert [(s["state"], s["value"]) for s in found["sites"]] == [("told", 1), ("missing", None)]
    assert (found["total"]["bound"], found["total"]["missing"]) == ("at_least", 1)


def test_there_is_no_comparison_of_what_nobody_told(client: FlaskClient, tell: Told) -> None:
    tell(BANG_DUAN, DAY, told("funds", "to-date", existing=6))
    for path in ("comparisons/savers/total/to-date", "comparisons/funds/existing/2026-06"):
        assert client.get(f"/province/api/v1/{path}").status_code == 404
    assert client.get("/province/api/v1/ratios/love/to-date").status_code == 404
    assert client.get(f"/province/api/v1/trends/{BANG_DUAN}/savers/total").status_code == 404


def test_a_ratio_of_a_district_is_that_of_its_sums_over_the_sites_that_are_known(
    client: FlaskClient, tell: Told
) -> None:
    tell(BANG_DUAN, DAY, told("funds", "to-date", existing=6, integrated=6))
    tell("110109", DAY, told("funds", "to-date", existing=6, integrated=3))
    tell("110110", DAY, told("projects", "to-date", total=3))
    tell(BANG_PU_MAI, DAY, told("funds", "to-date", existing=2))
    tell(BANG_PHLI, DAY, told("funds", "to-date", bound="at_least", existing=4, integrated=1))
    found = read(client, "ratios/funds-integrated/to-date")
    assert {site["tambon"]: (site["value"], site["state"]) for site in found["sites"]} == {
        BANG_DUAN: (10_000, "told"),
        BANG_PU_MAI: (None, "unknown"),
        "110109": (5_000, "told"),
        "110110": (None, "missing"),
        BANG_PHLI: (None, "unknown"),
    }
    assert found["total"] == {"value": 7_500, "sites": 2, "of": 5}
    assert found["districts"] == [
        {"district": "1101", "value": 7_500, "sites": 2, "of": 4},
        {"district": "1103", "value": None, "sites": 0, "of": 1},
    ]


def test_a_ratio_stands_beside_its_target(
    province: Application, client: FlaskClient, tell: Told
) -> None:
    for tambon, integrated in ((BANG_DUAN, 3), (BANG_PHLI, 1)):
        tell(tambon, DAY, told("funds", "to-date", existing=4, integrated=integrated))
    half = SetTarget(indicator=Slug("funds-integrated"), period=Slug("to-date"), value=Count(5_000))
    province.execute(half)
    found = read(client, "ratios/funds-integrated/to-date")
    assert [(s["tambon"], s["target"], s["reached"]) for s in found["sites"]] == [
        (BANG_DUAN, 5_000, True),
        (BANG_PHLI, 5_000, False),
    ]
    province.execute(replace(half, tambon=TambonCode(BANG_PHLI), value=Count(2_000)))
    found = read(client, "ratios/funds-integrated/to-date")
    assert [s["reached"] for s in found["sites"]] == [True, True]
    with pytest.raises(RuleBroken, match="no parts"):
        province.execute(replace(half, cell=Slug("existing")))


def test_a_locked_period_is_told_as_it_was_locked(
    province: Application, client: FlaskClient, tell: Told
) -> None:
    month = month_before(today())
    span = span_of(month)
    assert span is not None
    tell(BANG_DUAN, span.ends_on, told("meetings-held", month, total=3))
    province.execute(ApproveReport(tambon=TambonCode(BANG_DUAN), period=month))
    province.execute(LockPeriod(period=month))
    tell(BANG_DUAN, today(), told("meetings-held", month, total=5))
    tell(BANG_PU_MAI, today(), told("meetings-held", month, total=1))
    found = read(client, f"comparisons/meetings-held/total/{month}")
    assert found["locked"] is True
    assert found["total"]["value"] == 3
    (point,) = read(client, f"trends/{BANG_DUAN}/meetings-held/total")["months"]
    assert (point["value"], point["locked"]) == (3, True)
    assert read(client, f"trends/{BANG_PU_MAI}/meetings-held/total")["months"] == []
    on_pages = readings(province.reader, month, [Measure(indicator="meetings-held")])
    assert {key[0]: reading.value for key, reading in on_pages.items()} == {BANG_DUAN: 3}
    changes = read(client, "late-changes")["items"]
    assert {(c["tambon"], c["locked_value"], c["value"]) for c in changes} == {
        (BANG_DUAN, 3, 5),
        (BANG_PU_MAI, None, 1),
    }


def test_a_trend_goes_through_the_months_and_the_fiscal_years(
    client: FlaskClient, tell: Told
) -> None:
    for period, value in (("2026-05", 1), ("2026-06", 2), ("fy2569", 3), ("to-date", 9)):
        tell(BANG_DUAN, DAY, told("meetings-held", period, total=value))
    found = read(client, f"trends/{BANG_DUAN}/meetings-held/total")
    assert [(p["period"], p["value"], p["locked"]) for p in found["months"]] == [
        ("2026-05", 1, False),
        ("2026-06", 2, False),
    ]
    assert [(p["period"], p["ends_on"]) for p in found["years"]] == [("fy2569", "2026-09-30")]
