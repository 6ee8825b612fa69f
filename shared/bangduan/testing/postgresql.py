"""A private PostgreSQL server under a temporary folder, on a free port of 127.0.0.1."""

import os
import secrets
import shutil
import signal
import tempfile
from pathlib import Path
from typing import Self

import psycopg2
from psycopg2 import sql

from bangduan.testing.processes import (
    Child,
    ServerFailed,
    account_of,
    find_program,
    free_ports,
    hand_over,
    tail,
    wait_until,
)

PACKAGE = "postgresql"
USER = "postgres"

_START_SECONDS = 60
_STOP_SECONDS = 30
_DEBIAN = Path("/usr/lib/postgresql")
_CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Postgres:
    """A private PostgreSQL server that trusts whoever connects from this machine.

    Use it as a context manager, or call `start` and, in the end, `close`. Its port and its data
    stay the same over `stop`, `kill` and `restart`.

    Args:
        durable: keep the server's own promise that a commit is on disk when it answers, which
            every figure of a benchmark needs. False is faster and for tests that never kill it.
    """

    def __init__(self, *, durable: bool = True) -> None:
        self._bin = _newest_binaries()
        self._account = account_of(USER)
        self._durable = durable
        [self.port] = free_ports(1)
        self.directory = Path(tempfile.mkdtemp(prefix="bangduan-postgresql-"))
        self._data = self.directory / "data"
        self._log = self.directory / "server.log"
        hand_over(self.directory, self._account)
        self._server: Child | None = None

    def start(self) -> Self:
        """Start the server, making its cluster the first time, and wait until it answers.

        Raises:
            ServerFailed: it ended, or was not ready in time; the message has its log's end.
        """
        if self.running:
            return self
        if not self._data.exists():
            self._initialise()
        settings = [
            "listen_addresses=127.0.0.1",
            f"port={self.port}",
            f"unix_socket_directories={self.directory}",
            "max_connections=300",
            *(() if self._durable else _CARELESS),
        ]
        options = [part for setting in settings for part in ("-c", setting)]
        self._server = Child(
            [self._bin / "postgres", "-D", self._data, *options],
            log=self._log,
            cwd=self.directory,
            environment=_environment(),
            account=self._account,
            at_our_death=signal.SIGINT,
        )
        wait_until(
            self._ready,
            seconds=_START_SECONDS,
            otherwise=lambda: self._failure(f"was not ready in {_START_SECONDS} s"),
        )
        return self

    @property
    def running(self) -> bool:
        """Is its process alive?"""
        return self._server is not None and self._server.running

    def url(self, database: str = "postgres") -> str:
        """The SQLAlchemy URL of a database, which need not exist yet."""
        return f"postgresql+psycopg2://{USER}@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str | None = None) -> str:
        """Create a database, under a new name unless one is given, and return its URL."""
        name = name or f"test_{secrets.token_hex(6)}"
        self._execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop a database if it is there, closing the connections to it."""
        self._execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)),
        )

    def stop(self) -> None:
        """Stop the server as an operator would (fast shutdown); its data stays."""
        if self._server is not None:
            self._server.end(signal.SIGINT, seconds=_STOP_SECONDS)

    def kill(self) -> None:
        """Kill the server with SIGKILL, as a power cut would; what it had committed stays."""
        if self._server is not None:
            self._server.kill()

    def restart(self) -> Self:
        """Start again on the same port with the same data, stopping first if it runs."""
        self.stop()
        return self.start()

    def close(self) -> None:
        """End it and remove its folder, losing all it held."""
        self.kill()
        shutil.rmtree(self.directory, ignore_errors=True)

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.close()
            raise

    def __exit__(self, *_: object) -> None:
        self.close()

    def _initialise(self) -> None:
        """Make the cluster, in UTF-8 and without waiting for the disk: it holds nothing yet."""
        initdb = Child(
            [
                *(self._bin / "initdb", "-D", self._data, "--username", USER, "--auth", "trust"),
                *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
            ],
            log=self._log,
            cwd=self.directory,
            environment=_environment(),
            account=self._account,
        )
        if initdb.wait(_START_SECONDS) != 0:
            raise self._failure("initdb failed")

    def _ready(self) -> bool:
        if not self.running:
            raise self._failure("ended while starting")
        try:
            self._connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    def _connect(self) -> "psycopg2.extensions.connection":
        return psycopg2.connect(
            host="127.0.0.1",
            port=self.port,
            user=USER,
            dbname="postgres",
            connect_timeout=5,
        )

    def _execute(self, statement: sql.Composed) -> None:
        connection = self._connect()
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()

    def _failure(self, what: str) -> ServerFailed:
        log = tail(self._log)
        return ServerFailed(f"PostgreSQL on port {self.port}: {what}. Its log ends:\n{log}")


def _newest_binaries() -> Path:
    """The folder of the newest PostgreSQL server on this machine."""
    versions = [path for path in _DEBIAN.glob("*/bin") if path.parent.name.isdigit()]
    newest_first = sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    # A client-only version has a bin folder too, without `postgres`.
    return find_program("postgres", PACKAGE, newest_first).parent


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "TZ": "UTC"}
