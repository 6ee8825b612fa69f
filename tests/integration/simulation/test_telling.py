"""Lives are told to real services: the same however often, gone on with, and as they were made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from bangduan.errors import ConfigurationError
from bangduan.events.funds import EntryRecorded
from bangduan.events.schema import to_payload
from bangduan.simulation.asking import SimulationError
from bangduan.simulation.embedded import EmbeddedSite
from bangduan.simulation.life import live
from bangduan.simulation.province import EmbeddedProvince, fill
from bangduan.simulation.telling import alone, folder_of, require_same, tell
from bangduan.story import Entry, Story
from tests.integration.simulation.small import CODES, MONTHS, Told, small

#: Its accounts have passwords and keys made on the spot.
_OF_CHANCE = "accounts"


class Interruption(Exception):
    """The power goes."""


def recorded(site: EmbeddedSite) -> dict[tuple[str, str], list[Any]]:
    """What every stream says, opened; without the times at which it was recorded."""
    streams: defaultdict[tuple[str, str], list[Any]] = defaultdict(list)
    for name, application in site.applications.items():
        if name == _OF_CHANCE:
            continue
        for page in application.log.pages():
            for row in page:
                said = to_payload(application.log.event(row))
                streams[name, row.stream].append((row.version, row.type, said))
    return streams


@pytest.fixture(scope="module")
def sites(told: Told) -> Iterator[list[EmbeddedSite]]:
    with ExitStack() as ending:
        yield [
            ending.enter_context(EmbeddedSite(folder_of(told.data, code), code)) for code in CODES
        ]


def test_what_the_indicators_say_is_what_was_made_to_happen(told: Told) -> None:
    for outcome in told.outcomes:
        assert outcome.checked > 60
        assert not outcome.differences
        assert outcome.told == outcome.entries > 150


def test_the_same_seed_tells_the_same_again_but_for_the_time(
    told: Told, tmp_path: Path, sites: list[EmbeddedSite]
) -> None:
    again = tell(small(CODES[0]), MONTHS, tmp_path)
    assert again.events == told.outcomes[0].events
    with EmbeddedSite(folder_of(tmp_path, CODES[0]), CODES[0]) as other:
        assert recorded(other) == recorded(sites[0])


def test_a_telling_that_was_cut_off_goes_on_where_it_was(
    tmp_path: Path, sites: list[EmbeddedSite]
) -> None:
    life = live(small(CODES[0]), MONTHS)
    for cut in (1, 60, 141):

        def stop(done: int, cut: int = cut) -> None:
            if done == cut:
                raise Interruption

        with EmbeddedSite(tmp_path, CODES[0]) as site, pytest.raises(Interruption):
            site.tell(life.story, stop)
    with EmbeddedSite(tmp_path, CODES[0]) as site:
        assert site.done(life.story) == 141
        site.tell(life.story)
        assert recorded(site) == recorded(sites[0])


def test_a_second_run_has_nothing_to_tell(told: Told) -> None:
    again = tell(small(CODES[1]), MONTHS, told.data)
    assert again.told == 0
    assert again.events == told.outcomes[1].events


def test_fewer_months_than_were_told_are_refused(told: Told) -> None:
    with pytest.raises(ConfigurationError, match="holds 3 months"):
        tell(small(CODES[1]), MONTHS - 1, told.data)


def test_what_is_waited_for_at_a_site_elsewhere_comes_true(tmp_path: Path) -> None:
    life = live(small(CODES[0]), 2 * MONTHS + 1)
    waiting = [entry for entry in life.story.entries if entry.awaits is not None]
    assert {entry.path.split("/")[1] for entry in waiting} >= {"membership", "meetings", "funds"}
    with EmbeddedSite(tmp_path, CODES[0]) as site:
        for entry in waiting:
            site.tell(life.story, until=int(entry.id))
            assert entry.awaits is not None
            shown = site.get(entry.awaits.get)
            assert {name: shown[name] for name in entry.awaits.until} == entry.awaits.until


def test_every_entry_in_the_books_balances(sites: list[EmbeddedSite]) -> None:
    for site in sites:
        log = site.applications["funds"].log
        entries = [
            e for row in log.read(limit=5000) if isinstance(e := log.event(row), EntryRecorded)
        ]
        assert len(entries) > 8
        for entry in entries:
            debit = sum(p.amount_satang for p in entry.postings if p.side == "debit")
            credit = sum(p.amount_satang for p in entry.postings if p.side == "credit")
            assert debit == credit > 0


def test_no_byte_that_leaves_the_site_names_anybody(
    sites: list[EmbeddedSite], tmp_path: Path
) -> None:
    for site in sites:
        life = live(small(site.tambon), MONTHS)
        crossed = bytearray()
        with EmbeddedProvince(tmp_path, "110000", CODES) as province:
            events, size = province.read(site.applications["reporting"], on_body=crossed.extend)
        assert events > 50
        assert size == len(crossed)
        text = crossed.decode()
        assert not [secret for secret in life.secrets if secret in text]
        assert not [person.id for person in life.world.people if person.id in text]


def test_the_scan_would_find_them(sites: list[EmbeddedSite]) -> None:
    life = live(small(CODES[0]), MONTHS)
    people = "".join(person["name"] for person in sites[0].listed("/membership/api/v1/people"))
    found = [p for p in life.world.people if p.name in people]
    assert len(found) > len(life.world.people) / 2


def test_a_province_reads_what_is_reported_and_knows_who_is_late(
    told: Told, tmp_path: Path
) -> None:
    taken = fill(tmp_path, "110000", told.data, outcomes=told.outcomes, late_by={CODES[1]: 1})
    reported = sum(outcome.events["reporting"] for outcome in told.outcomes)
    assert taken.events + sum(taken.lag.values()) == reported
    assert taken.lag.keys() == {CODES[1]}
    assert taken.rate > 0
    caught_up = fill(tmp_path, "110000", told.data, outcomes=told.outcomes, late_by={})
    assert caught_up.events == taken.lag[CODES[1]]
    assert not caught_up.lag


def test_what_a_service_refuses_names_the_site_and_the_request(sites: list[EmbeddedSite]) -> None:
    wrong = Entry(
        id="000001", cites=(), method="POST", path="/funds/api/v1/entries", body={"fund_id": "x"}
    )
    story = Story(name="wrong", title="", entries=(wrong,), file="seed 1, 110113")
    with pytest.raises(SimulationError, match=r"110113, entry 000001: POST .* was refused: 422"):
        sites[0].tell(story)


def test_a_folder_of_other_lives_is_refused(tmp_path: Path) -> None:
    start = small(CODES[0]).start
    require_same(tmp_path, seed=1, start=start, province="11")
    require_same(tmp_path, seed=1, start=start, province="11")
    with pytest.raises(ConfigurationError, match="holds the lives of seed 1"):
        require_same(tmp_path, seed=2, start=start, province="11")


def test_two_processes_do_not_tell_one_site(tmp_path: Path) -> None:
    refused = pytest.raises(ConfigurationError, match="Another process")
    with alone(tmp_path), refused, alone(tmp_path, patience=0):
        pass
