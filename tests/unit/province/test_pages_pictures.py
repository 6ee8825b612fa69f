"""The map and the distribution: every tambon has its place, and no number is drawn twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.province.pages.distribution import HEIGHT, WIDTH, distribution_of
from services.province.pages.heat import heat_of
from services.province.pages.places import province_of
from services.province.pages.readings import Key, Measure, Reading
from tests.unit.province.pages_kit import BANG_BO, BANG_DUAN, BANG_PU_MAI, Province, reported

SAMUT_PRAKAN = province_of("110000")
TAMBONS = [tambon.code for district in SAMUT_PRAKAN.districts for tambon in district.tambons]
SAVERS = Measure(indicator="savers", unit="people")

READINGS = st.builds(
    Reading,
    value=st.one_of(st.none(), st.integers(0, 10**9)),
    unit=st.just("people"),
    bound=st.sampled_from(("exact", "at_least", "about")),
)
VALUES = st.dictionaries(st.sampled_from(TAMBONS), READINGS)


def of(values: dict[str, Reading]) -> dict[Key, Reading]:
    return {(tambon, "savers", "total"): reading for tambon, reading in values.items()}


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    found = Province(tmp_path)
    yield found
    found.close()


# -- what is drawn where ---------------------------------------------------------------------------


def test_samut_prakan_has_six_districts_and_fifty_tambons() -> None:
    assert len(SAMUT_PRAKAN.districts) == 6
    assert len(TAMBONS) == 50


@given(VALUES)
def test_every_tambon_has_one_tile_whose_class_holds_its_number(values: dict[str, Reading]) -> None:
    found = heat_of(SAMUT_PRAKAN, set(values), SAVERS, of(values))
    tiles = [tile for part in found.parts for tile in part.tiles]
    assert [tile.tambon.code for tile in tiles] == TAMBONS
    for tile in tiles:
        number = None if tile.reading is None else tile.reading.number
        assert (tile.level == 0) == (number is None)
        if number is not None:
            _, least, most = found.legend()[tile.level - 1]
            assert (least.value or 0) <= number <= (most.value or 0)


@given(VALUES)
def test_every_site_stands_in_one_column_or_apart(values: dict[str, Reading]) -> None:
    sites = [{"tambon": code} for code in TAMBONS]
    found = distribution_of(sites, SAVERS, of(values))
    within = [site["tambon"] for column in found.columns for site, _ in column.sites]
    apart = [site["tambon"] for site, _ in found.apart]
    assert sorted(within + apart) == TAMBONS
    assert all(
        (column.start.value or 0) <= (reading.value or 0) < (column.end.value or 0)
        for column in found.columns
        for _, reading in column.sites
    )


@given(VALUES)
def test_a_histogram_stays_within_its_drawing(values: dict[str, Reading]) -> None:
    found = distribution_of([{"tambon": code} for code in TAMBONS], SAVERS, of(values))
    assert all(c.x >= 0 and c.x + c.width <= WIDTH for c in found.columns)
    assert all(c.y >= 0 and c.y + c.height <= HEIGHT + 0.1 for c in found.columns)
    assert all(0 <= at <= WIDTH for _, at in found.marks)


def test_a_hidden_number_is_in_no_class_no_column_and_no_median() -> None:
    values = of(
        {
            BANG_DUAN: Reading(value=None, unit="people"),
            BANG_PU_MAI: Reading(value=100, unit="people"),
        }
    )
    heat = heat_of(SAMUT_PRAKAN, {BANG_DUAN, BANG_PU_MAI}, SAVERS, values)
    tiles = {tile.tambon.code: tile for part in heat.parts for tile in part.tiles}
    assert (tiles[BANG_DUAN].level, tiles[BANG_PU_MAI].level) == (0, 1)
    assert heat.parts[0].median == Reading(value=100, unit="people")
    sites = [{"tambon": BANG_DUAN}, {"tambon": BANG_PU_MAI}]
    spread = distribution_of(sites, SAVERS, values)
    assert [site["tambon"] for site, _ in spread.apart] == [BANG_DUAN]


# -- what is shown ---------------------------------------------------------------------------------


def test_the_map_tells_who_has_not_joined_from_who_has_no_number(province: Province) -> None:
    province.hears(BANG_DUAN, reported("savers", 800, unit="people"))
    province.hears(BANG_BO, reported("villages", 12))
    page = province.shows("/province/map?measure=savers.total")
    assert page.count('class="tile away"') == 48
    assert page.count('class="tile level-0"') == 1
    assert page.count('class="tile level-1"') == 1
    read = json.loads(province.file("/province/map?measure=savers.total&format=json"))
    assert len(read["items"]) == 50


def test_the_distribution_names_the_sites_of_each_column(province: Province) -> None:
    province.hears(BANG_DUAN, reported("savers", 800, unit="people"))
    province.hears(BANG_PU_MAI, reported("savers", 90, unit="people"))
    province.hears(BANG_BO, reported("savers", 50, unit="people", bound="at_least"))
    page = province.shows("/province/distribution?measure=savers.total")
    assert "ไม่อยู่ในช่วงใด" in page
    assert page.count("<rect") == 2
    assert "445" in page  # the median of 90 and 800


def test_what_nobody_reported_is_said_in_words(province: Province) -> None:
    assert "ไม่ทราบตัวเลขของตัวชี้วัดนี้" in province.shows("/province/distribution")
    assert province.shows("/province/map").count('class="tile away"') == 50
