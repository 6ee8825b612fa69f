"""``bangduan doctor`` finds what is wrong and says what to do, in two languages."""

from __future__ import annotations

import os
import socket
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import kombu
import pytest

from bangduan.diagnosis.machine import disk, folder
from bangduan.events.envelope import START
from bangduan.messaging.topology import undeliverable_queue
from bangduan.store.log import GENESIS
from bangduan.testing.processes import free_ports
from tests.integration.cli.conftest import eventually

if TYPE_CHECKING:
    from bangduan.testing.postgresql import Postgres
    from tests.integration.cli.conftest import Said, Site

GB = 1_000_000_000


def look(site: Site, **environment: str) -> Said:
    """Ask the doctor, about free ports."""
    port, province_port = free_ports(2)
    return site.run(
        "doctor", "--json", "--port", str(port), "--province-port", str(province_port),
        **environment,
    )  # fmt: skip


def wrong(said: Said) -> dict[tuple[str, str], Any]:
    """What was found wrong, by check and what it is about; each says what to do, twice."""
    found = [each for each in said.json["findings"] if each["state"] == "wrong"]
    assert said.code == (1 if found else 0)
    assert said.json["ok"] is not bool(found)
    for each in found:
        assert all(each[name] for name in ("th", "en", "do_th", "do_en")), each
    return {(each["check"], each["about"]): each for each in found}


@pytest.fixture
def well(site: Site) -> Site:
    """A site with nothing wrong: one person, whose event has left and was read."""
    site.register("สมชาย")
    site.relayed()
    site.deliver()
    return site


def test_nothing_is_wrong_where_nothing_is_wrong(well: Site) -> None:
    assert wrong(look(well)) == {}


def test_a_site_without_an_account_says_how_to_open_one(well: Site) -> None:
    with well.application("accounts"):
        found = wrong(look(well))[("accounts", "accounts")]
    assert "bangduan accounts open" in found["do_en"]

    opened = ("somchai", "--name", "สมชาย (สมมติ)", "--role", "administrator")
    assert well.run("accounts", "open", *opened).code == 0
    assert ("accounts", "accounts") not in wrong(look(well))


def test_a_province_beside_a_site_needs_an_account_of_its_own(embedded: Site) -> None:
    given = ("open", "somchai", "--name", "สมชาย (สมมติ)", "--role", "administrator")
    assert embedded.run("accounts", *given).code == 0
    with embedded.application("accounts@province"):
        found = wrong(look(embedded))

    assert ("accounts", "accounts") not in found
    advice = found["accounts", "accounts@province"]
    assert "bangduan accounts --province open" in advice["do_en"]
    assert "bangduan accounts --province open" in advice["do_th"]

    assert embedded.run("accounts", "--province", *given).code == 0
    assert ("accounts", "accounts@province") not in wrong(look(embedded))


def test_it_is_told_to_people_in_both_languages(embedded: Site) -> None:
    embedded.register("สมชาย")
    port, province_port = map(str, free_ports(2))

    said = embedded.run("doctor", "--port", port, "--province-port", province_port)

    assert said.code == 1
    assert "✗ membership: มี 1 เหตุการณ์ที่ยังส่งออกไปไม่ได้ · 1 events have not left" in said.out
    assert "→ Start membership" in said.out
    assert "1 things need you" in said.out


def test_looking_changes_nothing(embedded: Site) -> None:
    look(embedded)

    assert not embedded.settings.data.exists()


# -- the machine --------------------------------------------------------------------------------


