"""The rows that need servers of their own work, in the least of everything; nothing is timed."""

import pytest

from tests.benchmarks.bench import Bench, Row
from tests.benchmarks.comparisons import COMPARISONS
from tests.benchmarks.following import FOLLOWING
from tests.benchmarks.ingesting import INGESTING
from tests.benchmarks.rebuilding import REBUILDING
from tests.benchmarks.relaying import RELAYING

ROWS: list[Row] = [
    *(row for row in COMPARISONS if row.database == "postgresql"),
    RELAYING,
    FOLLOWING,
    INGESTING,
    REBUILDING,
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_row_is_measured(row: Row, bench: Bench) -> None:
    assert row.measure(bench).ours
