"""Connections to the broker: RabbitMQ by AMQP 0-9-1, or kombu's memory transport.

kombu tries again on its own, for ever, in sleeps of up to half a minute, and AMQP's goodbyes
wait for an answer that a dead peer never gives. Here one call is one attempt, every wait has an
end, and whoever owns a connection decides when to try again.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from amqp.exceptions import AMQPError
from kombu import Connection
from kombu.exceptions import KombuError
from kombu.transport.memory import Transport as MemoryTransport

from bangduan.errors import MessagingError

if TYPE_CHECKING:
    from collections.abc import Iterator

_log = logging.getLogger(__name__)

HEARTBEAT_SECONDS: Final = 10
CONNECT_TIMEOUT_SECONDS: Final = 5
ANSWER_SECONDS: Final = 30.0
GOODBYE_SECONDS: Final = 1.0
_MEMORY_POLL_SECONDS: Final = 0.004

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
        # kombu looks for messages in memory only this often; its default is once a second
        MemoryTransport.polling_interval = _MEMORY_POLL_SECONDS
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


def is_memory(connection: Connection) -> bool:
    """True for the embedded transport, which has neither confirms nor quorum queues."""
    return bool(connection.transport.driver_type == "memory")