def test_a_port_taken_by_a_stranger_is_found(embedded: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        port = stranger.getsockname()[1]
        said = embedded.run(
            "doctor", "--json", "--port", str(port), "--province-port", str(free_ports(1)[0])
        )

    [(check, about)] = wrong(said)
    assert (check, about) == ("port", f"127.0.0.1:{port}")


def test_a_running_site_is_well_and_its_own_port_is_no_stranger(embedded: Site) -> None:
    embedded.register("สมชาย")
    port, province_port = free_ports(2)
    asked = ("doctor", "--json", "--port", str(port), "--province-port", str(province_port))
    with embedded.started("serve", "membership", "learning", "--port", str(port)) as process:
        eventually(lambda: "answer on this port" in embedded.run(*asked).out, seconds=60)
        said = embedded.run(*asked)
        assert process.poll() is None

    assert wrong(said) == {}


@pytest.mark.parametrize(
    ("free", "total", "state"),
    [(100 * GB, 200 * GB, "fine"), (4 * GB, 200 * GB, "wrong"), (20 * GB, 2000 * GB, "fine"),
     (GB // 10, GB, "wrong"), (0, GB, "wrong")],
)  # fmt: skip
def test_a_disk_that_fills_up_is_found(free: int, total: int, state: str) -> None:
    assert disk("/data", free, total).state == state


def test_a_folder_that_cannot_be_written_to_is_found() -> None:
    assert folder(Path("/proc")).state == "wrong"


# -- databases ----------------------------------------------------------------------------------


def test_a_database_that_is_away_is_found_without_showing_its_password(embedded: Site) -> None:
    said = look(
        embedded, BANGDUAN_DATABASE="postgresql+psycopg2://who:secret@127.0.0.1:1/{service}"
    )

    assert ("database", "membership") in wrong(said)
    assert "secret" not in said.out + said.err


def test_a_database_that_is_not_made_is_found(embedded: Site, server: Postgres) -> None:
    said = look(embedded, BANGDUAN_DATABASE=server.url("no_{service}"))

    assert "does not exist" in wrong(said)["database", "membership"]["en"]


def test_missing_tables_are_found_and_named(well: Site) -> None:
    with well.database("learning") as database:
        database.write([("DROP TABLE set_aside", ())])

    assert "set_aside" in wrong(look(well))["tables", "learning"]["en"]


def test_outdated_and_missing_read_tables_are_found(well: Site) -> None:
    with well.database("membership") as database:
        database.write(
            [
                ("UPDATE projections SET version = 0 WHERE name = 'register'", ()),
                ("DROP TABLE committees", ()),
            ]
        )

    found = wrong(look(well))["projections", "membership"]

    assert "register" in found["en"]
    assert "seats" in found["en"]
    assert "bangduan rebuild membership" in found["do_en"]


def test_a_lost_guard_against_changes_is_found(well: Site) -> None:
    with well.database("membership") as database:
        drop = "DROP TRIGGER events_no_update"
        if database.name == "postgresql":
            drop = "ALTER TABLE events DISABLE TRIGGER events_append_only"
        database.write([(drop, ())])

    assert ("append-only", "membership") in wrong(look(well))


def test_a_changed_event_is_found(well: Site) -> None:
    with well.database("membership") as database:
        lift = "DROP TRIGGER events_no_update"
        if database.name == "postgresql":
            lift = "ALTER TABLE events DISABLE TRIGGER events_append_only"
        database.write([(lift, ()), ("UPDATE events SET time = '2001-01-01T00:00:00Z'", ())])

    assert "bangduan verify membership" in wrong(look(well))["hash-chain", "membership"]["do_en"]


def test_a_damaged_file_is_found(embedded: Site) -> None:
    embedded.register(*(f"คนที่ {number}" for number in range(200)))
    with closing(sqlite3.connect(embedded.file("membership"))) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    content = bytearray(embedded.file("membership").read_bytes())
    content[8192:40960] = os.urandom(32768)
    embedded.file("membership").write_bytes(content)

    assert "restore" in wrong(look(embedded))["database", "membership"]["do_en"]


def test_a_clock_behind_what_was_recorded_is_found(well: Site) -> None:
    with well.application("membership") as application:
        log = application.log
        [first] = log.read()
        rows = log.chained(
            "person-future", 0, GENESIS, [("an-id", first.type, first.payload)],
            "2999-01-01T00:00:00.000000Z", "{}",
        )  # fmt: skip
        application.database.write([log.append_statement(rows)])
    well.relayed()

    assert "2999" in wrong(look(well))["clock", "membership"]["en"]


# -- the keyring --------------------------------------------------------------------------------


def test_a_lost_keyring_is_found(embedded: Site) -> None:
    embedded.register("สมชาย")
    embedded.relayed()
    keyring = embedded.settings.data / "keyring.sqlite3"
    keyring.unlink()

    said = look(embedded)

    [(check, about)] = wrong(said)
    assert (check, about) == ("keyring", f"sqlite:///{keyring}")
    assert not keyring.exists()


def test_the_keyring_of_another_site_is_found(well: Site, tmp_path: Path) -> None:
    said = look(well, BANGDUAN_KEYRING=f"sqlite:///{tmp_path}/other.sqlite3")

    assert ("keyring", f"sqlite:///{tmp_path}/other.sqlite3") in wrong(said)


def test_a_keyring_that_others_may_read_is_found(embedded: Site) -> None:
    embedded.register("สมชาย")
    embedded.relayed()
    keyring = embedded.settings.data / "keyring.sqlite3"
    assert wrong(look(embedded)) == {}
    keyring.chmod(0o640)

    assert wrong(look(embedded))["keyring-mode", str(keyring)]["do_en"].startswith("Run chmod 600")


# -- between services ---------------------------------------------------------------------------


def test_events_that_do_not_leave_are_found(site: Site) -> None:
    site.register("สมชาย", "สมหญิง")

    assert wrong(look(site))["relay", "membership"]["en"].startswith("2 events have not left")


def test_events_that_are_not_read_are_found(well: Site) -> None:
    well.register("สมหญิง")
    well.relayed()

    assert ("subscription", "learning") in wrong(look(well))


def test_dead_letters_are_found(embedded: Site) -> None:
    embedded.register("สมหญิง")
    embedded.deliver()
    with embedded.database("learning") as database:
        database.write([("ALTER TABLE owners RENAME TO lost", ())])
    embedded.register("สมชาย")
    embedded.correct("สมชาย", "สมชัย (สมมติ)")
    embedded.deliver(whole=False)
    embedded.relayed()

    found = wrong(look(embedded))["dead-letters", "learning"]

    assert found["en"] == "1 events failed here, and 1 wait behind them."
    assert "bangduan dead-letters retry --all --service learning" in found["do_en"]


def test_a_source_that_was_restored_is_found(embedded: Site, tmp_path: Path) -> None:
    one = {"BANGDUAN_DATABASE": f"sqlite:///{embedded.settings.data}/membership.sqlite3"}
    embedded.register("สมชาย")
    embedded.run("backup", str(tmp_path / "membership.tar.gz"), **one)
    embedded.register("สมหญิง")
    embedded.deliver()
    embedded.run("restore", str(tmp_path / "membership.tar.gz"), "--replace", **one)
    embedded.relayed()

    found = wrong(look(embedded))

    assert "/tambon/110113/membership" in found["diverged", "learning"]["en"]


def test_what_was_set_aside_is_found(well: Site) -> None:
    set_aside = (
        "INSERT INTO set_aside (source, set_aside_at, sequence, body) "
        "SELECT source, '2026-01-01T00:00:00Z', sequence, body FROM inbox"
    )
    with well.database("learning") as database:
        database.write([(set_aside, ())])

    assert "1 events are set aside" in wrong(look(well))["set-aside", "learning"]["en"]


def test_a_log_whose_end_was_cut_off_is_found(embedded: Site) -> None:
    embedded.register("สมชาย", "สมหญิง")
    embedded.relayed()
    with closing(sqlite3.connect(embedded.file("membership"))) as connection, connection:
        connection.execute("DROP TRIGGER events_no_delete")
        connection.execute("DELETE FROM events WHERE position = 2")

    assert ("log-end", "membership") in wrong(look(embedded))


# -- the broker ---------------------------------------------------------------------------------


def test_a_broker_that_is_away_is_found(embedded: Site) -> None:
    said = look(embedded, BANGDUAN_BROKER="amqp://guest:secret@127.0.0.1:1//")

    assert ("broker", "127.0.0.1:1//") in wrong(said)
    assert "secret" not in said.out


def test_a_broker_that_is_none_is_found(embedded: Site) -> None:
    assert any(check == "broker" for check, _ in wrong(look(embedded, BANGDUAN_BROKER="tcp://x")))


def test_a_wrong_password_of_the_broker_is_found(embedded: Site, rabbit: str) -> None:
    said = look(embedded, BANGDUAN_BROKER=rabbit.replace("guest:guest", "guest:wrong"))

    [found] = wrong(said).values()
    assert "does not take the user 'guest'" in found["en"]
    assert "change_password" in found["do_en"]


def test_a_virtual_host_that_is_not_there_is_found(embedded: Site, rabbit: str) -> None:
    said = look(embedded, BANGDUAN_BROKER=rabbit + "-not")

    [found] = wrong(said).values()
    assert "virtual host" in found["do_en"]


def test_messages_nobody_took_are_found(embedded: Site, rabbit: str) -> None:
    assert wrong(look(embedded, BANGDUAN_BROKER=rabbit)) == {}
    confirmed = kombu.Connection(rabbit, transport_options={"confirm_publish": True})
    with confirmed as connection:
        queue = undeliverable_queue()(connection.channel())
        queue.declare()
        connection.Producer().publish(b"?", routing_key=queue.name)

        [found] = eventually(lambda: wrong(look(embedded, BANGDUAN_BROKER=rabbit)).values())

    assert found["check"] == "undeliverable"
    assert str(START.epoch + 1) in found["en"]
