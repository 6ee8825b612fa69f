"""``bangduan restore``: everything back as it was, or everything as it is."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bangduan.service import installed
from bangduan.store import Keyring
from bangduan.store.keyring import metadata
from bangduan.testing.postgresql import Postgres
from bangduan.testing.tables import read_tables
from tests.integration.cli.conftest import Site, person_id, postgres_site, sqlite_site

if TYPE_CHECKING:
    from bangduan.testing.tables import Tables


def tables(site: Site) -> Tables:
    """What both services read from."""
    found: Tables = {}
    for name in ("membership", "learning"):
        found.update(read_tables(installed()[name], site.settings))
    return found


def epoch(site: Site) -> int:
    """The epoch that membership's log is in."""
    with site.database("membership") as database:
        return int(database.fact("epoch") or 1)


@pytest.fixture
def backup(site: Site, tmp_path: Path) -> Path:
    """A backup of a site with two persons whom both services know."""
    site.register("สมชาย", "สมหญิง")
    site.deliver()
    assert site.run("backup", str(tmp_path / "site.tar.gz")).code == 0
    return tmp_path / "site.tar.gz"


def test_an_empty_place_becomes_the_site_that_was(
    site: Site, backup: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if site.settings.database.startswith("sqlite"):
        other = sqlite_site(tmp_path / "other")
    else:
        other = postgres_site(tmp_path / "other", request.getfixturevalue("server"))

    said = other.run("restore", str(backup), "--json")

    assert said.code == 0
    assert said.json["kept_aside"] is None
    assert other.rows() == site.rows()
    assert tables(other) == tables(site)
    assert other.names() == ["สมชาย (สมมติ)", "สมหญิง (สมมติ)"]
    assert epoch(other) == epoch(site) + 1
    assert other.run("verify").code == 0


def test_the_site_goes_on_from_there_in_a_new_epoch(site: Site, backup: Path) -> None:
    site.register("คนที่หายไป")
    lost = site.run("events", "membership", "--json").lines[-1]

    assert site.run("restore", str(backup), "--replace").code == 0
    site.register("คนใหม่")

    events = site.run("events", "membership", "--json").lines
    assert len(events) == 3
    assert events[-1]["sequence"] > lost["sequence"]
    assert site.run("verify").code == 0


def test_each_restore_begins_an_epoch_of_its_own(site: Site, backup: Path) -> None:
    before = epoch(site)

    for number in (1, 2, 3):
        assert site.run("restore", str(backup), "--replace").code == 0
        assert epoch(site) == before + number


def test_where_events_are_recorded_it_wants_to_be_told(site: Site, backup: Path) -> None:
    site.register("คนใหม่")
    before = site.rows()

    said = site.run("restore", str(backup))

    assert said.code == 1
    assert "--replace" in said.err
    assert site.rows() == before


def test_what_is_replaced_is_kept_aside_and_can_be_had_again(site: Site, backup: Path) -> None:
    site.register("คนใหม่")

    said = site.run("restore", str(backup), "--replace", "--json")

    aside = Path(said.json["kept_aside"])
    kept = sorted(path.name for path in aside.iterdir())
    suffix = "sqlite3" if site.settings.database.startswith("sqlite") else "dump"
    assert kept == [f"learning.{suffix}", f"membership.{suffix}"]
    assert len(site.rows()) == 2
    if suffix == "sqlite3":
        (aside / "membership.sqlite3").replace(site.file("membership"))
        assert len(site.rows()) == 3


def test_nothing_of_the_work_is_left(site: Site, backup: Path) -> None:
    site.run("restore", str(backup), "--replace")

    left = [path.name for path in site.settings.data.iterdir() if "restoring" in path.name]
    assert left == []


# -- erased persons ----------------------------------------------------------------------------


def test_who_was_erased_since_the_backup_stays_erased(site: Site, backup: Path) -> None:
    site.erase("สมชาย")

    said = site.run("restore", str(backup), "--replace", "--json")

    assert said.json["keyrings"]["site"]["stay_erased"] == 1
    assert site.names() == ["[ลบแล้ว · forgotten]", "สมหญิง (สมมติ)"]
    with site.application("membership") as application:
        assert application.keyring.is_destroyed(person_id("สมชาย"))


def test_who_was_erased_stays_so_even_when_the_keyring_is_lost(
    embedded: Site, tmp_path: Path
) -> None:
    file = tmp_path / "site.tar.gz"
    embedded.register("สมชาย", "สมหญิง")
    embedded.run("backup", str(file))
    embedded.erase("สมชาย")
    (embedded.settings.data / "keyring.sqlite3").unlink()

    assert embedded.run("restore", str(file), "--replace").code == 0

    assert embedded.names() == ["[ลบแล้ว · forgotten]", "สมหญิง (สมมติ)"]


def test_who_was_erased_before_the_backup_loses_a_key_that_came_back(
    embedded: Site, tmp_path: Path
) -> None:
    file = tmp_path / "site.tar.gz"
    embedded.register("สมชาย", "สมหญิง")
    older = (embedded.settings.data / "keyring.sqlite3").read_bytes()
    embedded.erase("สมชาย")
    embedded.run("backup", str(file))
    (embedded.settings.data / "keyring.sqlite3").write_bytes(older)

    assert embedded.run("restore", str(file), "--replace").code == 0

    assert embedded.names() == ["[ลบแล้ว · forgotten]", "สมหญิง (สมมติ)"]


def test_persons_registered_since_keep_their_keys(site: Site, backup: Path) -> None:
    site.register("คนใหม่")

    site.run("restore", str(backup), "--replace")

    keyring = Keyring(site.settings.keyring_url)
    try:
        known = dict(keyring.database.rows("SELECT subject, key FROM personal_keys"))
    finally:
        keyring.close()
    assert set(metadata.tables) == {"personal_keys"}
    assert known.keys() == {person_id(name) for name in ("สมชาย", "สมหญิง", "คนใหม่")}
    assert all(known.values())


def test_a_backup_without_keys_is_read_with_those_that_are_here(
    embedded: Site, tmp_path: Path
) -> None:
    file = tmp_path / "bare.tar.gz"
    embedded.register("สมชาย")
    embedded.run("backup", str(file), "--without-keys")
    other = sqlite_site(tmp_path / "other")

    here = embedded.run("restore", str(file), "--replace")
    elsewhere = other.run("restore", str(file))

    assert "no keys" in here.out
    assert embedded.names() == ["สมชาย (สมมติ)"]
    assert elsewhere.code == 0
    assert other.names() == ["[ลบแล้ว · forgotten]"]
    assert other.run("doctor").code == 1


# -- refused ------------------------------------------------------------------------------------


def test_while_a_service_is_connected_it_is_refused(site: Site, backup: Path) -> None:
    with site.application("membership") as running:
        said = site.run("restore", str(backup), "--replace")
        assert running.log.count() == 2

    assert said.code == 1
    assert "membership" in said.err
    assert "Stop the service" in said.err


def test_while_a_relay_leads_it_is_refused(site: Site, backup: Path) -> None:
    with site.database("membership") as database:
        lock = database.leadership("relay.membership")
    with lock as leads:
        assert leads
        said = site.run("restore", str(backup), "--replace")

    assert said.code == 1


def test_while_the_site_is_up_it_is_refused(embedded: Site, tmp_path: Path) -> None:
    embedded.register("สมชาย")
    embedded.run("backup", str(tmp_path / "site.tar.gz"))
    with (embedded.settings.data / "up.lock").open("w") as file:
        file.write("4711")
        file.flush()
        fcntl.flock(file, fcntl.LOCK_EX)
        said = embedded.run("restore", str(tmp_path / "site.tar.gz"), "--replace")

    assert said.code == 1
    assert "4711" in said.err


def test_the_backup_of_another_site_is_refused(site: Site, backup: Path) -> None:
    before = site.rows()

    said = site.run("restore", str(backup), "--replace", BANGDUAN_TAMBON="110105")

    assert said.code == 1
    assert "BANGDUAN_TAMBON=110113" in said.err
    assert site.rows() == before


def test_a_backup_of_the_other_kind_of_database_is_refused(
    embedded: Site, tmp_path: Path, server: Postgres
) -> None:
    embedded.register("สมชาย")
    embedded.run("backup", str(tmp_path / "site.tar.gz"))
    other = postgres_site(tmp_path / "other", server)

    said = other.run("restore", str(tmp_path / "site.tar.gz"))

    assert said.code == 1
    assert "sqlite" in said.err


# -- failing ------------------------------------------------------------------------------------


def test_a_restore_that_fails_at_its_last_step_leaves_everything_as_it_was(
    site: Site, backup: Path, tmp_path: Path
) -> None:
    site.register("คนใหม่")
    before, read, at = site.rows(), tables(site), epoch(site)
    unusable = tmp_path / "keyring.sqlite3"
    unusable.write_bytes(b"no database" * 1000)

    said = site.run("restore", str(backup), "--replace", BANGDUAN_KEYRING=f"sqlite:///{unusable}")

    assert said.code == 1
    assert "Traceback" not in said.err
    assert site.rows() == before
    assert tables(site) == read
    assert epoch(site) == at
    assert not list(site.settings.data.glob("replaced-*"))
    assert not list(site.settings.data.glob("*restoring*"))


def test_a_restore_that_fails_in_an_empty_place_leaves_it_empty(
    site: Site, backup: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if site.settings.database.startswith("sqlite"):
        other = sqlite_site(tmp_path / "other")
    else:
        other = postgres_site(tmp_path / "other", request.getfixturevalue("server"))
    unusable = tmp_path / "keyring.sqlite3"
    unusable.write_bytes(b"no database" * 1000)

    said = other.run("restore", str(backup), BANGDUAN_KEYRING=f"sqlite:///{unusable}")

    assert said.code == 1
    states = {each["state"] for each in other.run("status", "--json").json["services"]}
    assert states == {"absent"}


def test_a_damaged_database_can_be_replaced(embedded: Site, tmp_path: Path) -> None:
    embedded.register("สมชาย")
    embedded.run("backup", str(tmp_path / "site.tar.gz"))
    embedded.file("membership").write_bytes(b"not a database at all" * 1000)

    untold = embedded.run("restore", str(tmp_path / "site.tar.gz"))
    said = embedded.run("restore", str(tmp_path / "site.tar.gz"), "--replace", "--json")

    assert untold.code == 1
    assert said.code == 0
    assert embedded.names() == ["สมชาย (สมมติ)"]
    kept = Path(said.json["kept_aside"]) / "membership.sqlite3"
    assert kept.read_bytes().startswith(b"not a database at all")
