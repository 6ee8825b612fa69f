"""Empty databases for the conformance kit."""

from collections.abc import Callable

import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def make_url(
    request: pytest.FixtureRequest, databases: dict[str, Callable[[], str]]
) -> Callable[[], str]:
    """Makes an empty database and returns its URL."""
    return databases[request.param]
