"""The membership service, running on a database of the test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bangduan.application import Application
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.testing.access import client_of
from services.membership.service import service
from tests.unit.membership.browser import Browser


@pytest.fixture
def membership(tmp_path: Path) -> Iterator[Application]:
    """The service without its network."""
    application = Application(service, Settings(data=tmp_path))
    prepare(application)
    yield application
    application.close()


@pytest.fixture
def client(membership: Application) -> FlaskClient:
    """A client of its API, for an administrator."""
    return client_of(membership)


@pytest.fixture
def browser(membership: Application) -> Browser:
    """A browser of the administrator's."""
    return Browser(membership)
