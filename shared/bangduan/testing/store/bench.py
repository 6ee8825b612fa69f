"""What the contracts work on: one service's database, one keyring, opened as often as asked."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from uuid6 import uuid7

from bangduan.application import Application
from bangduan.events.types import EntityId, Line, Satang
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.testing.passbook import PASSBOOK, PASSBOOK_SERVICE, Deposit, OpenPassbook, Passbook
from bangduan.testing.processes import Child, tail
from bangduan.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bangduan.service import Service

NAME: Final = Line("สมหญิง ใจดี")


class Bench:
    """A service's database and its keyring.

    Args:
        make_url: makes an empty database and returns its URL.
        folder: for logs of programs that are started.
    """

    def __init__(self, make_url: Callable[[], str], folder: Path) -> None:
        self.url = make_url()
        self.keyring_url = make_url()
        self._folder = folder
        self._applications: list[Application] = []
        self._children: list[Child] = []

    def application(self, service: Service = PASSBOOK_SERVICE, **settings: Any) -> Application:
        """The service started once more, as another process would have it; closed at the end.

        Args:
            settings: other than where the database and the keyring are.
        """
        application = self.unprepared(service, **settings)
        prepare(application)
        return application

    def unprepared(self, service: Service = PASSBOOK_SERVICE, **settings: Any) -> Application:
        """As ``application``, its read tables as they stand."""
        given = {"database": self.url, "keyring": self.keyring_url, **settings}
        application = Application(service, Settings(**given))
        self._applications.append(application)
        return application

    def start(self, *arguments: str) -> Child:
        """Start ``bangduan.testing.store.worker`` on this database."""
        module = "bangduan.testing.store.worker"
        child = Child(
            [sys.executable, "-m", module, self.url, self.keyring_url, *arguments],
            log=self._folder / "worker.log",
            cwd=self._folder,
            environment={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        self._children.append(child)
        return child

    def output(self) -> str:
        """The last that the started processes said."""
        return tail(self._folder / "worker.log")

    def close(self) -> None:
        """Close every application that was opened and end every process that was started."""
        for child in self._children:
            child.kill()
        for application in self._applications:
            application.close()


class BenchContract:
    """Base of the contracts; asks for the fixture ``make_url``."""

    @pytest.fixture
    def bench(self, make_url: Callable[[], str], tmp_path: Path) -> Iterator[Bench]:
        """A database and a keyring of the test's own."""
        bench = Bench(make_url, tmp_path)
        yield bench
        bench.close()

    @pytest.fixture
    def application(self, bench: Bench) -> Application:
        """The service, started on them."""
        return bench.application()


def new_id() -> EntityId:
    """A new id."""
    return EntityId(str(uuid7()))


def opened(application: Application, holder: EntityId | None = None, *amounts: int) -> EntityId:
    """The id of a new passbook into which ``amounts`` were paid."""
    id = new_id()
    application.execute(OpenPassbook(passbook_id=id, holder_id=holder or new_id(), name=NAME))
    for amount in amounts:
        application.execute(deposit(id, amount))
    return id


def deposit(id: EntityId, amount: int) -> Deposit:
    """The command that pays ``amount`` satang into a passbook."""
    return Deposit(passbook_id=id, amount_satang=Satang(amount))


def state_of(application: Application, id: EntityId) -> Passbook:
    """The state that the log of a passbook adds up to now."""
    return UnitOfWork(application).state(PASSBOOK, id)


def together(*functions: Callable[[], Any]) -> list[Any]:
    """What the functions return, or the errors they raise, each called in its own thread."""
    results: list[Any] = [None] * len(functions)

    def call(number: int) -> None:
        try:
            results[number] = functions[number]()
        except Exception as error:  # noqa: BLE001 (it is the result)
            results[number] = error

    threads = [threading.Thread(target=call, args=(n,)) for n in range(len(functions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
