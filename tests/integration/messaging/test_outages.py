"""Whatever happens to the broker, commands are accepted and their events arrive in the end."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx
import kombu
import pytest
from amqp.basic_message import Message

from bangduan.messaging.topology import EVENTS, subscriber_queue
from bangduan.settings import Settings
from bangduan.testing.hosts import databases_of
from bangduan.testing.messaging import Site
from bangduan.testing.messaging.site import SERVICES, new_account
from bangduan.testing.rabbitmq import Rabbit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bangduan.testing.postgresql import Postgres

TAMBON = "110113"
DISPLAY_QUEUE = subscriber_queue(TAMBON, "display", TAMBON, "till").name
READ_QUEUES = (DISPLAY_QUEUE, subscriber_queue(TAMBON, "ledger", TAMBON, "till").name)
STOPS_WITHIN_SECONDS = 12


@pytest.fixture(scope="module")
def broker() -> Iterator[Rabbit]:
    """A broker of these tests' own, to do with as they please."""
    with Rabbit() as server:
        yield server


@pytest.fixture(scope="module")
def running(
    tmp_path_factory: pytest.TempPathFactory, broker: Rabbit, postgres_server: Postgres
) -> Iterator[Site]:
    settings = Settings(
        broker=broker.url(),
        backoff_seconds=0.05,
        heartbeat_seconds=1.0,
        **databases_of(postgres_server, SERVICES),
    )
    with Site(tmp_path_factory.mktemp("outages"), settings, forget=lambda _: None) as site:
        yield site


@pytest.fixture
def site(running: Site, broker: Rabbit) -> Site:
    """Everything running and agreeing."""
    broker.start()
    running.run()
    running.wait_agreed()
    return running


def test_commands_are_accepted_without_a_broker_and_leave_when_there_is_one(
    site: Site, broker: Rabbit
) -> None:
    site.stop()
    broker.stop()
    site.run()
    for _ in range(3):
        site.pay(new_account(), 10)
    assert len(site.booked()) < len(site.paid())

    broker.start()

    site.wait_agreed()


def test_a_broker_that_was_killed_loses_nothing(site: Site, broker: Rabbit) -> None:
    for queue in READ_QUEUES:
        broker.wait_for_queue_on_disk(queue)
    with paying(site):
        broker.kill()
        site.pay(new_account(), 10)
        broker.start()

    site.wait_agreed()


def test_a_broker_that_was_away_for_a_while_is_found_again_at_once(
    site: Site, broker: Rabbit
) -> None:
    away_from = time.monotonic()
    broker.stop()
    site.pay(new_account(), 10)
    site.wait_for(lambda: time.monotonic() - away_from > 15)
    broker.start()

    site.wait_agreed(10)


def test_a_connection_closed_by_an_operator_is_opened_again(site: Site, broker: Rabbit) -> None:
    # the statistics that the list of connections is made of come every five seconds
    site.wait_for(lambda: len(broker.management("connections")) >= 2 * len(SERVICES))
    with paying(site):
        for connection in broker.management("connections"):
            broker.management(f"connections/{connection['name']}".replace(" ", "%20"), "DELETE")

    site.wait_agreed()


def test_a_broker_whose_disk_was_lost_is_filled_again(site: Site, broker: Rabbit) -> None:
    with paying(site):
        broker.kill()
        site.pay(new_account(), 10)
        broker.wipe()
        broker.start()

    site.wait_agreed()


def test_a_queue_that_was_deleted_is_made_again(site: Site, broker: Rabbit) -> None:
    with paying(site):
        broker.management(f"queues/%2f/{DISPLAY_QUEUE}", "DELETE")

    site.wait_agreed()


def test_a_queue_of_which_a_power_cut_left_the_name_alone_is_made_again(
    site: Site, broker: Rabbit
) -> None:
    site.run("till", "ledger")
    broker.management(f"queues/%2f/{DISPLAY_QUEUE}", "DELETE")
    with kombu.Connection(broker.url()) as connection:
        subscriber_queue(TAMBON, "display", TAMBON, "till")(connection.default_channel).declare()
    broker.kill()
    broker.start()
    site.pay(new_account(), 10)

    site.run()

    site.wait_agreed(90)
    assert "made anew" in site.hosts.log("display")


def test_a_queue_of_an_older_release_is_made_again(site: Site, broker: Rabbit) -> None:
    site.run("till", "ledger")
    site.pay(new_account(), 10)
    broker.management(f"queues/%2f/{DISPLAY_QUEUE}", "DELETE")
    old = {"durable": True, "arguments": {"x-queue-type": "quorum"}}
    broker.management(f"queues/%2f/{DISPLAY_QUEUE}", "PUT", old)

    site.run()

    site.wait_agreed()


def test_a_gap_in_the_stream_of_events_is_asked_for_at_once(site: Site, broker: Rabbit) -> None:
    with kombu.Connection(broker.url()) as connection:
        queue = subscriber_queue(TAMBON, "display", TAMBON, "till")(connection.default_channel)
        queue.unbind_from(EVENTS, routing_key=queue.routing_key)
        site.pay(new_account(), 10)
        site.wait_for(lambda: len(site.booked()) == len(site.paid()))
        queue.bind_to(EVENTS, routing_key=queue.routing_key)
    site.pay(new_account())

    site.wait_agreed(5)


