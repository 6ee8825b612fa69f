"""A port that is open as long as new work may come: what a proxy asks before it hands any over.

A proxy can send again what it could not deliver, but not a body of which it has given away a part.
So before a change it dials here, which costs nothing to repeat, and waits where nobody answers.
The port closes first of all when the process is asked to end, ``drain_seconds`` before its address
does: what was let through is delivered.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, Final

import eventlet

if TYPE_CHECKING:
    from eventlet.greenio import GreenSocket

_ANSWER: Final = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
_END: Final = b"\r\n\r\n"
_MOST_BYTES: Final = 1_048_576
_PATIENCE_SECONDS: Final = 5


class Readiness:
    """The port of one process.

    Args:
        host: the address its services listen on.
        port: 0 for none.
    """

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._socket: GreenSocket | None = None
        self._taking: Any = None

    def open(self) -> None:
        """Say that work may come."""
        if self._address[1]:
            self._socket = eventlet.listen(self._address)
            self._taking = eventlet.spawn(self._take, self._socket)

    def close(self) -> None:
        """Say that no more may come; who asks is not even connected."""
        if self._socket is not None:
            self._taking.kill()
            self._socket.close()
            self._socket = None

    def _take(self, listening: GreenSocket) -> None:
        while True:
            connection, _ = listening.accept()
            eventlet.spawn(_answer, connection)


def _answer(connection: GreenSocket) -> None:
    # whatever is asked has one answer; who goes away unheard needs none
    with contextlib.suppress(OSError), contextlib.closing(connection):
        connection.settimeout(_PATIENCE_SECONDS)
        asked = b""
        while _END not in asked and len(asked) < _MOST_BYTES:
            read = connection.recv(_MOST_BYTES)
            if not read:
                return
            asked += read
        connection.sendall(_ANSWER)
