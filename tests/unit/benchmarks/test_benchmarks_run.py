"""The benchmark's own parts work, in the least of everything; nothing is timed here."""

import sys
from pathlib import Path

import pytest

from tests.benchmarks import peer_environment, report
from tests.benchmarks.__main__ import PAGE, ROWS
from tests.benchmarks.bench import Bench, Outcome
from tests.benchmarks.comparisons import COMPARISONS, Comparison
from tests.benchmarks.measuring import BenchmarkError, Speeds, Worker

ON_SQLITE = [row for row in COMPARISONS if row.database == "sqlite"]
MEASURED = [
    (ROWS[0], Outcome(ours="20/s", peer="10/s", ratio=2.0, target="≥ 3 ×", met=False, figures={})),
    (ROWS[1], Outcome(ours="20/s", target="≥ 3 ×", met=None, figures={})),
]


@pytest.mark.parametrize("row", ON_SQLITE, ids=lambda row: row.name)
def test_every_workload_of_ours_runs(row: Comparison) -> None:
    with Bench(runs=1, quick=True) as bench:
        outcome = row.measure(bench)
    assert outcome.ours.endswith("/s")
    assert outcome.met is None, "there was no peer to compare with"


def test_rows_have_names_of_their_own() -> None:
    names = [row.name for row in ROWS]
    assert len(set(names)) == len(names)


def test_the_ratio_is_that_of_the_medians() -> None:
    assert Speeds(ours=(10, 30, 20), peer=(10, 1, 20)).ratio == 2
    assert Speeds(ours=(10,), peer=()).ratio is None


def test_a_worker_that_fails_says_why() -> None:
    with pytest.raises(BenchmarkError, match="KeyError"):
        Worker(sys.executable, "tests.benchmarks.workers.ours", "nothing", "sqlite://", 1, 1)


def test_the_report_tells_what_is_met_and_what_is_not() -> None:
    told = report.json(MEASURED, runs=1)
    assert [row["met"] for row in told["rows"]] == [False, None]
    assert f"| {ROWS[0].title} | 20/s | 10/s | 2.00 × | ≥ 3 × | no |" in report.markdown(
        MEASURED, 1
    )
    assert report.table(MEASURED).row_count == len(MEASURED)


def test_the_page_has_a_place_for_the_table(tmp_path: Path) -> None:
    copy = tmp_path / PAGE.name
    copy.write_text(PAGE.read_text())
    report.replace_section(copy, "THE TABLE")
    report.replace_section(copy, "THE TABLE")
    assert copy.read_text().count("THE TABLE") == 1


def test_the_peer_is_locked_without_naming_an_index() -> None:
    assert peer_environment.version().startswith("eventsourcing 9.5.")
    locked = Path(peer_environment.__file__).with_name("peer-requirements.txt").read_text()
    assert "--hash=sha256:" in locked
    assert "://" not in locked
