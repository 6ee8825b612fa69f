"""What sites stated, and what they changed after a period had ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bangduan.application import Application
from bangduan.domain import derived_id
from bangduan.events.reporting import Cell, Contribution, IndicatorReported
from bangduan.events.types import Bound, EntityId, Line, Slug
from bangduan.web.app import create_app
from services.province.projections.sites import IndicatorFilter
from services.province.projections.statements import (
    list_restatements,
    list_statements,
    list_values,
)
from services.province.views.figures import RestatementFilter

BANG_DUAN, BANG_PU_MAI = "110113", "110108"
JUNE, JULY = date(2026, 6, 20), date(2026, 7, 2)

Told = Callable[..., None]


def held(value: int | None, bound: Bound = "exact", period: str = "2026-06") -> IndicatorReported:
    return IndicatorReported(
        report_id=EntityId(derived_id("report", "meetings-held", period)),
        indicator=Slug("meetings-held"),
        period=Slug(period),
        unit="things",
        cells=(Cell(cell=Slug("total"), value=value, bound=bound),),
        contribution=Contribution(source=Line("x"), cell=Slug("assembly"), value=1),
    )


def restatements(province: Application, **chosen: Any) -> list[tuple[object, ...]]:
    rows = province.reader.all(list_restatements(RestatementFilter(**chosen)))
    return [(row["value_before"], row["value"], row["stated_on"]) for row in rows]


def test_what_grows_while_the_month_goes_on_is_no_restatement(
    province: Application, tell: Told
) -> None:
    tell(BANG_DUAN, JUNE, held(1))
    tell(BANG_DUAN, date(2026, 6, 30), held(2))
    assert not restatements(province)
    (value,) = province.reader.all(list_values())
    assert (value["value"], value["restated"]) == (2, 0)
    assert (value["first_on"], value["stated_on"]) == (JUNE, date(2026, 6, 30))


def test_a_change_after_the_month_had_ended_is_a_restatement_and_keeps_what_was(
    province: Application, tell: Told
) -> None:
    tell(BANG_DUAN, JUNE, held(1))
    tell(BANG_DUAN, JULY, held(3))
    assert restatements(province) == [(1, 3, JULY)]
    (value,) = province.reader.all(list_values())
    assert (value["value"], value["restated"]) == (3, 1)


def test_what_is_told_and_corrected_within_a_day_is_one_telling(
    province: Application, tell: Told
) -> None:
    tell(BANG_DUAN, JULY, held(1), held(2), held(3))
    assert not restatements(province)
    (told,) = province.reader.all(list_statements())
    assert told["value"] == 3


def test_a_value_told_again_unchanged_is_no_restatement(province: Application, tell: Told) -> None:
    tell(BANG_DUAN, JUNE, held(3))
    tell(BANG_DUAN, JULY, held(3))
    assert not restatements(province)


def test_a_number_that_becomes_hidden_or_less_sure_is_restated(
    province: Application, tell: Told
) -> None:
    tell(BANG_DUAN, JUNE, held(7))
    tell(BANG_DUAN, JULY, held(None))
    tell(BANG_DUAN, date(2026, 7, 3), held(7))
    tell(BANG_DUAN, date(2026, 7, 4), held(7, "at_least"))
    assert [(before, value) for before, value, _ in restatements(province)] == [
        (7, None),
        (None, 7),
        (7, 7),
    ]


def test_restatements_are_asked_for_by_site_and_since_a_day(
    province: Application, tell: Told
) -> None:
    for tambon in (BANG_DUAN, BANG_PU_MAI):
        tell(tambon, JUNE, held(1))
        tell(tambon, JULY, held(2))
    tell(BANG_DUAN, date(2026, 8, 1), held(4))
    assert len(restatements(province)) == 3
    assert restatements(province, tambon=BANG_PU_MAI) == [(1, 2, JULY)]
    assert restatements(province, since=date(2026, 7, 30)) == [(2, 4, date(2026, 8, 1))]


def test_what_has_no_end_is_never_restated(province: Application, tell: Told) -> None:
    tell(BANG_DUAN, JUNE, held(1, period="to-date"))
    tell(BANG_DUAN, JULY, held(9, period="to-date"))
    assert not restatements(province)
    (value,) = province.reader.all(list_values(IndicatorFilter(period=Slug("to-date"))))
    assert value["value"] == 9


@pytest.mark.parametrize("path", ["values", "statements", "restatements"])
def test_everybody_may_read_what_the_sites_published(
    province: Application, tell: Told, path: str
) -> None:
    tell(BANG_DUAN, JUNE, held(1))
    tell(BANG_DUAN, JULY, held(3))
    client = create_app(province).test_client()
    answer = client.get(f"/province/api/v1/{path}?tambon={BANG_DUAN}")
    assert answer.status_code == 200
    assert answer.get_json()["items"][-1]["value"] == 3
