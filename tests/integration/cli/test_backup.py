"""``bangduan backup``: one file, whole or not there, taken while the services work."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import tarfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg2
import pytest

from tests.integration.cli.conftest import person_id, postgres_site, sqlite_site

if TYPE_CHECKING:
    from bangduan.testing.postgresql import Postgres
    from tests.integration.cli.conftest import Site


def members(file: Path) -> dict[str, bytes]:
    """Everything in an archive."""
    with tarfile.open(file) as tar:
        found = {}
        for info in tar:
            content = tar.extractfile(info)
            assert content is not None
            found[info.name] = content.read()
        return found


def manifest_of(file: Path) -> Any:
    """The manifest of a backup."""
    return json.loads(members(file)["manifest.json"])


def test_a_backup_says_what_is_in_it(site: Site, tmp_path: Path) -> None:
    site.register("สมชาย", "สมหญิง")
    site.deliver()
    file = tmp_path / "site.tar.gz"

    said = site.run("backup", str(file), "--json")

    assert said.code == 0
    found = members(file)
    manifest = json.loads(found.pop("manifest.json"))
    assert manifest == said.json["manifest"]
    assert manifest["format"] == 1
    assert manifest["tambon"] == "110113"
    assert manifest["made_at"].endswith("Z")
    parts = {part["member"]: part for part in (*manifest["services"], *manifest["keyrings"])}
    assert found.keys() == parts.keys()
    for name, content in found.items():
        assert parts[name]["size"] == len(content)
        assert parts[name]["sha256"] == hashlib.sha256(content).hexdigest()
    events = {part["service"]: part["events"] for part in manifest["services"]}
    assert events == {"membership": 2, "learning": 0}
    [membership] = [part for part in manifest["services"] if part["service"] == "membership"]
    with site.application("membership") as application:
        head = application.log.head()
        assert head is not None
        assert membership["head"] == str(head.place)


def test_only_its_owner_may_read_it_and_nothing_else_is_left(site: Site, tmp_path: Path) -> None:
    site.register("สมชาย")
    folder = tmp_path / "backups"
    folder.mkdir()

    site.run("backup", str(folder / "site.tar.gz"))

    assert [path.name for path in folder.iterdir()] == ["site.tar.gz"]
    assert stat.S_IMODE((folder / "site.tar.gz").stat().st_mode) == 0o600


def test_an_older_backup_of_that_name_gives_way_to_a_whole_one(
    embedded: Site, tmp_path: Path
) -> None:
    file = tmp_path / "site.tar.gz"
    embedded.register("สมชาย")
    embedded.run("backup", str(file))
    embedded.register("สมหญิง")

    assert embedded.run("backup", str(file)).code == 0

    assert manifest_of(file)["services"][0]["events"] == 2


def test_keys_are_a_member_of_their_own_and_can_be_left_out(site: Site, tmp_path: Path) -> None:
    site.register("สมชาย")
    whole, bare = tmp_path / "whole.tar.gz", tmp_path / "bare.tar.gz"

    site.run("backup", str(whole))
    said = site.run("backup", str(bare), "--without-keys")

    [line] = members(whole)["site.keyring.jsonl"].splitlines()
    subject, key = json.loads(line)
    assert subject == person_id("สมชาย")
    everything = b"".join(members(bare).values())
    assert manifest_of(bare)["keyrings"] == []
    assert key.encode() not in everything
    assert "สมชาย".encode() not in everything
    assert "without keys" in said.out


def test_the_province_of_an_embedded_site_is_in_it(embedded: Site, tmp_path: Path) -> None:
    embedded.register("สมชาย")
    with embedded.application("province"):
        pass

    embedded.run("backup", str(tmp_path / "site.tar.gz"))

    scopes = {
        part["service"]: (part["scope"], part["tambon"])
        for part in manifest_of(tmp_path / "site.tar.gz")["services"]
    }
    assert scopes == {"membership": ("site", "110113"), "province": ("province", "110000")}


def test_it_is_whole_while_events_are_recorded(embedded: Site, tmp_path: Path) -> None:
    embedded.register("คนแรก (สมมติ)")
    stop = threading.Event()

    def record() -> None:
        number = 0
        while not stop.is_set():
            embedded.register(*(f"คนที่ {number + n}" for n in range(50)))
            number += 50

    recording = threading.Thread(target=record)
    recording.start()
    try:
        for _ in range(3):
            assert embedded.run("backup", str(tmp_path / "site.tar.gz")).code == 0
    finally:
        stop.set()
        recording.join()

    other = sqlite_site(tmp_path / "other")
    assert other.run("restore", str(tmp_path / "site.tar.gz")).code == 0
    assert other.run("verify").code == 0
    [membership] = manifest_of(tmp_path / "site.tar.gz")["services"]
    with other.application("membership") as application:
        assert application.log.count() == membership["events"]
        names = [application.log.event(row).name for row in application.log.read()]
    assert all("คน" in name for name in names)


def test_a_damaged_database_is_not_backed_up_over_a_good_one(
    embedded: Site, tmp_path: Path
) -> None:
    file = tmp_path / "site.tar.gz"
    embedded.register(*(f"คนที่ {number}" for number in range(200)))
    embedded.run("backup", str(file))
    good = file.read_bytes()
    content = bytearray(embedded.file("membership").read_bytes())
    content[8192:40960] = os.urandom(32768)
    embedded.file("membership").write_bytes(content)

    said = embedded.run("backup", str(file))

    assert said.code == 1
    assert "Traceback" not in said.err
    assert file.read_bytes() == good
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "site.tar.gz"]


def test_a_place_that_cannot_be_written_to_says_so(embedded: Site) -> None:
    embedded.register("สมชาย")

    said = embedded.run("backup", "/proc/site.tar.gz")

    assert said.code == 1
    assert "Traceback" not in said.err


@pytest.fixture
def spied(tmp_path: Path) -> tuple[str, Path]:
    """A PATH whose pg_dump notes its arguments and environment, and the file it notes them in."""
    folder, notes = tmp_path / "bin", tmp_path / "notes"
    folder.mkdir()
    (folder / "pg_dump").write_text(
        f'#!/bin/sh\necho "arguments: $*" >> {notes}\necho "password: $PGPASSWORD" >> {notes}\n'
        'exec /usr/bin/pg_dump "$@"\n'
    )
    (folder / "pg_dump").chmod(0o755)
    return f"{folder}:{os.environ['PATH']}", notes


def test_a_password_goes_by_the_environment_never_by_arguments(
    tmp_path: Path, server: Postgres, spied: tuple[str, Path]
) -> None:
    path, notes = spied
    site = postgres_site(tmp_path, server)
    site.register("สมชาย")
    connection = psycopg2.connect(server.url().replace("+psycopg2", ""))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS keeper")
        cursor.execute("CREATE ROLE keeper SUPERUSER LOGIN PASSWORD 'a secret'")
    connection.close()
    url = site.settings.database.replace("postgres@", "keeper:a%20secret@")

    said = site.run("backup", str(tmp_path / "site.tar.gz"), PATH=path, BANGDUAN_DATABASE=url)

    assert said.code == 0
    lines = notes.read_text().splitlines()
    assert "password: a secret" in lines
    assert all("secret" not in line for line in lines if line.startswith("arguments:"))


def test_a_dump_that_fails_leaves_no_file(tmp_path: Path, server: Postgres) -> None:
    site = postgres_site(tmp_path, server)
    site.register("สมชาย")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "pg_dump").write_text("#!/bin/sh\necho no room >&2\nexit 1\n")
    (tmp_path / "bin" / "pg_dump").chmod(0o755)

    said = site.run(
        "backup", str(tmp_path / "site.tar.gz"), PATH=f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    )

    assert said.code == 1
    assert "no room" in said.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bin"]


def test_made_up_data_are_known_as_such_wherever_they_are_restored(
    embedded: Site, tmp_path: Path
) -> None:
    embedded.register("สมชาย")
    embedded.settings.mark_simulated()
    file = tmp_path / "site.tar.gz"
    assert embedded.run("backup", str(file)).code == 0

    other = sqlite_site(tmp_path / "other")
    assert not other.settings.holds_simulated
    assert other.run("restore", str(file)).code == 0

    assert other.settings.holds_simulated
