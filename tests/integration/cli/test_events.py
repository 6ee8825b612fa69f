"""``bangduan events`` shows every event once, in order, sealed."""

from __future__ import annotations

import json
import signal
import threading
from itertools import pairwise
from typing import TYPE_CHECKING

from bangduan.testing.postgresql import Postgres
from tests.integration.cli.conftest import eventually, person_id, postgres_site

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.cli.conftest import Site


def test_events_come_in_order_with_their_predecessors(site: Site) -> None:
    site.register("สมชาย", "สมหญิง", "สมศรี")

    events = site.run("events", "membership", "--json").lines

    assert [event["subject"] for event in events] == [
        f"person-{person_id(name)}" for name in ("สมชาย", "สมหญิง", "สมศรี")
    ]
    assert "predecessor" not in events[0]
    assert all(b["predecessor"] == a["id"] for a, b in pairwise(events))
    assert all(event["source"] == "/tambon/110113/membership" for event in events)


def test_personal_data_stay_sealed(site: Site) -> None:
    site.register("สมชาย")

    said = site.run("events", "--json")

    assert "สมชาย" not in said.out
    assert said.lines[0]["data"]["name"].startswith("pd1:")


def test_the_table_shows_type_stream_and_a_sequence_to_go_on_after(site: Site) -> None:
    site.register("สมชาย", "สมหญิง")

    heading, first, second = site.run("events", "membership").out.splitlines()
    after = site.run("events", "membership", "--after", first.split()[0], "--json").lines

    assert heading.split() == ["SEQUENCE", "TIME", "TYPE", "STREAM@VERSION"]
    assert f"person-{person_id('สมหญิง')}@1" in second
    assert "membership.PersonRegistered.v1" in second
    assert [event["subject"] for event in after] == [f"person-{person_id('สมหญิง')}"]
    assert "predecessor" in after[0]


def test_only_what_is_asked_for(embedded: Site) -> None:
    embedded.register("สมชาย", "สมหญิง")
    embedded.correct("สมชาย", "สมชัย (สมมติ)")
    stream = f"person-{person_id('สมชาย')}"

    corrected = embedded.run("events", "--type", "PersonCorrected", "--json").lines
    registered = embedded.run(
        "events", "--type", "bangduan.membership.PersonRegistered.v1", "--json"
    ).lines
    of_one = embedded.run("events", "membership", "--subject", stream, "--json").lines

    assert [event["subject"] for event in corrected] == [stream]
    assert len(registered) == 2
    assert [event["streamversion"] for event in of_one] == ["1", "2"]


def test_a_type_almost_named_is_suggested(embedded: Site) -> None:
    embedded.register("สมชาย")

    said = embedded.run("events", "--type", "personreg")

    assert said.code == 2
    assert "PersonRegistered" in said.err


def test_a_sequence_that_is_not_there_says_so(embedded: Site) -> None:
    embedded.register("สมชาย")

    said = embedded.run("events", "membership", "--after", "1.0.999")

    assert said.code == 1
    assert "1.0.999" in said.err


def test_following_shows_each_new_event_once_and_ends_in_order(site: Site) -> None:
    site.register("คนที่ 0")
    heard: list[str] = []
    with site.started(
        "events", "membership", "--follow", "--json", BANGDUAN_POLL_SECONDS="0.02"
    ) as process:
        assert process.stdout is not None
        stdout = process.stdout
        listener = threading.Thread(target=lambda: heard.extend(iter(stdout.readline, "")))
        listener.start()
        eventually(lambda: heard)
        for start in range(1, 60, 20):
            site.register(*(f"คนที่ {number}" for number in range(start, start + 20)))
        eventually(lambda: len(heard) >= 61)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        listener.join()
        assert process.stderr is not None
        assert process.stderr.read() == ""

    subjects = [json.loads(line)["subject"] for line in heard]
    assert subjects == [f"person-{person_id(f'คนที่ {number}')}" for number in range(61)]


def test_following_outlives_a_restart_of_the_database(tmp_path: Path) -> None:
    heard: list[str] = []
    with Postgres() as server:
        site = postgres_site(tmp_path, server)
        site.register("คนที่ 0")
        with site.started(
            "events", "membership", "--follow", "--json", BANGDUAN_POLL_SECONDS="0.02"
        ) as process:
            assert process.stdout is not None
            stdout = process.stdout
            threading.Thread(
                target=lambda: heard.extend(iter(stdout.readline, "")), daemon=True
            ).start()
            eventually(lambda: heard)
            server.kill()
            server.restart()
            site.register("คนที่ 1")
            eventually(lambda: len(heard) == 2)
            process.send_signal(signal.SIGINT)
            assert process.wait(10) == 0


def test_the_province_of_an_embedded_site_is_found(embedded: Site) -> None:
    embedded.register("สมชาย")
    with embedded.application("province") as province:
        assert province.database.engine.url.database == str(
            embedded.settings.data / "province" / "province.sqlite3"
        )
        assert province.source == "/tambon/110000/province"

    assert embedded.run("events", "province").code == 0
