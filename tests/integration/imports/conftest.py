"""A register with villages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bangduan.application import Application
from tests.integration.imports.files import prepared


@pytest.fixture
def membership(tmp_path: Path) -> Iterator[Application]:
    """The membership service without its network."""
    application = prepared(tmp_path)
    yield application
    application.close()
