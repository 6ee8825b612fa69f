"""Lives are made up from a seed: the same again, of nobody, and with books that balance."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bangduan.errors import ConfigurationError
from bangduan.simulation.character import Arc, character_of, characters, tambons_of
from bangduan.simulation.invented import MARK
from bangduan.simulation.life import Life, live
from bangduan.simulation.world import month_of

START = date(2024, 10, 1)
SEEDS = st.integers(min_value=0, max_value=10_000)


def life(seed: int = 1, months: int = 12, tambon: str = "110113", arc: Arc = "steady") -> Life:
    return live(character_of(seed=seed, tambon=tambon, start=START, arc=arc), months)


def bodies(told: Life, path: str) -> list[Any]:
    return [dict(entry.body) for entry in told.story.entries if entry.path.endswith(path)]


@settings(max_examples=5)
@given(seed=SEEDS)
def test_the_same_seed_makes_the_same_life(seed: int) -> None:
    assert life(seed, 4).story == life(seed, 4).story


def test_another_seed_makes_another_life() -> None:
    assert life(1, 3).story.entries != life(2, 3).story.entries


@settings(max_examples=5)
@given(seed=SEEDS, months=st.integers(min_value=1, max_value=8))
def test_more_months_only_add_to_the_end(seed: int, months: int) -> None:
    shorter, longer = life(seed, months), life(seed, months + 3)
    told = shorter.story.entries
    assert longer.story.entries[: len(told)] == told
    assert shorter.months.items() <= longer.months.items()


def test_fewer_sites_are_the_first_of_more() -> None:
    few = characters(seed=7, province="11", sites=3, start=START)
    assert characters(seed=7, province="11", sites=50, start=START)[:3] == few


def test_a_province_is_all_its_sub_districts_each_once() -> None:
    everybody = characters(seed=1, province="11", sites=50, start=START)
    assert sorted(each.tambon for each in everybody) == tambons_of("11")
    assert {each.arc for each in everybody} == {
        "steady", "corrects-the-past", "reports-late", "stops", "starts-late",
    }  # fmt: skip
    assert all(5 <= each.villages <= 15 for each in everybody)


def test_a_province_has_no_more_sub_districts_than_it_has() -> None:
    with pytest.raises(ConfigurationError, match="has 50 sub-districts"):
        characters(seed=1, province="11", sites=51, start=START)


def test_a_code_of_no_sub_district_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="999999 is no sub-district"):
        character_of(seed=1, tambon="999999", start=START)


@settings(max_examples=5)
@given(seed=SEEDS)
def test_nobody_in_it_can_be_taken_for_somebody(seed: int) -> None:
    told = life(seed, 3)
    people = bodies(told, "/people")
    registered = [person for person in people if "name" in person]
    assert registered
    for person in registered:
        assert person["synthetic"] is True
        assert person["name"].endswith(MARK)
        assert person.get("phone", "00").startswith("00")
        assert "national_id" not in person or checks(person["national_id"])
    corrected = [body for body in bodies(told, "/corrections") if "name" in body]
    assert all(body["name"].endswith(MARK) for body in corrected)


def checks(national_id: str) -> bool:
    weighted = sum(
        int(digit) * weight
        for digit, weight in zip(national_id[:12], range(13, 1, -1), strict=True)
    )
    return national_id[0] == "9" and int(national_id[12]) == (11 - weighted % 11) % 10


@settings(max_examples=5)
@given(seed=SEEDS)
def test_every_entry_of_the_books_balances(seed: int) -> None:
    entries = bodies(life(seed, 9), "/entries")
    assert entries
    for entry in entries:
        sides: defaultdict[str, int] = defaultdict(int)
        for posting in entry["postings"]:
            assert posting["amount_satang"] > 0
            sides[posting["side"]] += posting["amount_satang"]
        assert sides["debit"] == sides["credit"]


def test_no_day_is_later_than_the_months_that_are_told() -> None:
    months = 10
    end = month_of(START, months - 1).last
    written = {
        found
        for entry in life(3, months).story.entries
        for name, value in entry.body.items()
        # a term ends, a duty is due, later
        if name not in {"term_to", "rules"}
        for found in re.findall(r"\b20\d\d-\d\d-\d\d\b", str(value))
    }
    assert written
    assert max(map(date.fromisoformat, written)) <= end


def test_a_site_that_stops_tells_nothing_any_more() -> None:
    stopping = character_of(seed=1, tambon="110101", start=START, arc="stops")
    assert stopping.silent_from is not None
    told = list(live(stopping, stopping.silent_from + 4).months.values())
    assert told[stopping.silent_from - 1] == told[-1] > 0


def test_a_site_that_starts_late_has_told_nothing_before() -> None:
    late = character_of(seed=1, tambon="110101", start=START, arc="starts-late")
    told = list(live(late, late.begins + 1).months.values())
    assert told[late.begins - 1] == 0 < told[late.begins]


def test_a_site_that_corrects_its_past_reverses_entries() -> None:
    correcting = life(1, 12, "110414", "corrects-the-past")
    assert len(bodies(correcting, "/reversal")) >= 2


def test_what_must_not_leave_the_site_is_known() -> None:
    told = life(1, 6)
    names = {person.name.removesuffix(MARK).strip() for person in told.world.people}
    assert names <= told.secrets
    assert {p.national_id for p in told.world.people if p.national_id} <= told.secrets
