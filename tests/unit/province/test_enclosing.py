"""What a site is told of the reviews of its reports: each decision, until it says that it came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from uuid6 import uuid7

from bangduan.application import Application
from bangduan.days import today
from bangduan.events.reporting import Review, ReviewReceived
from bangduan.events.schema import schema_for
from bangduan.events.types import EntityId, Prose, Slug, TambonCode
from services.province.domain.periods import month_before, months_through
from services.province.domain.review import ExcuseSite, ReturnReport
from services.province.enclosing import reviews_for
from services.province.projections.reviews import list_reviews
from tests.unit.province.conftest import SITES

SITE, OTHER = SITES
WHY = Prose("ยอดเงินออมไม่ตรงกับสมุดบัญชี (สมมติ)")
LAST = month_before(today())
#: A year and a half of months that are over, the oldest first.
OVER = months_through(f"{int(LAST[:4]) - 2}{LAST[4:]}", LAST)[-18:]

Told = Callable[..., None]


def enclosed(province: Application, tambon: str = SITE) -> list[Review]:
    """What goes with the next request."""
    said: dict[str, Any] = reviews_for(province.reader, tambon) or {"reviews": []}
    return [schema_for(Review).load(each) for each in said["reviews"]]


def returns(province: Application, period: str = LAST) -> None:
    province.execute(ReturnReport(tambon=TambonCode(SITE), period=Slug(period), reason=WHY))


def acknowledged(said: Review) -> ReviewReceived:
    """What the site says once it came."""
    return ReviewReceived(
        period=said.period,
        decision_id=said.decision_id,
        verdict=said.verdict,
        decided_on=said.decided_on,
        reason=said.reason,
    )


def test_where_nothing_was_decided_nothing_is_enclosed(province: Application) -> None:
    assert reviews_for(province.reader, SITE) is None


def test_a_decision_is_told_to_its_site_until_that_says_that_it_came(
    province: Application, tell: Told
) -> None:
    returns(province)

    [said] = enclosed(province)
    assert (said.period, said.verdict, said.reason) == (LAST, "returned", WHY)
    assert said.decided_on == today()
    assert enclosed(province) == [said]
    assert enclosed(province, OTHER) == []

    tell(OTHER, today(), acknowledged(said))
    assert enclosed(province) == [said]

    tell(SITE, today(), acknowledged(said))
    assert reviews_for(province.reader, SITE) is None
    [review] = province.reader.all(list_reviews())
    assert review["received_on"] == today()


def test_a_later_decision_is_told_although_the_former_came(
    province: Application, tell: Told
) -> None:
    returns(province)
    [former] = enclosed(province)
    tell(SITE, today(), acknowledged(former))

    province.execute(ExcuseSite(tambon=TambonCode(SITE), period=Slug(LAST), reason=WHY))

    [later] = enclosed(province)
    assert later.verdict == "excused"
    assert later.decision_id > former.decision_id
    [review] = province.reader.all(list_reviews())
    assert review["received_on"] is None


def test_a_province_that_was_restored_and_forgot_a_decision_says_what_it_holds(
    province: Application, tell: Told
) -> None:
    returns(province)
    [said] = enclosed(province)

    tell(SITE, today(), acknowledged(replace(said, decision_id=EntityId(str(uuid7())))))

    assert enclosed(province) == [said]


def test_many_decisions_go_in_parts_the_latest_first(province: Application, tell: Told) -> None:
    for month in OVER:
        returns(province, month)

    first = enclosed(province)
    assert len(first) < len(OVER)
    for said in first:
        tell(SITE, today(), acknowledged(said))
    rest = enclosed(province)

    assert [said.period for said in (*first, *rest)] == [*reversed(OVER)]
