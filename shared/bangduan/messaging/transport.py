"""Connections to the broker: RabbitMQ by AMQP 0-9-1, or kombu's memory transport."""

from __future__ import annotations

from typing import Any, Final

from kombu import Connection
from kombu.transport.memory import Transport as MemoryTransport

HEARTBEAT_SECONDS: Final = 10
CONNECT_TIMEOUT_SECONDS: Final = 5
_MEMORY_POLL_SECONDS: Final = 0.004


def connect(url: str) -> Connection:
    """A lazy connection to ``url``."""
    if url.startswith("memory:"):
        # kombu looks for messages in memory only this often; its default is once a second
        MemoryTransport.polling_interval = _MEMORY_POLL_SECONDS
        return Connection(url)
    options: dict[str, Any] = {"client_properties": {"connection_name": "bangduan"}}
    return Connection(
        url,
        heartbeat=HEARTBEAT_SECONDS,
        connect_timeout=CONNECT_TIMEOUT_SECONDS,
        transport_options=options,
    )


def is_memory(connection: Connection) -> bool:
    """True for the embedded transport, which has neither confirms nor quorum queues."""
    return bool(connection.transport.driver_type == "memory")
