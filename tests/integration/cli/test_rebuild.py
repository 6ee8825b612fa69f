"""``bangduan rebuild`` makes read tables what the log says they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from services.membership.projections.register import REGISTER, people

if TYPE_CHECKING:
    from tests.integration.cli.conftest import Site


def spoil(site: Site) -> None:
    """Change a read table behind the service's back."""
    with site.database("membership") as database:
        database.write([("DELETE FROM people", ())])


def count(site: Site) -> int:
    """How many people the read table holds."""
    with site.application("membership") as application:
        return len(application.reader.all(select(people)))


def test_read_tables_come_back_from_the_log(site: Site) -> None:
    site.register("สมชาย", "สมหญิง")
    spoil(site)

    said = site.run("rebuild", "membership", "--json")

    assert said.code == 0
    told = {"name": "register", "version": REGISTER.version, "events": 2}
    assert told in said.json["projections"]
    assert count(site) == 2


def test_one_projection_alone_leaves_the_others(embedded: Site) -> None:
    embedded.register("สมชาย")
    spoil(embedded)

    other = embedded.run("rebuild", "membership", "--projection", "partners")
    assert count(embedded) == 0
    said = embedded.run("rebuild", "membership", "--projection", "register")

    assert other.code == said.code == 0
    assert said.out == "membership: register rebuilt from 1 events\n"
    assert count(embedded) == 1


def test_tables_fed_by_another_service_come_back_from_what_arrived(site: Site) -> None:
    site.register("สมชาย", "สมหญิง")
    site.deliver("learning")
    with site.database("learning") as database:
        database.write([("DELETE FROM owners", ())])

    said = site.run("rebuild", "learning", "--projection", "register", "--json")

    assert said.json["projections"] == [{"name": "register", "version": 1, "events": 2}]
    with site.database("learning") as database:
        assert database.rows("SELECT count(*) FROM owners") == [(2,)]
