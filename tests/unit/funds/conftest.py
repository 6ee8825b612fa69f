"""The funds service, running on a database of the test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bangduan.application import Application
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.testing.access import client_of
from services.funds.service import service


@pytest.fixture(scope="module")
def funds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """The service without its network; a module's tests share it, each with ids of its own."""
    folder: Path = tmp_path_factory.mktemp("funds")
    application = Application(service, Settings(data=folder))
    prepare(application)
    yield application
    application.close()


@pytest.fixture
def client(funds: Application) -> FlaskClient:
    """A client of its API, for an administrator."""
    return client_of(funds)
