"""``bangduan verify`` finds one changed byte and names where it is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tests.integration.cli.conftest import person_id

if TYPE_CHECKING:
    from tests.integration.cli.conftest import Site


def test_what_nobody_touched_holds(site: Site) -> None:
    site.register("สมชาย", "สมหญิง")
    site.correct("สมชาย", "สมชัย (สมมติ)")

    said = site.run("verify", "--json")

    assert said.code == 0
    assert {"service": "membership", "events": 3, "tampered": []} in said.json["services"]


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
