"""Connections to the broker: RabbitMQ by AMQP 0-9-1, or kombu's memory transport.

kombu tries again on its own, for ever, in sleeps of up to half a minute, and AMQP's goodbyes
wait for an answer that a dead peer never gives. Here one call is one attempt, every wait has an
end, and whoever owns a connection decides when to try again. In memory kombu looks for messages
every so often; here who waits for them is woken.
"""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from amqp.exceptions import AMQPError
from kombu import Connection
from kombu.exceptions import KombuError

from bangduan.errors import MessagingError

if TYPE_CHECKING:
    from collections.abc import Iterator

_log = logging.getLogger(__name__)

HEARTBEAT_SECONDS: Final = 10
CONNECT_TIMEOUT_SECONDS: Final = 5
ANSWER_SECONDS: Final = 30.0
GOODBYE_SECONDS: Final = 1.0

#: What a broker that goes away, or refuses, is seen by.
LOST: Final = (OSError, AMQPError, KombuError, MessagingError)


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection to ``url``, closed at the end of the block whatever state it is in.

    Raises:
        OSError, AMQPError: nobody answers there, or the broker refuses us.
    """
    connection = connect(url)
    try:
        yield connection
    finally:
        close(connection)


def connect(url: str) -> Connection:
    """A connection to ``url``, in one attempt; close it with ``close``.

    Waiting for any answer of the broker ends after ``ANSWER_SECONDS``.
    """
    if url.startswith("memory:"):
        return Connection(url)
    connection = Connection(
        url,
        heartbeat=HEARTBEAT_SECONDS,
        connect_timeout=CONNECT_TIMEOUT_SECONDS,
        transport_options={"client_properties": {"connection_name": "bangduan"}},
    )
    connection.ensure_connection(max_retries=0, reraise_as_library_errors=False)
    connection.connection.sock.settimeout(ANSWER_SECONDS)
    # amqp would look for "blocked" before each message: one more system call for each. A broker
    # that takes no more is noticed as one that confirms nothing.
    connection.connection.client_properties["capabilities"]["connection.blocked"] = False
    return connection


def close(connection: Connection) -> None:
    """Close a connection, whatever state it is in, without waiting for a peer that is gone."""
    try:
        if not is_memory(connection) and connection.connected:
            connection.connection.sock.settimeout(GOODBYE_SECONDS)
        connection.release()
    except (*LOST, AttributeError) as error:
        # AttributeError: amqp takes a connection apart when it is lost meanwhile
        _log.info("closing a lost connection: %r", error)


def listen(connection: Connection, seconds: float) -> None:
    """Take one thing that the broker sends.

    Raises:
        TimeoutError: it sent nothing for so long.
        OSError, AMQPError: the connection is lost.
    """
    if not is_memory(connection):
        connection.drain_events(timeout=seconds)
        return
    seen = _in_memory.published
    try:
        connection.drain_events(timeout=0)
    except TimeoutError:
        if not _in_memory.wait(seen, seconds):
            raise


def told_in_memory() -> None:
    """Wake whoever waits for messages in memory; one was published."""
    _in_memory.tell()


class _News:
    """Counts the messages published in this process's memory; safe for green threads."""

    def __init__(self) -> None:
        self.published = 0
        self._changed: threading.Condition | None = None

    def tell(self) -> None:
        with self._condition():
            self.published += 1
            self._condition().notify_all()

    def wait(self, seen: int, seconds: float) -> bool:
        """Wait until more than ``seen`` were published; False after so long."""
        with self._condition():
            return self._condition().wait_for(lambda: self.published > seen, seconds)

    def _condition(self) -> threading.Condition:
        # made when it is first needed: a module may be imported before waits are made green
        if self._changed is None:
            self._changed = threading.Condition()
        return self._changed


_in_memory = _News()


def is_memory(connection: Connection) -> bool:
    """True for the embedded transport, which has neither confirms nor quorum queues."""
    return bool(connection.transport.driver_type == "memory")
