"""``bangduan verify`` finds one changed byte and names where it is."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bangduan.days import today
from bangduan.digesting import digest_heads
from tests.integration.cli.conftest import person_id

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.cli.conftest import Site


def test_what_nobody_touched_holds(site: Site) -> None:
    site.register("สมชาย", "สมหญิง")
    site.correct("สมชาย", "สมชัย (สมมติ)")

    said = site.run("verify", "--json")

    assert said.code == 0
    [found] = [each for each in said.json["services"] if each["service"] == "membership"]
    assert (found["events"], found["tampered"], found["differing"]) == (3, [], [])


def test_a_changed_byte_is_found_and_named(embedded: Site) -> None:
    embedded.register("สมชาย", "สมหญิง")
    embedded.correct("สมชาย", "สมชัย (สมมติ)")
    stream = f"person-{person_id('สมชาย')}"
    with closing(sqlite3.connect(embedded.file("membership"))) as connection, connection:
        connection.execute("DROP TRIGGER events_no_update")
        connection.execute(
            "UPDATE events SET payload = replace(payload, 'pd1:', 'pd1;') "
            "WHERE stream = ? AND version = 2",
            (stream,),
        )

    told = embedded.run("verify", "membership")
    for_programs = embedded.run("verify", "--json")

    assert told.code == 1
    assert f"{stream} version 2" in told.out
    assert "restore" in told.err
    assert for_programs.code == 1
    [membership] = [
        each for each in for_programs.json["services"] if each["service"] == "membership"
    ]
    [found] = membership["tampered"]
    assert (found["stream"], found["version"]) == (stream, 2)


def test_a_removed_event_is_found_and_named(embedded: Site) -> None:
    embedded.register("สมชาย")
    embedded.correct("สมชาย", "สมชัย (สมมติ)")
    embedded.correct("สมชาย", "สมพงษ์ (สมมติ)")
    with closing(sqlite3.connect(embedded.file("membership"))) as connection, connection:
        connection.execute("DROP TRIGGER events_no_delete")
        connection.execute("DELETE FROM events WHERE version = 2")

    said = embedded.run("verify", "membership")

    assert said.code == 1
    assert f"person-{person_id('สมชาย')} version 2 is missing" in said.out


# -- digests kept elsewhere ---------------------------------------------------------------------


def cut_end(site: Site) -> None:
    """Take the last two events of the log away, as somebody with the database may."""
    with site.database("membership") as database:
        lift = "DROP TRIGGER events_no_delete"
        if database.name == "postgresql":
            lift = "ALTER TABLE events DISABLE TRIGGER events_append_only"
        last = "SELECT position FROM events ORDER BY position DESC LIMIT 2"
        database.write([(lift, ()), (f"DELETE FROM events WHERE position IN ({last})", ())])


def test_an_end_that_was_cut_off_shows_only_against_what_was_kept_elsewhere(
    site: Site, tmp_path: Path
) -> None:
    kept = tmp_path / "digests.json"
    site.register("สมชาย", "สมหญิง")
    site.correct("สมชาย", "สมชัย (สมมติ)")
    assert site.run("verify", "--write-digest", str(kept)).code == 0
    site.register("สมศรี")
    fine = site.run("verify", "--digest", str(kept))
    assert fine.code == 0, fine.out + fine.err
    assert "1 digests" in fine.out

    cut_end(site)

    assert site.run("verify").code == 0
    said = site.run("verify", "--digest", str(kept), "--json")
    assert said.code == 1
    [membership] = [each for each in said.json["services"] if each["service"] == "membership"]
    [differing] = membership["differing"]
    assert (differing["kept"]["events"], differing["events"]) == (3, 2)
    assert "the log is not what it was" in site.run("verify", "--digest", str(kept)).out


def test_what_the_province_keeps_of_a_site_is_compared(embedded: Site, tmp_path: Path) -> None:
    embedded.register("สมชาย")
    kept = tmp_path / "digests.json"
    embedded.run("verify", "--write-digest", str(kept))
    [own] = [d for d in json.loads(kept.read_bytes())["digests"] if d["service"] == "membership"]
    answered = tmp_path / "province.json"
    of_another_site = {**own, "tambon": "110114", "digest": "0" * 64}
    item = {**own, "day": "2026-01-05", "streams": 1, "root": "f" * 64}
    answered.write_text(json.dumps({"items": [item, of_another_site], "next": None}))

    said = embedded.run("verify", "--digest", str(answered), "--json")

    assert said.code == 0, said.out
    assert sum(each["compared"] for each in said.json["services"]) == 1


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"items": [{"service": "membership"}]}'])
def test_a_file_without_digests_is_refused(embedded: Site, tmp_path: Path, content: str) -> None:
    embedded.register("สมชาย")
    (tmp_path / "x.json").write_text(content)

    said = embedded.run("verify", "--digest", str(tmp_path / "x.json"))

    assert said.code == 2
    assert "--write-digest" in said.err


def test_the_digest_a_service_recorded_itself_is_always_compared(embedded: Site) -> None:
    embedded.register("สมชาย", "สมหญิง")
    with embedded.application("membership") as application:
        digest_heads(application, today() + timedelta(days=2))
    assert embedded.run("verify", "membership").code == 0

    with closing(sqlite3.connect(embedded.file("membership"))) as connection, connection:
        connection.execute("DROP TRIGGER events_no_delete")
        connection.execute("DELETE FROM events WHERE position = 2")

    said = embedded.run("verify", "membership")
    assert said.code == 1
    assert "2 events then, 1 now" in said.out
