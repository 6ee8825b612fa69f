"""One bench for all rows, so that its servers start once."""

from collections.abc import Iterator

import pytest

from tests.benchmarks.bench import Bench


@pytest.fixture(scope="session")
def bench() -> Iterator[Bench]:
    """The least of everything, without the peer."""
    with Bench(runs=1, quick=True) as made:
        yield made
