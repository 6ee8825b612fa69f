"""Digests of a site's logs: what it said its books came to, and when that does not fit."""

from __future__ import annotations

import dataclasses
import itertools
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy.dialects import sqlite

from bangduan.application import Application
from bangduan.events.reporting import root_of
from bangduan.testing.access import client_of
from services.province.projections.digests import (
    list_contradictions,
    list_digests,
    list_false_roots,
)
from tests.unit.province.pages_kit import digested

SITE, OTHER = "110113", "110108"
MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 4)

LITERAL = {"literal_binds": True}
Told = Callable[..., None]


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


def test_a_digest_that_comes_to_its_root_is_no_false_one(province: Application, tell: Told) -> None:
    tell(SITE, MONDAY, digested(MONDAY, "1", 10, "a"))
    assert [row["root_fits"] for row in province.reader.all(list_digests())] == [True]
    assert province.reader.all(list_false_roots()) == []


def test_a_digest_that_does_not_come_to_its_root_is_kept_and_marked(
    province: Application, tell: Told
) -> None:
    true = digested(MONDAY, "1", 10, "a")
    spoilt = dataclasses.replace(true, services=digested(MONDAY, "1", 10, "b").services)
    tell(SITE, MONDAY, spoilt)
    tell(OTHER, MONDAY, true)
    found = {(r["tambon"], r["root_fits"]) for r in province.reader.all(list_digests())}
    assert found == {(OTHER, True), (SITE, False)}
    (row,) = province.reader.all(list_false_roots())
    assert (row["tambon"], row["root"]) == (SITE, true.root)
    assert row["root_reckoned"] == root_of(spoilt.services)
    officer = client_of(province, "province_officer")
    (item,) = officer.get("/province/api/v1/false-roots").get_json()["items"]
    assert item["tambon"] == SITE
    page = officer.get(f"/province/connections/{SITE}").get_data(as_text=True)
    assert row["root_reckoned"] in page


def test_to_find_contradictions_in_twice_the_digests_is_not_four_times_the_work(
    province: Application, tell: Told, tmp_path: Path
) -> None:
    sql = str(list_contradictions().compile(dialect=sqlite.dialect(), compile_kwargs=LITERAL))

    def work() -> int:
        count = itertools.count()
        with closing(sqlite3.connect(tmp_path / "province-0" / "province.sqlite3")) as connection:
            connection.set_progress_handler(lambda: next(count) < 0, 10)
            assert connection.execute(sql).fetchall() == []
        return next(count)

    def told(days: range) -> None:
        for n in days:
            day = MONDAY + timedelta(n)
            tell(SITE, day, digested(day, f"{n:04}", n, "a"))

    told(range(150))
    once = work()
    told(range(150, 300))

    assert once < work() < 3 * once
