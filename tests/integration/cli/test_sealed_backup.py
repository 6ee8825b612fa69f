"""A backup that nobody reads but who may, proved before it is kept, made again and again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pyrage
import pytest

from bangduan.cli import backing_up
from bangduan.store.backup.errors import BackupUnusable
from bangduan.store.backup.schedule import file_in, interval, made_in, prune
from bangduan.store.backup.sealing import Opener, Seal, kind_of, new_identity
from services.accounts import signing_in
from tests.integration.cli.conftest import eventually, sqlite_site

if TYPE_CHECKING:
    from pathlib import Path

    from bangduan.testing.rabbitmq import Rabbit
    from tests.integration.cli.conftest import Site

PASSPHRASE = "นาข้าวสี่ไร่ริมคลอง"
PASSWORD = "four words in a row"
HERE = signing_in.From("192.0.2.1")
ENVIRONMENT = {"BANGDUAN_BACKUP_PASSPHRASE": PASSPHRASE}


@pytest.fixture
def identity(tmp_path: Path) -> tuple[Path, str]:
    """A key for backups: the file of its private half, and the recipient."""
    file = tmp_path / "backup.key"
    return file, new_identity(file, "")


def wipe(site: Site) -> None:
    """As after a fire."""
    if site.settings.database.startswith("sqlite"):
        shutil.rmtree(site.settings.data)


def test_a_sealed_backup_says_nothing_to_who_has_no_key(
    embedded: Site, tmp_path: Path, identity: tuple[Path, str]
) -> None:
    embedded.register("สมชาย")
    file = tmp_path / "site.tar.gz.age"

    said = embedded.run("backup", str(file), "--recipient", identity[1], "--json")

    assert said.code == 0
    assert said.json["sealed"] is True
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    raw = file.read_bytes()
    assert raw.startswith(b"age-encryption.org/v1\n")
    assert b"manifest" not in raw
    assert kind_of(file) == "recipients"
    refused = embedded.run("restore", str(file), "--replace")
    assert refused.code == 1
    assert "--identity" in refused.err
    assert "กุญแจ" in refused.err


def test_after_a_fire_people_sign_in_and_every_chain_holds(
    embedded: Site, tmp_path: Path, identity: tuple[Path, str]
) -> None:
    embedded.register("สมชาย", "สมหญิง")
    embedded.deliver()
    (embedded.folder / "password").write_text(PASSWORD)
    opened = embedded.run(
        "accounts", "open", "somchai", "--name", "สมชาย (สมมติ)", "--role", "secretary",
        "--password-file", str(embedded.folder / "password"),
    )  # fmt: skip
    assert opened.code == 0
    key = embedded.settings.signing_key_path.read_bytes()
    before = embedded.rows()
    file = tmp_path / "site.tar.gz.age"
    said = embedded.run("backup", str(file), "--recipient", identity[1], "--verify")
    assert said.code == 0, said.err

    wipe(embedded)
    restored = embedded.run("restore", str(file), "--identity", str(identity[0]))

    assert restored.code == 0, restored.err
    assert embedded.rows() == before
    assert embedded.run("verify").code == 0
    assert embedded.names() == ["สมชาย (สมมติ)", "สมหญิง (สมมติ)"]
    # sessions and tokens that were given out go on being believed
    assert embedded.settings.signing_key_path.read_bytes() == key
    assert stat.S_IMODE(embedded.settings.signing_key_path.stat().st_mode) == 0o600
    with embedded.application("accounts") as accounts:
        assert signing_in.sign_in(accounts, "somchai", PASSWORD, HERE).account_id


def test_with_a_passphrase_either_database_comes_back(site: Site, tmp_path: Path) -> None:
    site.register("สมชาย")
    before = site.rows()
    file = tmp_path / "site.tar.gz.age"
    made = site.run("backup", str(file), "--verify", **ENVIRONMENT)
    assert made.code == 0, made.err
    assert "restored and verified" in made.out
    wrong = site.run("restore", str(file), "--replace", BANGDUAN_BACKUP_PASSPHRASE="something else")
    assert wrong.code == 1
    assert "passphrase does not open" in wrong.err
    assert "รหัสผ่านไม่ถูกต้อง" in wrong.err

    wipe(site)
    restored = site.run("restore", str(file), "--replace", **ENVIRONMENT)

    assert restored.code == 0, restored.err
    assert site.rows() == before
    assert site.names() == ["สมชาย (สมมติ)"]


def test_a_key_that_is_anothers_opens_nothing_and_says_so(
    embedded: Site, tmp_path: Path, identity: tuple[Path, str]
) -> None:
    embedded.register("สมชาย")
    other = tmp_path / "other.key"
    new_identity(other, "")
    file = tmp_path / "site.tar.gz.age"
    embedded.run("backup", str(file), "--recipient", identity[1])

    said = embedded.run("restore", str(file), "--replace", "--identity", str(other))

    assert said.code == 1
    assert "sealed for another" in said.err
    assert embedded.names() == ["สมชาย (สมมติ)"]


@pytest.mark.parametrize("harm", ["cut", "changed", "appended"])
def test_a_sealed_backup_that_was_harmed_is_refused_and_nothing_changes(
    embedded: Site, tmp_path: Path, identity: tuple[Path, str], harm: str
) -> None:
    embedded.register(*(f"คนที่ {number}" for number in range(40)))
    file = tmp_path / "site.tar.gz.age"
    embedded.run("backup", str(file), "--recipient", identity[1])
    raw = bytearray(file.read_bytes())
    match harm:
        case "cut":
            raw = raw[:-100]
        case "changed":
            raw[len(raw) // 2] ^= 1
        case _:
            raw += b"\0"
    file.write_bytes(raw)
    before = embedded.rows()

    said = embedded.run("restore", str(file), "--replace", "--identity", str(identity[0]))

    assert said.code == 1
    assert "Nothing was changed" in said.err
    assert embedded.rows() == before
    assert not list(embedded.settings.data.glob(".restoring-*"))


def test_secrets_go_only_into_a_sealed_backup(embedded: Site, tmp_path: Path) -> None:
    embedded.register("สมชาย")
    (tmp_path / ".env").write_text("POSTGRES_PASSWORD=secret")

    said = embedded.run("backup", str(tmp_path / "x.tar.gz"), "--include", str(tmp_path / ".env"))

    assert said.code == 1
    assert "--recipient" in said.err
    assert not (tmp_path / "x.tar.gz").exists()


def test_files_come_back_where_they_belong_and_replace_nothing(
    embedded: Site, tmp_path: Path, identity: tuple[Path, str]
) -> None:
    embedded.register("สมชาย")
    link = embedded.settings.link_path
    link.mkdir()
    (link / "key-01.pem").write_text("a key of the link")
    (link / "key-01.pem").chmod(0o600)
    (tmp_path / ".env").write_text("POSTGRES_PASSWORD=secret")
    file = tmp_path / "site.tar.gz.age"
    made = embedded.run(
        "backup", str(file), "--recipient", identity[1], "--include", str(tmp_path / ".env")
    )
    assert made.code == 0, made.err

    other = sqlite_site(tmp_path / "other")
    other.settings.link_path.mkdir(parents=True)
    (other.settings.link_path / "key-01.pem").write_text("another")
    again = ("restore", str(file), "--identity", str(identity[0]), "--json")
    left = other.run(*again)
    assert left.code == 0, left.err
    assert (other.settings.link_path / "key-01.pem").read_text() == "another"
    assert str(other.settings.link_path / "key-01.pem") in left.json["files_left"]
    [env] = other.settings.data.glob("restored-*/included/env")
    assert env.read_text() == "POSTGRES_PASSWORD=secret"

    (other.settings.link_path / "key-01.pem").unlink()
    assert other.run(*again, "--replace").code == 0
    back = other.settings.link_path / "key-01.pem"
    assert back.read_text() == "a key of the link"
    assert stat.S_IMODE(back.stat().st_mode) == 0o600


def test_how_the_broker_is_set_up_is_in_it_and_a_broker_that_is_away_costs_nothing(
    embedded: Site, tmp_path: Path, identity: tuple[Path, str], rabbit_server: Rabbit
) -> None:
    embedded.register("สมชาย")
    asked = ("backup", str(tmp_path / "x.age"), "--recipient", identity[1], "--json")

    made = embedded.run(*asked, BANGDUAN_BROKER_ADMIN=rabbit_server.admin_url)
    assert made.code == 0, made.err
    assert "broker-definitions.json" in [each["place"] for each in made.json["manifest"]["files"]]

    away = embedded.run(*asked, BANGDUAN_BROKER_ADMIN="http://who:secret@127.0.0.1:1")
    assert away.code == 0, away.err
    assert "does not answer" in away.err
    assert "secret" not in away.err

    other = sqlite_site(tmp_path / "other")
    embedded.run(*asked, BANGDUAN_BROKER_ADMIN=rabbit_server.admin_url)
    said = other.run("restore", str(tmp_path / "x.age"), "--identity", str(identity[0]))
    assert said.code == 0, said.err
    [definitions] = other.settings.data.glob("restored-*/broker-definitions.json")
    assert "users" in json.loads(definitions.read_bytes())


def test_the_provinces_own_accounts_under_up_come_back(
    embedded: Site, tmp_path: Path, identity: tuple[Path, str]
) -> None:
    embedded.register("สมชาย")
    with embedded.application("accounts@province") as accounts:
        kept = accounts.settings.signing_key_path
        assert accounts.tambon == "110000"
    kept.write_text("a key")
    file = tmp_path / "site.tar.gz.age"
    assert embedded.run("backup", str(file), "--recipient", identity[1]).code == 0
    wipe(embedded)

    said = embedded.run("restore", str(file), "--identity", str(identity[0]))

    assert said.code == 0, said.err
    assert kept.read_text() == "a key"
    assert (embedded.settings.data / "province" / "accounts.sqlite3").exists()


def test_a_log_that_does_not_hold_is_not_kept_as_a_backup(site: Site, tmp_path: Path) -> None:
    site.register("สมชาย")
    with site.database("membership") as database:
        lift = "DROP TRIGGER events_no_update"
        if database.name == "postgresql":
            lift = "ALTER TABLE events DISABLE TRIGGER events_append_only"
        database.write([(lift, ()), ("UPDATE events SET time = '2001-01-01T00:00:00Z'", ())])

    said = site.run("backup", str(tmp_path / "site.tar.gz"), "--verify")

    assert said.code == 1
    assert "was changed after it was recorded" in said.err
    assert list(tmp_path.glob("*.tar.gz")) == []


def test_a_folder_keeps_the_newest_and_of_other_sites_all(embedded: Site, tmp_path: Path) -> None:
    embedded.register("สมชาย")
    folder = tmp_path / "backups"
    folder.mkdir()
    began = datetime(2026, 1, 1, tzinfo=UTC)
    old = [file_in(folder, "110113", began + timedelta(days=n), sealed=True) for n in range(5)]
    other = file_in(folder, "110114", began, sealed=True)
    for file in (*old, other, folder / "notes.txt"):
        file.write_bytes(b"")

    said = embedded.run("backup", "--to", str(folder), "--keep", "3", **ENVIRONMENT)

    assert said.code == 0, said.err
    [newest, *rest] = [path for _, path in made_in(folder, "110113")]
    assert newest.stat().st_size > 0
    assert rest == [old[4], old[3]]
    assert other.exists()
    assert (folder / "notes.txt").exists()


def test_by_a_schedule_it_goes_on_until_it_is_stopped(embedded: Site, tmp_path: Path) -> None:
    embedded.register("สมชาย")
    folder = tmp_path / "backups"
    asked = ("backup", "--to", str(folder), "--every", "24h", "--keep", "2")
    with embedded.started(*asked) as process:
        eventually(lambda: made_in(folder, "110113") if folder.exists() else None, seconds=60)
        assert process.poll() is None
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(30) == 0

    # the one that was made is fresh: started again, it would wait
    day = timedelta(days=1)
    assert timedelta(hours=23) < backing_up._until_due(folder, "110113", day) <= day
    assert backing_up._until_due(folder, "110113", timedelta(0)) <= timedelta(0)


def test_what_is_asked_wrongly_is_said(embedded: Site, tmp_path: Path) -> None:
    embedded.register("สมชาย")
    file = str(tmp_path / "x")
    assert embedded.run("backup").code == 2
    assert embedded.run("backup", file, "--keep", "3").code == 2
    assert embedded.run("backup", "--to", file, "--every", "often").code == 2
    assert "age1" in embedded.run("backup", file, "--recipient", "age1nobody").err
    short = embedded.run("backup", file, BANGDUAN_BACKUP_PASSPHRASE="short")
    assert "too short" in short.err


def test_an_identity_can_be_sealed_itself_and_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "sealed.key"
    recipient = new_identity(file, PASSPHRASE)
    assert kind_of(file) == "passphrase"
    with file.open("rb") as raw, Opener(passphrase=PASSPHRASE).reading(file, raw) as content:
        assert recipient in content.read().decode()
    with pytest.raises(FileExistsError):
        new_identity(file, "")


def test_the_age_format_is_everybodys(tmp_path: Path) -> None:
    key = pyrage.x25519.Identity.generate()
    sealed = tmp_path / "any.age"
    with (
        sealed.open("wb") as file,
        Seal(recipients=(str(key.to_public()),)).writing(file) as content,
    ):
        content.write(b"ten thousand " * 10_000)

    assert pyrage.decrypt(sealed.read_bytes(), [key]) == b"ten thousand " * 10_000


def test_a_file_that_ends_with_a_whole_chunk_is_still_seen_to_be_cut(tmp_path: Path) -> None:
    key = pyrage.x25519.Identity.generate()
    sealed, chunk = tmp_path / "any.age", 65_536 + 16
    with (
        sealed.open("wb") as file,
        Seal(recipients=(str(key.to_public()),)).writing(file) as content,
    ):
        content.write(os.urandom(3 * 65_536))
    sealed.write_bytes(sealed.read_bytes()[:-chunk])

    with (
        sealed.open("rb") as raw,
        pytest.raises(BackupUnusable, match="cut short"),
        Opener(identities=(str(key),)).reading(sealed, raw) as start,
    ):
        start.read(1000)


@pytest.mark.parametrize(
    ("text", "time"),
    [("30m", timedelta(minutes=30)), ("24h", timedelta(hours=24)), ("7d", timedelta(days=7))],
)
def test_times_between_backups(text: str, time: timedelta) -> None:
    assert interval(text) == time


def test_pruning_an_empty_folder_is_fine(tmp_path: Path) -> None:
    assert prune(tmp_path, "110113", 3) == []
