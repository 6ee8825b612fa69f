"""Who saw whom and all that is kept of a person, across the services of a site."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from hypothesis import given as example_of
from hypothesis import strategies as st
from uuid6 import uuid7

from bangduan.application import Application
from bangduan.chores import Chore, Chores
from bangduan.events.types import EntityId, Line
from bangduan.permissions import Role
from bangduan.rebuilding import prepare
from bangduan.service import named
from bangduan.settings import Settings
from bangduan.store.sightings import THROUGH, Sightings, sightings
from bangduan.testing import passbook
from bangduan.testing.access import Keys
from bangduan.web import sessions
from bangduan.web.app import create_app
from bangduan.web.neighbours import Neighbours
from services.membership.domain.person import RegisterPerson

NAME = Line("สมหญิง ใจดี (สมมติ)")
KINDS = ("sqlite", "postgresql")


def new() -> EntityId:
    return EntityId(str(uuid7()))


@dataclasses.dataclass(frozen=True, slots=True)
class Site:
    """The register and the passbooks of a savings group, in one process."""

    register: Application
    group: Application
    apps: dict[str, Flask]
    keys: Keys

    def reader(self, *roles: Role) -> tuple[FlaskClient, FlaskClient, str]:
        """Somebody signed in to both, and the account."""
        account = str(uuid7())
        for application in (self.register, self.group):
            self.keys.open(application, *roles, account=account)
        said = sessions.Statement("session", str(uuid7()), account, form_token="x")
        clients = []
        for name, application in (("membership", self.register), ("passbook", self.group)):
            client = self.apps[name].test_client()
            client.set_cookie(sessions.COOKIE, self.keys.signed(application, said))
            clients.append(client)
        return clients[0], clients[1], account


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A person of the register who has a passbook."""
    beside = Neighbours("http://127.0.0.1:1")
    services = (named("membership"), passbook.PASSBOOK_SERVICE)
    with (
        closing(Application(services[0], Settings(data=tmp_path))) as register,
        closing(Application(services[1], Settings(data=tmp_path))) as group,
    ):
        apps = {}
        for application in (register, group):
            prepare(application)
            app = create_app(application, services, beside)
            apps[application.service.name] = beside.apps[application.service.name] = app
        yield Site(register, group, apps, Keys())


@pytest.fixture
def person(site: Site) -> EntityId:
    """Somebody of the register who saves with the group."""
    person_id = new()
    site.register.execute(RegisterPerson(person_id=person_id, name=NAME, synthetic=True))
    site.group.execute(passbook.OpenPassbook(passbook_id=new(), holder_id=person_id, name=NAME))
    return person_id


def test_a_breach_report_tells_of_every_service(site: Site, person: EntityId) -> None:
    register, group, account = site.reader("chair", "treasurer")
    assert register.get(f"/membership/api/v1/people/{person}").status_code == 200
    assert group.get("/passbook/api/v1/passbooks").status_code == 200

    auditor, _, _ = site.reader("auditor")
    answer = auditor.get(f"/membership/api/v1/breach-report?account_id={account}")
    rows = answer.get_json()["items"]
    assert {(row["service"], row["person_id"]) for row in rows} == {
        ("membership", person),
        ("passbook", person),
    }
    page = auditor.get(f"/membership/people/{person}/seen?lang=en").get_data(as_text=True)
    assert "Passbooks" in page
    assert "chair treasurer" in page


def test_the_record_of_a_person_has_what_every_service_keeps(site: Site, person: EntityId) -> None:
    administrator, _, _ = site.reader("administrator")
    found = administrator.get(f"/membership/api/v1/people/{person}/record").get_json()
    assert found["away"] == []
    parts = {part["service"]: part for part in found["services"]}
    assert parts["passbook"]["tables"]["passbooks"][0]["name"] == NAME
    [opened] = parts["passbook"]["events"]
    assert opened["data"]["holder_id"] == person


def test_what_is_no_id_has_no_record(site: Site, person: EntityId) -> None:
    _, group, _ = site.reader("administrator")
    assert group.get(f"/passbook/api/v1/people/{person}/record").status_code == 200
    for wrong in ("%25", "_" * 36, "passbook"):
        assert group.get(f"/passbook/api/v1/people/{wrong}/record").status_code == 404, wrong


