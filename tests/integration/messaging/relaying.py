"""One relay in one process, and kombu alone, publishing the same log; see ``measure``.

    python -m tests.integration.messaging.relaying fill | raw | relay EVENTS

Settings come from the environment.
"""

# ruff: noqa: T201, PLC0415 - it prints what it measured; waits are made green before the rest comes
from __future__ import annotations

import os
import subprocess
import sys
import time
import uuid
from typing import TYPE_CHECKING, Any

from bangduan.settings import Settings
from bangduan.testing.hosts import environment_of

if TYPE_CHECKING:
    from bangduan.application import Application

_WINDOW = 500
_AT_ONCE = 500


def fill(settings: Settings, events: int) -> None:
    """Append so many events to the till's log."""
    _run("fill", settings, events)


def publish_raw(settings: Settings, events: int) -> tuple[float, float]:
    """Events a second that kombu publishes with a window of unconfirmed ones, and their cost.

    Returns:
        Events a second, and microseconds of processor time an event.
    """
    speed, cost = _run("raw", settings, events).split()
    return float(speed), float(cost)


def publish_relayed(settings: Settings, events: int) -> tuple[float, float]:
    """As ``publish_raw``, by the relay, from the beginning of the log."""
    speed, cost = _run("relay", settings, events).split()
    return float(speed), float(cost)


def _run(what: str, settings: Settings, events: int) -> str:
    done = subprocess.run(
        [sys.executable, "-m", __name__, what, str(events)],
        env=environment_of(settings), check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return done.stdout


# -- within the process of its own ---------------------------------------------------------


def _fill(application: Application, events: int) -> None:
    from bangduan.testing.sample import Pay

    for n in range(0, events, _AT_ONCE):
        application.execute(Pay(account_id=str(uuid.UUID(int=n // _AT_ONCE % 40)), times=_AT_ONCE))  # type: ignore[arg-type]


def _raw(application: Application, events: int) -> None:
    from amqp.basic_message import Message
    from kombu import Connection

    from bangduan.events.envelope import to_cloudevent
    from bangduan.messaging.topology import routing_key

    _queue(application)
    rows = application.log.read(limit=_AT_ONCE)
    bodies = [to_cloudevent(application.source, row, row.id) for row in rows]
    key = routing_key("110113", "till", rows[0].type)
    waiting: set[int] = set()

    def confirmed(tag: int, multiple: bool) -> None:
        if multiple:
            waiting.difference_update([t for t in waiting if t <= tag])
        else:
            waiting.discard(tag)

    with Connection(application.settings.broker) as connection:
        channel: Any = connection.channel()
        channel.confirm_select()
        channel.events["basic_ack"].add(confirmed)
        begin, spent = time.perf_counter(), time.process_time()
        for n in range(events):
            while len(waiting) >= _WINDOW:
                connection.drain_events()
            waiting.add(n + 1)
            message = Message(bodies[n % len(bodies)], delivery_mode=2)
            channel.basic_publish(message, exchange="bangduan.events", routing_key=key)
        while waiting:
            connection.drain_events()
        print(events / (time.perf_counter() - begin), 1e6 * (time.process_time() - spent) / events)


def _relay(application: Application, events: int) -> None:
    import eventlet

    from bangduan.messaging.relay import Relay

    _queue(application)
    application.database.write([("DELETE FROM relay", ())])
    relay = Relay(application, eventlet.sleep)
    last = application.log.head()
    assert last is not None
    thread = eventlet.spawn(relay.run)
    while not relay.is_leader:
        eventlet.sleep(0.001)
    begin, spent = time.perf_counter(), time.process_time()
    while relay.published < last.place:
        eventlet.sleep(0.002)
    print(events / (time.perf_counter() - begin), 1e6 * (time.process_time() - spent) / events)
    relay.stop()
    thread.wait()


def _queue(application: Application) -> None:
    """An empty queue that gets all of the till's events."""
    from kombu import Connection

    from bangduan.messaging.topology import subscriber_queue

    with Connection(application.settings.broker) as connection:
        queue = subscriber_queue("110113", "display", "110113", "till")(connection)
        queue.declare()
        queue.purge()


if __name__ == "__main__":
    from bangduan import green

    green.patch()
    from bangduan.application import Application
    from bangduan.rebuilding import prepare
    from bangduan.testing.sample import TILL

    the_application = Application(TILL, Settings.from_environment())
    prepare(the_application)
    {"fill": _fill, "raw": _raw, "relay": _relay}[sys.argv[1]](the_application, int(sys.argv[2]))
    os._exit(0)
