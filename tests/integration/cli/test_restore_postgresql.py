"""``bangduan restore`` on PostgreSQL: one transaction, the owners' tables, another server."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING

import psycopg2
import pytest

from bangduan.service import installed
from bangduan.settings import Settings
from bangduan.testing.postgresql import Postgres
from tests.integration.cli.conftest import Site, eventually, postgres_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_a_restore_that_is_told_to_end_undoes_what_it_did(tmp_path: Path, server: Postgres) -> None:
    site = postgres_site(tmp_path, server)
    site.register("สมชาย")
    site.run("backup", str(tmp_path / "site.tar.gz"))
    site.register("คนใหม่")
    before = site.rows()
    programs, begun = tmp_path / "bin", tmp_path / "begun"
    programs.mkdir()
    (programs / "psql").write_text(
        f'#!/bin/sh\n[ -e {begun} ] && exec /usr/bin/psql "$@"\n'
        f'/usr/bin/psql "$@"; touch {begun}; exec sleep 60\n'
    )
    (programs / "psql").chmod(0o755)
    path = f"{programs}:{os.environ['PATH']}"

    with site.started("restore", "site.tar.gz", "--replace", PATH=path) as restoring:
        eventually(begun.exists)
        assert len(site.rows()) == 1
        restoring.terminate()
        assert restoring.wait(30) == 1

    assert site.rows() == before


# -- whose it is ---------------------------------------------------------------------------------


def test_what_an_administrator_does_still_belongs_to_the_services(
    tmp_path: Path, server: Postgres
) -> None:
    def owners(database: str) -> set[str]:
        connection = psycopg2.connect(server.url(database).replace("+psycopg2", ""))
        with closing(connection), connection.cursor() as cursor:
            cursor.execute("SELECT tableowner FROM pg_tables WHERE schemaname = 'public'")
            return {name for (name,) in cursor.fetchall()}

    for name in (*installed(), "keyring"):
        server.create_database(name)
    with closing(psycopg2.connect(server.url().replace("+psycopg2", ""))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for name in ("membership", "keyring"):
                cursor.execute(f"CREATE ROLE {name} LOGIN")
                cursor.execute(f"ALTER DATABASE {name} OWNER TO {name}")
    settings = Settings(
        data=tmp_path / "data", database=server.url("{service}"), keyring=server.url("keyring")
    )
    site = Site(tmp_path, settings)
    site.register("สมชาย")

    site.run("backup", str(tmp_path / "site.tar.gz"))
    assert site.run("restore", str(tmp_path / "site.tar.gz"), "--replace").code == 0
    assert site.run("rebuild", "membership").code == 0

    assert owners("membership") == {"membership"}
    assert owners("keyring") == {"keyring"}


# -- another server ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def younger_server() -> Iterator[Postgres]:
    """A server that has seen far fewer transactions than the one the backup is from."""
    with Postgres(durable=False) as server:
        yield server


def test_on_a_server_that_is_younger_every_event_is_seen_at_once(
    tmp_path: Path, server: Postgres, younger_server: Postgres
) -> None:
    site = postgres_site(tmp_path / "old", server)
    with site.application("membership") as application:
        for _ in range(20_000):
            application.database.rows("SELECT pg_current_xact_id()")
    site.register("สมชาย", "สมหญิง")
    site.run("backup", str(tmp_path / "site.tar.gz"))
    other = postgres_site(tmp_path / "new", younger_server)

    assert other.run("restore", str(tmp_path / "site.tar.gz")).code == 0
    other.register("คนใหม่")

    old = site.run("events", "membership", "--json").lines
    new = other.run("events", "membership", "--json").lines
    assert [event["id"] for event in new[:2]] == [event["id"] for event in old]
    assert len(new) == 3
    assert other.names() == ["สมชาย (สมมติ)", "สมหญิง (สมมติ)", "คนใหม่ (สมมติ)"]
