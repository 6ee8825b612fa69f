"""What a service tells of itself: counted as it happens, looked up when asked, nobody's data."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families
from uuid6 import uuid7

from bangduan.application import Application
from bangduan.errors import DomainError, MalformedMessage
from bangduan.events.envelope import START, Place, from_cloudevent, to_cloudevent
from bangduan.events.types import EntityId, Line, Satang
from bangduan.link.authority import Authority
from bangduan.messaging import letters
from bangduan.messaging.control import Replayed, answer_from_bytes
from bangduan.metrics.meters import Meters
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.testing.access import Keys
from bangduan.testing.passbook import PASSBOOK_SERVICE, Deposit, OpenPassbook, Withdraw
from bangduan.web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

TOKEN = "a-token-of-the-watcher"
CANARY = "สมหญิง ผู้ไม่ควรปรากฏ (สมมติ)"
SOURCE = "/tambon/110113/membership"

Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    application = Application(PASSBOOK_SERVICE, Settings(data=tmp_path, metrics_token=TOKEN))
    prepare(application)
    yield application
    application.close()


@pytest.fixture
def client(application: Application) -> FlaskClient:
    return create_app(application).test_client()


def read(client: FlaskClient) -> Figures:
    """Every figure, by its name and labels."""
    answer = client.get("/passbook/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    found: Figures = {}
    for family in text_string_to_metric_families(answer.text):
        for sample in family.samples:
            key = (sample.name, tuple(sorted(sample.labels.items())))
            assert key not in found, f"{key} is told twice"
            found[key] = sample.value
    return found


def of(figures: Figures, name: str, **labels: str) -> float | None:
    """One figure of the service; None when it is not told."""
    return figures.get((name, tuple(sorted({"service": "passbook", **labels}.items()))))


def new_id() -> EntityId:
    return EntityId(str(uuid7()))


def opened(application: Application, name: str = "สมชาย (สมมติ)") -> EntityId:
    id = new_id()
    application.execute(OpenPassbook(passbook_id=id, holder_id=new_id(), name=Line(name)))
    return id


def relayed(application: Application, place: Place) -> None:
    """As if everything up to ``place`` had left."""
    sql, parameters = application.database.insert(
        "relay", ("name", "sequence", "last_id"), [("events", str(place), None)]
    )
    application.database.write([("DELETE FROM relay", ()), (sql, parameters)])


def test_who_watches_needs_no_account_but_the_token(client: FlaskClient) -> None:
    assert client.get("/passbook/metrics").status_code == 401
    wrong = {"Authorization": "Bearer something-else"}
    assert client.get("/passbook/metrics", headers=wrong).status_code == 401
    right = {"Authorization": f"Bearer {TOKEN}"}
    assert client.get("/passbook/metrics", headers=right).status_code == 200


def test_the_token_opens_nothing_else(client: FlaskClient) -> None:
    right = {"Authorization": f"Bearer {TOKEN}"}
    assert client.get("/passbook/api/v1/events", headers=right).status_code == 401
    assert client.get("/passbook/api/v1/passbooks", headers=right).status_code == 401


def test_without_a_token_set_nobody_is_let_in_by_one(tmp_path: Path) -> None:
    application = Application(PASSBOOK_SERVICE, Settings(data=tmp_path))
    prepare(application)
    client = create_app(application).test_client()
    for shown in ("Bearer ", "Bearer x", "bearer"):
        answer = client.get("/passbook/metrics", headers={"Authorization": shown})
        assert answer.status_code == 401
    application.close()


def test_commands_and_events_are_counted_by_what_they_came_to(
    application: Application, client: FlaskClient
) -> None:
    id = opened(application)
    deposit = Deposit(passbook_id=id, amount_satang=Satang(100))
    application.execute(deposit, key="once")
    application.execute(deposit, key="once")
    with pytest.raises(DomainError):
        application.execute(Withdraw(passbook_id=id, amount_satang=Satang(10_000)))

    figures = read(client)

    commands = "bangduan_commands_total"
    assert of(figures, commands, outcome="accepted") == 2
    assert of(figures, commands, outcome="repeated") == 1
    assert of(figures, commands, outcome="refused") == 1
    recorded = {
        dict(labels)["type"]: value
        for (name, labels), value in figures.items()
        if name == "bangduan_events_recorded_total"
    }
    assert sum(recorded.values()) == application.log.count() == 2


def test_what_has_not_left_is_counted_and_ages(
    application: Application, client: FlaskClient
) -> None:
    assert of(read(client), "bangduan_outbox_events") == 0
    assert of(read(client), "bangduan_outbox_age_seconds") == 0
    opened(application)
    opened(application)
    [first, last] = application.log.read()
    figures = read(client)
    assert of(figures, "bangduan_outbox_events") == 2
    age = of(figures, "bangduan_outbox_age_seconds")
    assert age is not None
    since = datetime.now(UTC) - datetime.fromisoformat(first.time)
    assert 0 < age <= since.total_seconds()

    relayed(application, last.place)

    figures = read(client)
    assert of(figures, "bangduan_outbox_events") == 0
    assert of(figures, "bangduan_outbox_age_seconds") == 0


def test_dead_and_parked_letters_are_told_by_source(
    application: Application, client: FlaskClient
) -> None:
    opened(application)
    [row] = application.log.read()
    arrived = from_cloudevent(to_cloudevent(SOURCE, row, None))
    later = dataclasses.replace(arrived, sequence=str(Place(1, 0, 99)))
    application.database.write(
        [
            letters.bury(application.database, arrived, "Traceback\nValueError: no", 5),
            letters.park(application.database, later),
        ]
    )

    figures = read(client)

    assert of(figures, "bangduan_dead_letters", source=SOURCE) == 1
    assert of(figures, "bangduan_parked_events", source=SOURCE) == 1


def test_how_far_behind_a_subscriber_knows_itself_to_be() -> None:
    meters = Meters("passbook")
    assert meters.behind(SOURCE, str(START)) == 0
    meters.heard(SOURCE, str(Place(1, 700, 12)))
    meters.heard(SOURCE, str(Place(1, 650, 9)))
    assert meters.behind(SOURCE, str(START)) == 12
    assert meters.behind(SOURCE, str(Place(1, 600, 5))) == 7
    assert meters.behind(SOURCE, str(Place(1, 700, 12))) == 0


def test_requests_are_timed_by_their_answer(client: FlaskClient) -> None:
    client.get("/passbook/health")
    client.get("/passbook/api/v1/passbooks")

    figures = read(client)

    count = "bangduan_request_duration_seconds_count"
    assert of(figures, count, method="GET", status="200") == 1
    assert of(figures, count, method="GET", status="401") == 1


def test_a_rebuild_is_timed(client: FlaskClient) -> None:
    told = [name for name, _ in read(client) if name == "bangduan_projection_rebuild_seconds"]
    assert len(told) == len(PASSBOOK_SERVICE.projections)


def test_two_services_of_one_name_in_one_process_keep_to_their_own(tmp_path: Path) -> None:
    site, province = (
        Application(PASSBOOK_SERVICE, Settings(data=tmp_path / each, metrics_token=TOKEN))
        for each in ("site", "province")
    )
    prepare(site)
    prepare(province)
    opened(site)
    assert of(read(create_app(site).test_client()), "bangduan_outbox_events") == 1
    assert of(read(create_app(province).test_client()), "bangduan_outbox_events") == 0
    site.close()
    province.close()


def test_a_database_that_is_away_is_a_figure_not_an_error(
    application: Application, client: FlaskClient
) -> None:
    application.database.write([("ALTER TABLE relay RENAME TO gone", ())])
    figures = read(client)
    assert of(figures, "bangduan_database_up") == 0
    application.database.write([("ALTER TABLE gone RENAME TO relay", ())])
    assert of(read(client), "bangduan_database_up") == 1


def test_certificates_say_how_long_they_hold(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, metrics_token=TOKEN)
    now = datetime.now(UTC)
    Authority.create(settings.authority_path, "Nowhere 110000 (สมมติ)", now)
    application = Application(PASSBOOK_SERVICE, settings)
    prepare(application)
    figures = read(create_app(application).test_client())
    application.close()
    left = figures["bangduan_certificate_expires_seconds", (("name", "authority"),)]
    assert timedelta(days=30) < timedelta(seconds=left) < timedelta(days=40 * 366)


def test_a_broker_that_cannot_be_asked_costs_the_other_figures_nothing(tmp_path: Path) -> None:
    settings = Settings(
        data=tmp_path, metrics_token=TOKEN, broker_admin="http://who:secret@127.0.0.1:1"
    )
    application = Application(PASSBOOK_SERVICE, settings)
    prepare(application)
    assert of(read(create_app(application).test_client()), "bangduan_database_up") == 1
    application.close()


def test_no_figure_holds_an_id_or_a_name(application: Application, client: FlaskClient) -> None:
    id = opened(application, CANARY)
    who = Keys().let_in(application, "auditor")
    client.get(f"/passbook/api/v1/passbooks/{id}?q={CANARY}", headers=who)
    client.open("/passbook/health", method="SOMTHING")
    answer = client.get("/passbook/metrics", headers=who)
    assert id not in answer.text
    assert CANARY not in answer.text
    assert "SOMTHING" not in answer.text


def test_an_answer_tells_how_far_its_source_is_and_an_older_one_need_not() -> None:
    head = str(Place(1, 0, 20_000))
    told = Replayed(SOURCE, more=True, head=head)
    assert answer_from_bytes(told.to_bytes()) == told
    older = answer_from_bytes(b'{"replayed": {"source": "x", "more": false}}')
    assert older == Replayed("x", more=False)
    with pytest.raises(MalformedMessage):
        answer_from_bytes(b'{"replayed": {"source": "x", "more": false, "head": "7"}}')
