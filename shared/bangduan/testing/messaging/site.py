"""A till, a ledger and a display that run somewhere, and what a test does with them."""

from __future__ import annotations

import sqlite3
import subprocess
import uuid
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

import httpx
import orjson
import psycopg2
import sqlalchemy

from bangduan.testing.hosts import Hosts, environment_of
from bangduan.testing.processes import tail, wait_until
from bangduan.testing.runner import running

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bangduan.settings import Settings

SAMPLE: Final = "bangduan.testing.sample"
SERVICES: Final = ("till", "ledger", "display")
#: Files by which a test breaks the services; see the sample.
FILES: Final = ("broken", "deadly", "fatal", "attempts")

Payment = tuple[str, int]


class Letter(NamedTuple):
    """A dead or parked letter of the display."""

    id: str
    number: int
    state: str
    attempts: int
    traceback: str


class Site:
    """The three services of the sample on one transport and one kind of store.

    Args:
        folder: the processes' working folder.
        settings: where they run.
        together: all in one process, for a transport that lives in a process's memory.
        lose: makes the broker forget every message and every queue while nothing runs.
        forget: makes a service's database an empty one while the service does not run.
    """

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        *,
        together: bool = False,
        lose: Callable[[], None] = lambda: None,
        forget: Callable[[str], None],
    ) -> None:
        self.folder = folder
        self.hosts = Hosts(folder, settings, running("serve", SAMPLE))
        self.settings = self.hosts.settings
        self.together = together
        self.lose = lose
        self.forget = forget
        self._running: frozenset[str] = frozenset()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.hosts.close()

    # -- processes -------------------------------------------------------------------------

    def run(self, *services: str) -> None:
        """Let exactly these services run, all of them when none are named."""
        wanted = frozenset(services or SERVICES)
        if self.together:
            if wanted != self._running or not self.hosts.running("site"):
                self.stop()
                self.hosts.launch("site", tuple(sorted(wanted)))
                self.hosts.wait_healthy("site")
        else:
            self.hosts.stop(*(self._running - wanted))
            missing = [s for s in wanted if s not in self._running or not self.hosts.running(s)]
            self.hosts.start(*missing)
        self._running = wanted

    def stop(self) -> None:
        """Stop every service."""
        self.hosts.stop()
        self._running = frozenset()

    def process(self, service: str) -> str:
        """Name of the process a service runs in."""
        return "site" if self.together else service

    def has_died(self, service: str) -> bool:
        """True when the process of the service is no more."""
        return not self.hosts.running(self.process(service))

    def kill(self, service: str) -> None:
        """Kill the process of a service with SIGKILL."""
        self.hosts.kill(self.process(service))

    def restart(self, service: str) -> None:
        """Stop the process of a service and start it again."""
        self.hosts.restart(self.process(service))

    def do(self, verb: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Begin one of the runner's verbs beside the services."""
        return subprocess.Popen(
            [*running(verb, SAMPLE), *arguments],
            cwd=self.folder,
            env=environment_of(self.settings),
        )

    def done(self, verb: str, *arguments: str) -> None:
        """Do one of the runner's verbs beside the services."""
        assert self.do(verb, *arguments).wait(timeout=60) == 0

    # -- commands --------------------------------------------------------------------------

    def pay(self, account: str, times: int = 1, *, process: str | None = None) -> None:
        """Pay into an account by one command."""
        origin = self.hosts.url(process or self.process("till"))
        response = httpx.post(
            f"{origin}/till/api/v1/accounts/{account}/payments",
            json={"times": times},
            trust_env=False,
            timeout=30,
        )
        response.raise_for_status()

    def breaks(self, file: str, *accounts: str) -> None:
        """Make the sample fail, in the way ``file`` stands for, for these accounts."""
        (self.folder / file).write_text(" ".join(accounts))

    def mend(self) -> None:
        """Make nothing fail any more."""
        for file in FILES:
            (self.folder / file).unlink(missing_ok=True)

    def attempts(self, account: str) -> list[float]:
        """When the display tried, in vain, to show a payment of the account; in seconds."""
        lines = (self.folder / "attempts").read_text().splitlines()
        return [float(line.split()[1]) for line in lines if line.startswith(account)]

    # -- what came of it -------------------------------------------------------------------

    def paid(self) -> list[Payment]:
        """The till's log, in its order."""
        return self._log("till")

    def booked(self) -> list[Payment]:
        """The ledger's log, in its order: the order in which its policy was called."""
        return self._log("ledger")

    def shown(self) -> dict[str, tuple[int, int]]:
        """Payments counted by account, and the number of the last, as the display has them."""
        rows = self.query(
            "display",
            "SELECT t.account_id, t.payments, l.number FROM totals t "
            "JOIN lasts l ON l.account_id = t.account_id",
        )
        return {account: (int(count), int(last)) for account, count, last in rows}

    def shown_twice(self) -> list[str]:
        """Events that the display counted more than once."""
        rows = self.query("display", "SELECT event_id FROM payments WHERE times <> 1")
        return [id for (id,) in rows]

    def letters(self, account: str) -> list[Letter]:
        """The display's dead and parked letters of an account, in order."""
        rows = self.query(
            "display",
            "SELECT id, body, state, attempts, traceback FROM dead_letters "
            f"WHERE subject = 'account-{account}' ORDER BY sequence",
        )
        return [Letter(id, orjson.loads(body)["data"]["number"], *rest) for id, body, *rest in rows]

    def agrees(self) -> bool:
        """True when ledger and display have all of the till's payments, each once, in order."""
        paid = self.paid()
        if self.booked() != paid or self.shown_twice():
            return False
        last = dict(paid)
        return self.shown() == {account: (number, number) for account, number in last.items()}

    def wait_agreed(self, seconds: float = 30) -> None:
        """Wait until ``agrees``; AssertionError with what differs."""
        wait_until(self.agrees, seconds=seconds, otherwise=self._disagreement, every=0.1)

    def wait_for(self, condition: Callable[[], bool], seconds: float = 30) -> None:
        """Wait until a condition holds; AssertionError with the processes' logs."""
        wait_until(condition, seconds=seconds, otherwise=self._disagreement)

    def query(self, service: str, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query on a service's database, beside the running service."""
        url = sqlalchemy.make_url(self.settings.database_url(service))
        if url.get_backend_name() == "sqlite":
            with closing(sqlite3.connect(str(url.database), timeout=30)) as connection:
                rows = connection.execute(sql).fetchall()
                connection.commit()
                return rows
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        with closing(psycopg2.connect(plain)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall() if cursor.description else []

    def change(self, service: str, sql: str) -> None:
        """Change a service's database behind its back."""
        self.query(service, sql)

    def _log(self, service: str) -> list[Payment]:
        rows = self.query(
            service, "SELECT stream, version FROM events ORDER BY epoch, xid, position"
        )
        return [(stream.partition("-")[2], int(version)) for stream, version in rows]

    def _disagreement(self) -> AssertionError:
        paid, booked, shown = self.paid(), self.booked(), self.shown()
        logs = "\n".join(
            f"--- {file.name}\n{tail(file)}" for file in sorted(self.folder.glob("*.log"))
        )
        return AssertionError(
            f"{len(paid)} paid, {len(booked)} booked, "
            f"{sum(count for count, _ in shown.values())} shown\n"
            f"missing from the ledger: {sorted(set(paid) - set(booked))[:5]}\n"
            f"twice in the display: {self.shown_twice()[:5]}\n{logs}"
        )


def new_account() -> str:
    """An account nobody has paid into yet."""
    return str(uuid.uuid4())
