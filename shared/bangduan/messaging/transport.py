"""Connections to the broker: RabbitMQ by AMQP 0-9-1, or kombu's memory transport.

kombu tries again on its own, for ever, in sleeps of up to half a minute; it replaces a connection
that is lost by a new one without the consumers of the old; and AMQP's goodbyes wait for an answer
that a dead peer never gives. Here one connection is one connection, one call is one attempt, every
wait has an end, and whoever owns a connection decides when to try again. In memory kombu looks for
messages every so often; here who waits for them is woken.
"""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, Self

import kombu
from amqp.exceptions import AMQPError
from kombu.exceptions import KombuError

from bangduan.errors import MessagingError

if TYPE_CHECKING:
    from collections.abc import Iterator

_log = logging.getLogger(__name__)

HEARTBEAT_SECONDS: Final = 10
CONNECT_TIMEOUT_SECONDS: Final = 5
ANSWER_SECONDS: Final = 30.0
GOODBYE_SECONDS: Final = 1.0
_HELD_BYTES: Final = 64 * 1024

#: What a broker that goes away, or refuses, is seen by.
LOST: Final = (OSError, AMQPError, KombuError, MessagingError)


class Connection:
    """One connection to a broker, made in one attempt; close it, whatever state it is in.

    Waiting for any answer of the broker ends after ``ANSWER_SECONDS``.

    Args:
        url: the broker.

    Raises:
        OSError, AMQPError: nobody answers there, or the broker refuses us.
    """

    def __init__(self, url: str) -> None:
        self.in_memory = url.startswith("memory:")
        if self.in_memory:
            self._kombu = kombu.Connection(url)
        else:
            self._kombu = kombu.Connection(
                url,
                heartbeat=HEARTBEAT_SECONDS,
                connect_timeout=CONNECT_TIMEOUT_SECONDS,
                transport_options={"client_properties": {"connection_name": "bangduan"}},
            )
        self._kombu.ensure_connection(max_retries=0, reraise_as_library_errors=False)
        self._peer: Any = self._kombu.connection
        self._held = bytearray()
        if not self.in_memory:
            self._peer.sock.settimeout(ANSWER_SECONDS)
            # amqp would look for "blocked" before each message: one more system call for each. A
            # broker that takes no more is noticed as one that confirms nothing.
            self._peer.client_properties["capabilities"]["connection.blocked"] = False

    def channel(self) -> Any:
        """A new channel, as kombu's entities take it."""
        return self._kombu.transport.create_channel(self._peer)

    def listen(self, seconds: float) -> None:
        """Take one thing that the broker sends.

        Args:
            seconds: how long to wait; more than 0, for which amqp spins on half a frame.

        Raises:
            TimeoutError: it sent nothing for so long.
            OSError, AMQPError: the connection is lost.
        """
        if self.in_memory:
            seen = _in_memory.published
            try:
                self._kombu.drain_events(timeout=0)
            except TimeoutError:
                if not _in_memory.wait(seen, seconds):
                    raise
            return
        self._release()
        self._peer.drain_events(timeout=seconds)

    def beat(self) -> None:
        """Send a heartbeat when one is due; call several times a second.

        Raises:
            AMQPError: the broker's own did not come.
        """
        if not self.in_memory:
            self._peer.heartbeat_tick()

    @contextmanager
    def patience(self, seconds: float) -> Iterator[None]:
        """Wait at most so long for each of the broker's answers within the block."""
        if self.in_memory:
            yield
            return
        before = self._peer.sock.gettimeout()
        self._peer.sock.settimeout(seconds)
        yield
        self._peer.sock.settimeout(before)

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Let what is written within the block leave in as few system calls as can be."""
        if self.in_memory:
            yield
            return
        transport = self._peer.transport
        write, transport._write = transport._write, self._hold  # noqa: SLF001 (amqp has no buffer)
        try:
            yield
        finally:
            transport._write = write  # noqa: SLF001
        self._release()

    def close(self) -> None:
        """Close it without waiting for a peer that is gone."""
        try:
            if not self.in_memory and self._peer.connected:
                self._peer.sock.settimeout(GOODBYE_SECONDS)
            self._kombu.release()
        except (*LOST, AttributeError) as error:
            # AttributeError: amqp takes a connection apart when it is lost meanwhile
            _log.info("closing a lost connection: %r", error)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _hold(self, frames: bytes) -> None:
        self._held += frames
        if len(self._held) > _HELD_BYTES:
            self._release()

    def _release(self) -> None:
        if self._held:
            held, self._held = self._held, bytearray()
            self._peer.sock.sendall(held)


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