def test_a_full_queue_holds_up_nobody_else(site: Site, broker: Rabbit) -> None:
    full = kombu.Queue(
        "full", EVENTS, routing_key="#",
        queue_arguments={"x-max-length": 1, "x-overflow": "reject-publish"},
    )  # fmt: skip
    with kombu.Connection(broker.url()) as connection:
        full(connection.default_channel).declare()
        try:
            for _ in range(20):
                site.pay(new_account(), 50)

            site.wait_agreed()
            site.wait_for(lambda: "refused" in site.hosts.log("till"))
        finally:
            full(connection.default_channel).delete()


def test_a_subscriber_whose_own_queue_was_full_gets_all(site: Site, broker: Rabbit) -> None:
    site.run("till", "ledger")
    policy = {
        "pattern": DISPLAY_QUEUE.replace(".", "\\."),
        "definition": {"max-length": 3, "overflow": "reject-publish"},
        "apply-to": "queues",
    }
    broker.management("policies/%2f/small", "PUT", policy)
    try:
        for _ in range(5):
            site.pay(new_account(), 20)
        site.wait_for(lambda: len(site.booked()) == len(site.paid()))
        site.run()
        site.pay(new_account(), 20)

        site.wait_agreed()
    finally:
        broker.management("policies/%2f/small", "DELETE")


def test_what_is_no_event_is_dropped_and_the_rest_goes_on(site: Site, broker: Rabbit) -> None:
    with kombu.Connection(broker.url()) as connection:
        channel = connection.default_channel
        bodies = (b"", b"{", b"[]", b'{"specversion": "1.0"}', b'{"replayed": 1}', b"\xff\xfe")
        types = (
            "application/cloudevents+json", "application/cloudevents-batch+json",
            "application/vnd.bangduan.control+json", None,
        )  # fmt: skip
        for queue in (DISPLAY_QUEUE, f"{TAMBON}.till.replays"):
            for body in bodies:
                for type in types:
                    message = Message(body, content_type=type)
                    channel.basic_publish(message, exchange="", routing_key=queue)
    site.pay(new_account(), 10)

    site.wait_agreed()


def test_services_stop_in_time_with_their_broker_gone(site: Site, broker: Rabbit) -> None:
    site.pay(new_account(), 10)
    broker.stop()

    site.hosts.stop(seconds=STOPS_WITHIN_SECONDS)
    site.run()
    site.hosts.stop(seconds=STOPS_WITHIN_SECONDS)

    broker.start()
    site.run()
    site.wait_agreed()


def test_services_stop_in_time_with_a_broker_that_does_not_answer(
    site: Site, broker: Rabbit
) -> None:
    with frozen(broker):
        site.pay(new_account(), 10)
        site.hosts.stop(seconds=STOPS_WITHIN_SECONDS)

    site.run()
    site.wait_agreed()


def test_services_stop_in_time_in_the_middle_of_work(site: Site) -> None:
    for _ in range(10):
        site.pay(new_account(), 1000)

    site.hosts.stop(seconds=STOPS_WITHIN_SECONDS)

    site.run()
    site.wait_agreed()


def test_a_broker_that_does_not_answer_for_a_while_is_waited_for(
    site: Site, broker: Rabbit
) -> None:
    with frozen(broker):
        begin = time.monotonic()
        site.pay(new_account(), 1000)
        site.wait_for(lambda: time.monotonic() - begin > 25)
        site.pay(new_account(), 10)

    site.wait_agreed(60)


def test_a_display_that_was_frozen_comes_too_late_to_do_harm(site: Site) -> None:
    site.hosts.launch("display-2", ["display"])
    site.hosts.wait_healthy("display-2")
    try:
        with paying(site):
            os.kill(site.hosts.pid("display"), signal.SIGSTOP)
            # the broker gives up on a client after two heartbeats and the other one takes over
            site.wait_for(lambda: len(site.booked()) > len(site.paid()) - 20)
            booked = site.booked()[-1]
            site.wait_for(lambda: booked[0] in site.shown(), seconds=60)
            os.kill(site.hosts.pid("display"), signal.SIGCONT)

        site.wait_agreed()
    finally:
        site.hosts.kill("display-2")


def test_an_alarm_of_the_broker_holds_events_back_and_loses_none(
    site: Site, broker: Rabbit
) -> None:
    control(broker, "set_vm_memory_high_watermark", "0.000001")
    try:
        for _ in range(5):
            site.pay(new_account(), 200)
        site.pay(new_account(), 10)
        assert len(site.booked()) < len(site.paid())
    finally:
        control(broker, "set_vm_memory_high_watermark", "0.4")

    site.wait_agreed(60)


# -- what happens meanwhile ----------------------------------------------------------------


@contextmanager
def paying(site: Site) -> Iterator[None]:
    """Payments go on while the block runs, and every one of them is accepted."""
    ended = threading.Event()
    refused: list[Exception] = []

    def pay() -> None:
        while not ended.wait(0.02):
            try:
                site.pay(new_account(), 2)
            except httpx.HTTPError as error:
                refused.append(error)

    thread = threading.Thread(target=pay)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
    assert refused == []


@contextmanager
def frozen(broker: Rabbit) -> Iterator[None]:
    """The broker neither answers nor closes a connection while the block runs."""
    server = broker._server
    assert server is not None
    os.kill(server.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.pid, signal.SIGCONT)


def control(broker: Rabbit, *arguments: str) -> None:
    """Run ``rabbitmqctl`` on the test's own node."""
    subprocess.run(
        ["/usr/lib/rabbitmq/bin/rabbitmqctl", "--node", broker.node, *arguments],
        env=broker._environment(),
        check=True,
        capture_output=True,
    )
