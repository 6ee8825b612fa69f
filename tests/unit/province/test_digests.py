"""Digests of a site's logs: what it said its books came to, and when that does not fit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bangduan.application import Application
from bangduan.domain import derived_id
from bangduan.events.reporting import ServiceHeads, SiteDigested
from bangduan.events.types import Count, EntityId, Line, Slug
from services.province.projections.digests import list_contradictions, list_digests

SITE, OTHER = "110113", "110108"
MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 4)

Told = Callable[..., None]


def digested(day: date, sequence: str, events: int, digest: str) -> SiteDigested:
    funds = ServiceHeads(
        service=Slug("funds"),
        day=day,
        sequence=Line(sequence),
        events=Count(events),
        streams=Count(3),
        digest=Line(digest * 64),
    )
    return SiteDigested(
        digest_id=EntityId(derived_id("digest")),
        day=day,
        services=(funds,),
        root=Line(digest * 64),
    )


def contradictions(province: Application) -> list[tuple[object, ...]]:
    rows = province.reader.all(list_contradictions())
    return [(r["tambon"], r["kind"], r["events_before"], r["events"]) for r in rows]


def test_books_that_only_grow_contradict_nothing(province: Application, tell: Told) -> None:
    tell(SITE, MONDAY, digested(MONDAY, "1", 10, "a"))
    tell(SITE, TUESDAY, digested(TUESDAY, "2", 12, "b"))
    tell(SITE, WEDNESDAY, digested(WEDNESDAY, "2", 12, "b"))
    tell(OTHER, MONDAY, digested(MONDAY, "1", 4, "c"))
    assert len(province.reader.all(list_digests())) == 3
    assert not contradictions(province)


def test_another_digest_of_the_same_place_contradicts_the_first(
    province: Application, tell: Told
) -> None:
    tell(SITE, MONDAY, digested(MONDAY, "1", 10, "a"))
    tell(SITE, TUESDAY, digested(TUESDAY, "1", 10, "b"))
    assert contradictions(province) == [(SITE, "differs", 10, 10)]


def test_books_that_hold_less_than_before_contradict_what_they_held(
    province: Application, tell: Told
) -> None:
    tell(SITE, MONDAY, digested(MONDAY, "1", 10, "a"))
    tell(SITE, TUESDAY, digested(TUESDAY, "2", 12, "b"))
    tell(SITE, WEDNESDAY, digested(WEDNESDAY, "3", 11, "c"))
    assert contradictions(province) == [(SITE, "shrank", 12, 11)]
