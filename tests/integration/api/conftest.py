"""A service of each kind of database behind its interface."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bangduan.application import Application
from bangduan.testing.access import client_of
from bangduan.testing.store import Bench
from bangduan.testing.store.bench import new_id

BASE = "/passbook/api/v1"


@dataclass
class Interface:
    """A client of the service, and the service behind it."""

    application: Application
    client: FlaskClient

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(BASE + path, **options)

    def post(self, path: str, **options: Any) -> TestResponse:
        return self.client.post(BASE + path, **options)

    def open(self, **given: Any) -> str:
        """The id of a new passbook."""
        body = {"holder_id": new_id(), "name": "สมหญิง", **given}
        answer = self.post("/passbooks", json=body)
        assert answer.status_code == 201, answer.json
        return str(answer.json["id"])  # type: ignore[index]


@pytest.fixture(params=["sqlite", "postgresql"])
def application(
    request: pytest.FixtureRequest, databases: dict[str, Callable[[], str]], tmp_path: Path
) -> Iterator[Application]:
    """The service on an empty database."""
    bench = Bench(databases[request.param], tmp_path)
    yield bench.application()
    bench.close()


@pytest.fixture
def api(application: Application) -> Interface:
    """A client of its own for each test; it acts for somebody who may read and change all."""
    return Interface(application, client_of(application, "administrator", "treasurer"))