def test_a_service_that_does_not_answer_is_named(site: Site, person: EntityId) -> None:
    administrator, _, account = site.reader("administrator")
    del site.apps["membership"].extensions["bangduan.web"].neighbours.apps["passbook"]
    found = administrator.get(f"/membership/api/v1/people/{person}/record").get_json()
    assert found["away"] == ["passbook"]
    report = administrator.get(f"/membership/api/v1/breach-report?account_id={account}")
    assert report.get_json()["away"] == ["สมุดฝาก"]


def test_who_saw_whom_is_for_auditors_and_is_paged(site: Site) -> None:
    _, group, account = site.reader("chair", "treasurer")
    for _ in range(3):
        site.group.execute(passbook.OpenPassbook(passbook_id=new(), holder_id=new(), name=NAME))
    group.get("/passbook/api/v1/passbooks")
    assert group.get("/passbook/api/v1/seen").status_code == 403

    _, auditor, _ = site.reader("auditor")
    first = auditor.get(f"/passbook/api/v1/seen?account_id={account}&limit=2").get_json()
    rest = auditor.get(
        "/passbook/api/v1/seen",
        query_string={"account_id": account, "limit": 2, "after": first["next"]},
    ).get_json()
    assert len(first["items"]) == 2
    assert len({row["person_id"] for row in first["items"] + rest["items"]}) == 3
    assert rest["next"] is None
    for wrong in ("from_day=30/6/2569", "limit=0", "limit=x", "who=me"):
        assert auditor.get(f"/passbook/api/v1/seen?{wrong}").status_code in {400, 422}, wrong


def test_what_was_noted_is_there_after_the_service_stopped(
    tmp_path: Path,
) -> None:
    with closing(Application(passbook.PASSBOOK_SERVICE, Settings(data=tmp_path))) as application:
        prepare(application)
        application.sightings.add("account", ["person"], "page")
    with closing(Application(passbook.PASSBOOK_SERVICE, Settings(data=tmp_path))) as application:
        [row] = application.database.select(sightings(person_id="person"))
        assert (row["account_id"], row["page"], row["api"]) == ("account", 1, 0)


def test_a_chore_that_fails_is_tried_again_and_stops_no_other(tmp_path: Path) -> None:
    done: list[str] = []

    def fail(_: Application) -> None:
        done.append("failed")
        raise ValueError("a planted failure")

    chores = (
        Chore("failing", every_seconds=2, do=fail),
        Chore("other", every_seconds=1, do=lambda _: done.append("other")),
    )
    service = dataclasses.replace(passbook.PASSBOOK_SERVICE, chores=chores)
    with closing(Application(service, Settings(data=tmp_path))) as application:
        prepare(application)
        application.sightings.add("account", ["person"], "page")
        minded = Chores(application, lambda _: None)
        for second in range(1, 6):
            minded.once(float(second))
        assert Counter(done) == {"other": 5, "failed": 3}
        assert len(application.database.select(sightings())) == 1


ACCOUNTS, PEOPLE = st.sampled_from("ab"), st.sampled_from("pqr")
LOOKS = st.lists(
    st.tuples(st.integers(0, 1), ACCOUNTS, st.sets(PEOPLE, min_size=1), st.sampled_from(THROUGH))
)


@pytest.mark.parametrize("kind", KINDS)
def test_no_look_is_lost_or_counted_twice_whichever_process_writes_it(
    kind: str, databases: dict[str, Callable[[], str]], tmp_path: Path
) -> None:
    configured = dataclasses.replace(Settings(data=tmp_path), database=databases[kind]())
    with closing(Application(passbook.PASSBOOK_SERVICE, configured)) as application:
        prepare(application)
        database = application.database

        @settings(max_examples=15, suppress_health_check=list(HealthCheck))
        @example_of(looks=LOOKS, writes=st.sets(st.integers(0, 20)))
        def conserved(looks: list[Any], writes: set[int]) -> None:
            database.write([("DELETE FROM seen", ())])
            processes = Sightings(database), Sightings(database)
            wanted: Counter[tuple[str, str, str]] = Counter()
            for number, (process, account, people, through) in enumerate(looks):
                processes[process].add(account, people, through)
                wanted.update((account, person, through) for person in people)
                if number in writes:
                    processes[process].write()
            for each in processes:
                each.write()
                each.write()
            found: Counter[tuple[str, str, str]] = Counter()
            for row in database.select(sightings(from_day=date(2000, 1, 1))):
                for through in THROUGH:
                    if row[through]:
                        found[row["account_id"], row["person_id"], through] += row[through]
            assert found == wanted

        conserved()
