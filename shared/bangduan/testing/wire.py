"""A way between two brokers that a test can cut, as a line between a site and its province is."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Self

from bangduan.testing.processes import free_ports

_PIECE = 65536


class Wire:
    """A TCP port of this machine that leads to another, until it is cut.

    Args:
        target: the port it leads to, of this machine.
        host: the address it listens on; containers do not reach 127.0.0.1.
    """

    def __init__(self, target: int, host: str = "127.0.0.1") -> None:
        [self.port] = free_ports(1)
        self._target = target
        self._host = host
        self._listener: socket.socket | None = None
        self._ends: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._open = threading.Event()
        self._open.set()
        self.mend()

    def mend(self) -> None:
        """Let calls through."""
        self._open.set()
        if self._listener is not None:
            return
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((self._host, self.port))
        listener.listen()
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def cut(self) -> None:
        """End every call, and take no more."""
        listener, self._listener = self._listener, None
        if listener is not None:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        with self._lock:
            ends, self._ends = self._ends, set()
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._open.set()

    def hush(self) -> None:
        """Carry nothing any more and tell neither end, as where a modem is switched off."""
        self._open.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self._target), timeout=5)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            with self._lock:
                self._ends |= {near, far}
            for here, there in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(here, there), daemon=True).start()

    def _carry(self, here: socket.socket, there: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while carried := here.recv(_PIECE):
                self._open.wait()
                there.sendall(carried)
        for end in (here, there):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        with self._lock:
            self._ends -= {here, there}
