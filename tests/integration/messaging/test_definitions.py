"""A broker set up for the services: what each of them can do with it, and what it cannot."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from amqp.basic_message import Message
from amqp.exceptions import AccessRefused

from bangduan.errors import BangDuanError
from bangduan.link.management import Management
from bangduan.messaging.definitions import ADMINISTRATOR, WATCHER, Stack, definitions, user_name
from bangduan.messaging.topology import (
    ANSWERS,
    EVENTS,
    REPLAYS,
    replay_queue,
    subscriber_queue,
    undeliverable_queue,
)
from bangduan.messaging.transport import Connection
from bangduan.service import installed
from bangduan.settings import Settings
from bangduan.testing.processes import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bangduan.testing.rabbitmq import Rabbit

SITE, PROVINCE = "110113", "110000"


def stacks() -> list[Stack]:
    settings = (Settings(tambon=SITE), Settings(tambon=PROVINCE, sites=(SITE,)))
    return [
        Stack(each, [one for one in installed().values() if one.runs_at(each.scope)])
        for each in settings
    ]


@pytest.fixture(scope="module")
def connect(rabbit_server: Rabbit) -> Iterator[Callable[[str, str], Any]]:
    """Gives a channel of a service's user, on a broker that has the definitions."""
    vhost = rabbit_server.create_vhost()
    names = [user_name(s.settings.tambon, each.name) for s in stacks() for each in s.services]
    passwords = {name: secrets.token_hex(8) for name in (*names, ADMINISTRATOR)}
    rabbit_server.management("definitions", "POST", definitions(stacks(), passwords, vhost))
    opened: list[Connection] = []

    def channel(tambon: str, service: str) -> Any:
        user = user_name(tambon, service)
        url = f"amqp://{user}:{passwords[user]}@127.0.0.1:{rabbit_server.amqp_port}/"
        opened.append(Connection(url + quote(vhost, safe="")))
        made = opened[-1].channel()
        made.confirm_select()
        return made

    yield channel
    for connection in opened:
        connection.close()
    rabbit_server.delete_vhost(vhost)
    for name in passwords:
        rabbit_server.management(f"users/{name}", "DELETE")


def send(channel: Any, exchange: str, key: str) -> None:
    channel.basic_publish_confirm(Message(b"x"), exchange=exchange, routing_key=key)


def count(channel: Any, queue: str) -> int:
    return int(channel.queue_declare(queue, passive=True).message_count)


def arrives(channel: Any, queue: str) -> None:
    wait_until(
        lambda: count(channel, queue) > 0,
        otherwise=lambda: AssertionError(f"nothing in {queue}"),
    )


def test_a_service_publishes_under_its_own_name_into_its_subscribers_queues(connect: Any) -> None:
    channel = connect(SITE, "membership")

    send(channel, EVENTS.name, f"{SITE}.membership.PersonRegistered")

    arrives(channel, subscriber_queue(SITE, "meetings", SITE, "membership").name)
    arrives(channel, subscriber_queue(SITE, "reporting", SITE, "membership").name)


@pytest.mark.parametrize(
    ("exchange", "key"),
    [
        (EVENTS.name, f"{SITE}.membership.PersonRegistered"),
        (EVENTS.name, f"{PROVINCE}.funds.GrantApproved"),
        (ANSWERS.name, subscriber_queue(SITE, "reporting", SITE, "membership").name),
        (REPLAYS.name, f"{SITE}.learning"),
        ("", subscriber_queue(SITE, "reporting", SITE, "membership").name),
    ],
    ids=["as-membership", "as-another-site", "answer-of-membership", "ask-learning", "straight"],
)
def test_a_service_can_write_nothing_in_the_name_of_another(
    connect: Any, exchange: str, key: str
) -> None:
    with pytest.raises(AccessRefused):
        send(connect(SITE, "funds"), exchange, key)


def test_a_service_answers_its_subscribers_and_asks_its_sources(connect: Any) -> None:
    channel = connect(SITE, "funds")
    asking = subscriber_queue(SITE, "reporting", SITE, "funds").name

    send(channel, ANSWERS.name, asking)
    send(channel, REPLAYS.name, f"{SITE}.membership")

    arrives(channel, asking)
    arrives(channel, replay_queue(SITE, "membership").name)


@pytest.mark.parametrize(
    "queue",
    [
        replay_queue(SITE, "membership").name,
        subscriber_queue(SITE, "meetings", SITE, "membership").name,
        undeliverable_queue().name,
    ],
)
def test_a_service_cannot_read_what_is_for_another(connect: Any, queue: str) -> None:
    with pytest.raises(AccessRefused):
        connect(SITE, "funds").basic_get(queue)


def test_a_service_reads_its_own_queues(connect: Any) -> None:
    channel = connect(SITE, "funds")

    for queue in (subscriber_queue(SITE, "funds", SITE, "membership"), replay_queue(SITE, "funds")):
        assert channel.basic_consume(queue.name, callback=lambda _message: None)


def test_a_service_of_a_site_makes_and_removes_nothing(connect: Any) -> None:
    with pytest.raises(AccessRefused):
        connect(SITE, "funds").queue_declare(f"{SITE}.funds.from.{SITE}.learning")
    with pytest.raises(AccessRefused):
        connect(SITE, "funds").queue_delete(subscriber_queue(SITE, "funds", SITE, "accounts").name)


def test_the_province_makes_queues_for_sites_that_come(connect: Any) -> None:
    channel = connect(PROVINCE, "province")
    queue = subscriber_queue(PROVINCE, "province", "110114", "reporting")

    undeliverable_queue()(channel).declare()
    queue(channel).declare()
    send(channel, REPLAYS.name, "110114.reporting")

    assert count(channel, queue.name) == 0


def test_the_province_cannot_listen_to_what_is_not_for_it(connect: Any) -> None:
    channel = connect(PROVINCE, "province")
    eager = subscriber_queue(PROVINCE, "province", SITE, "membership")

    with pytest.raises(AccessRefused):
        eager(channel).declare()


def test_what_is_set_up_is_what_a_service_would_make_itself(connect: Any) -> None:
    channel = connect(PROVINCE, "province")

    # RabbitMQ refuses to declare what is there with other arguments
    subscriber_queue(PROVINCE, "province", SITE, "reporting")(channel).declare()
    replay_queue(PROVINCE, "province")(channel).declare()


def test_who_watches_the_broker_changes_nothing(rabbit_server: Rabbit) -> None:
    vhost, password = rabbit_server.create_vhost(), secrets.token_hex(8)
    rabbit_server.management("definitions", "POST", definitions([], {WATCHER: password}, vhost))
    url = f"http://{WATCHER}:{password}@127.0.0.1:{rabbit_server.management_port}"

    with Management(url, vhost) as watcher:
        assert watcher.shovels() == {}
        with pytest.raises(BangDuanError):
            watcher.put_user("intruder")
        with pytest.raises(BangDuanError):
            watcher.put_queue("intruder", {})

    rabbit_server.delete_vhost(vhost)
