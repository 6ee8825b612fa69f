"""With services that run: looked after while they work, and restored behind their backs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from bangduan.service import installed, named
from bangduan.settings import Settings
from bangduan.testing.hosts import Hosts
from tests.integration.cli.conftest import Site, eventually, sqlite_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bangduan.testing.postgresql import Postgres

PEOPLE = "/membership/api/v1/people"


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A site whose databases, where there is a server, are named after the services."""
    if request.param == "sqlite":
        yield sqlite_site(tmp_path)
        return
    server: Postgres = request.getfixturevalue("server")
    for name in (*installed(), "keyring"):
        server.create_database(name)
    yield Site(
        tmp_path,
        Settings(
            data=tmp_path / "data", database=server.url("{service}"), keyring=server.url("keyring")
        ),
    )


@pytest.fixture
def hosts(site: Site, tmp_path: Path) -> Iterator[Hosts]:
    """Membership and learning in one process, a broker in memory between them."""
    with Hosts(tmp_path, site.settings) as hosts:
        hosts.launch("both", ["membership", "learning"])
        hosts.wait_healthy("both")
        yield hosts


def register(hosts: Hosts, *names: str) -> None:
    """Register people as a client does."""
    who = hosts.let_in(named("membership"), "secretary")
    for name in names:
        answer = httpx.post(
            hosts.url("both") + PEOPLE, json={"name": f"{name} (สมมติ)", "synthetic": True},
            headers=who, trust_env=False,
        )  # fmt: skip
        assert answer.status_code == 201, answer.text


def learning(site: Site) -> Any:
    """Where the learning service stands."""
    services = site.run("status", "--json").json["services"]
    return next(each for each in services if each["service"] == "learning")


def has_read_all(site: Site) -> bool:
    """Has the learning service read everything that membership has recorded?"""
    follows = learning(site)["follows"]
    return all(
        f["behind"] == 0 and not f["diverged"] for f in follows if "membership" in f["source"]
    )


def owners(site: Site) -> int:
    """How many persons the learning service knows."""
    with site.database("learning") as database:
        return int(database.rows("SELECT count(*) FROM owners")[0][0])


def test_read_tables_are_rebuilt_while_the_service_answers(site: Site, hosts: Hosts) -> None:
    register(hosts, *(f"คนที่ {number}" for number in range(5)))
    eventually(lambda: has_read_all(site))

    for service in ("membership", "learning"):
        assert site.run("rebuild", service).code == 0
    register(hosts, "คนใหม่")

    who = hosts.let_in(named("membership"), "auditor")
    people = httpx.get(hosts.url("both") + PEOPLE, headers=who, trust_env=False).json()["items"]
    assert len(people) == 6
    assert eventually(lambda: owners(site) == 6)


def test_a_backup_is_taken_and_a_restore_refused_while_it_runs(
    site: Site, hosts: Hosts, tmp_path: Path
) -> None:
    register(hosts, "สมชาย")

    assert site.run("backup", str(tmp_path / "site.tar.gz")).code == 0
    said = site.run("restore", str(tmp_path / "site.tar.gz"), "--replace")

    assert said.code == 1
    assert "Stop the service" in said.err
    register(hosts, "สมหญิง")


def test_a_subscriber_ahead_of_a_restored_source_sets_aside_and_begins_anew(
    site: Site, hosts: Hosts, tmp_path: Path
) -> None:
    one = {"BANGDUAN_DATABASE": site.settings.database_url("membership")}
    register(hosts, "สมชาย", "สมหญิง")
    assert site.run("backup", str(tmp_path / "membership.tar.gz"), **one).code == 0
    register(hosts, "คนที่หายไป", "อีกคนที่หายไป")
    eventually(lambda: has_read_all(site))
    hosts.stop("both")

    restored = site.run("restore", str(tmp_path / "membership.tar.gz"), "--replace", **one)
    assert restored.code == 0, restored.err
    assert [f["diverged"] for f in learning(site)["follows"] if "membership" in f["source"]] == [
        True
    ]

    hosts.start("both")
    eventually(lambda: learning(site)["set_aside"] == 4)
    eventually(lambda: has_read_all(site))
    assert owners(site) == 2
    register(hosts, "คนใหม่")
    eventually(lambda: owners(site) == 3)

    listed = site.run("dead-letters", "set-aside", "--service", "learning", "--json").json
    assert len(listed["set_aside"]) == 4
    assert all(each["event"]["specversion"] == "1.0" for each in listed["set_aside"])
    assert site.run("doctor").code == 1
    assert site.run("dead-letters", "set-aside", "--service", "learning", "--discard").code == 0
    assert learning(site)["set_aside"] == 0
