"""What the site's logs came to, day by day, told to whoever keeps it out of the site's reach."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import Any

import pytest

from bangduan.days import today
from bangduan.digesting import DIGEST_ID, digest_heads
from bangduan.domain import derived_id
from bangduan.events import accounts, digests, funds, learning, meetings, membership, reporting
from bangduan.events.envelope import Place
from bangduan.events.reporting import ServiceHeads, SiteDigested, root_of
from bangduan.events.types import Count, EntityId, Line, Slug
from bangduan.store.verification import heads_digest
from bangduan.testing.scenario import given
from services.reporting.digesting import tell_digests
from services.reporting.domain.digest import SITE_DIGEST, SITE_DIGEST_ID, TellDigests

DAY = date(2024, 10, 1)
SERVICES = (accounts, funds, learning, meetings, membership)


def digested(module: Any, day: date = DAY, digest: str = "ab" * 32) -> digests.HeadsDigested:
    event: digests.HeadsDigested = module.HeadsDigested(
        digest_id=DIGEST_ID,
        day=day,
        sequence=Line(str(Place(1, 0, 7))),
        events=Count(7),
        streams=Count(3),
        digest=Line(digest),
    )
    return event


def heads(service: str, day: date = DAY, digest: str = "ab" * 32) -> ServiceHeads:
    return ServiceHeads(
        service=Slug(service),
        day=day,
        sequence=Line(str(Place(1, 0, 7))),
        events=Count(7),
        streams=Count(3),
        digest=Line(digest),
    )


def tell(*services: ServiceHeads) -> TellDigests:
    return TellDigests(digest_id=SITE_DIGEST_ID, services=services)


def site_digests(site: Any) -> list[SiteDigested]:
    return [event for event in site.told() if isinstance(event, SiteDigested)]


def test_the_services_are_told_in_the_order_of_their_names() -> None:
    funds_first = (heads("funds"), heads("meetings"))
    told = SiteDigested(
        digest_id=SITE_DIGEST_ID, day=DAY, services=funds_first, root=root_of(funds_first)
    )
    given(SITE_DIGEST).when(tell(*funds_first[::-1])).then(told)
    given(SITE_DIGEST, told).when(tell(*funds_first)).then()


@pytest.mark.parametrize("changed", [{"digest": Line("cd" * 32)}, {"events": Count(6)}])
def test_the_root_is_another_when_one_log_is(changed: dict[str, Any]) -> None:
    before = (heads("funds"), heads("meetings"))
    after = (heads("funds"), dataclasses.replace(before[1], **changed))
    assert root_of(after) != root_of(before)
    assert root_of(before[::-1]) == root_of(before)


def test_the_site_tells_once_all_its_services_have(site: Any) -> None:
    site.hear(*(digested(module) for module in SERVICES))
    tell_digests(site.application)
    (told,) = site_digests(site)
    assert [one.service for one in told.services] == [
        "accounts", "funds", "learning", "meetings", "membership",
    ]  # fmt: skip
    tell_digests(site.application)
    assert site_digests(site) == [told]


def test_a_service_that_does_not_tell_is_waited_for_a_while(site: Any) -> None:
    site.hear(digested(funds), digested(meetings, DAY - timedelta(days=1)))
    tell_digests(site.application)
    assert site_digests(site) == []
    tell_digests(site.application)
    (told,) = site_digests(site)
    assert {one.service: one.day for one in told.services} == {
        "funds": DAY,
        "meetings": DAY - timedelta(days=1),
    }


def test_each_day_a_service_records_what_its_log_came_to(site: Any) -> None:
    application = site.application
    digest_heads(application)
    assert site.told() == [], "an empty log comes to nothing"
    site.hear(_registered())
    digest_heads(application)
    assert len(site.told()) == 1, "the log began today"

    tomorrow = today() + timedelta(days=1)
    digest_heads(application, tomorrow)
    last = site.told()[-1]
    assert isinstance(last, reporting.HeadsDigested)
    assert (last.day, last.events, last.streams) == (today(), 1, 1)
    again = heads_digest(application.database, Place.parse(last.sequence))
    assert again.digest == last.digest

    digest_heads(application, tomorrow)
    assert site.told()[-1] == last
    assert len(site.told()) == 2


def _registered() -> membership.OrganisationRegistered:
    return membership.OrganisationRegistered(
        organisation_id=EntityId(derived_id("digest", "group")),
        kind=Slug("village-fund"),
        name=Line("กองทุนหมู่บ้าน"),
        location="inside",
        holds_funds=False,
        member_count=None,
    )
