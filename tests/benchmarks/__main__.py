"""``python -m tests.benchmarks``: how fast, against whom, and is that what was aimed at.

Private servers, durability left on. Nothing here is a test: nothing fails for being slow.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click
import orjson
from rich.console import Console

from tests.benchmarks import peer_environment, report
from tests.benchmarks.bench import Bench, Outcome, Row
from tests.benchmarks.comparisons import COMPARISONS, Comparison
from tests.benchmarks.following import FOLLOWING
from tests.benchmarks.ingesting import INGESTING
from tests.benchmarks.measuring import BenchmarkError
from tests.benchmarks.pages import PAGES
from tests.benchmarks.rebuilding import REBUILDING
from tests.benchmarks.relaying import RELAYING
from tests.benchmarks.starting import STARTING

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
ROWS: tuple[Row, ...] = (*COMPARISONS, RELAYING, FOLLOWING, STARTING, INGESTING, REBUILDING, *PAGES)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--only",
    "names",
    multiple=True,
    metavar="NAME",
    help="Only rows whose name begins so; may be given again.",
)
@click.option(
    "--runs",
    type=click.IntRange(1),
    default=7,
    show_default=True,
    help="Runs of each side of a row.",
)
@click.option("--quick", is_flag=True, help="The least of everything: does it still work?")
@click.option("--without-peer", is_flag=True, help="Measure our side alone.")
@click.option(
    "--simulated", type=click.Path(file_okay=False, exists=True, path_type=Path), metavar="FOLDER",
    help="Where bangduan simulate --data told 50 sites, for the rows of the province.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print every run as JSON.")
@click.option(
    "--markdown", "as_markdown", is_flag=True, help=f"Write the table into docs/{PAGE.name}."
)
@click.option("--list", "list_names", is_flag=True, help="Print the rows' names and stop.")
def main(
    names: tuple[str, ...], runs: int, *, quick: bool, without_peer: bool, as_json: bool,
    as_markdown: bool, list_names: bool, simulated: Path | None,
) -> None:  # fmt: skip
    """Measure the library against PyPI's eventsourcing, raw kombu, and its own aims."""
    rows = [row for row in ROWS if not names or row.name.startswith(names)]
    if list_names or not rows:
        for row in ROWS:
            click.echo(f"{row.name:28}{row.title}")
        sys.exit(0 if list_names else 2)
    console = Console(stderr=True)
    try:
        compared = any(isinstance(row, Comparison) for row in rows) and not without_peer
        peer = peer_environment.python() if compared else None
        bench = Bench(runs=runs, quick=quick, peer=peer, simulated=simulated)
        measured = _measure(rows, bench, console)
    except BenchmarkError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(orjson.dumps(report.json(measured, runs), option=orjson.OPT_INDENT_2))
    else:
        Console().print(report.table(measured))
    if as_markdown:
        report.replace_section(PAGE, report.markdown(measured, runs))


def _measure(rows: list[Row], bench: Bench, console: Console) -> list[tuple[Row, Outcome]]:
    measured = []
    with bench, console.status("") as status:
        bench.say = status.update
        for number, row in enumerate(rows, 1):
            status.update(f"{number} of {len(rows)}: {row.title}")
            measured.append((row, row.measure(bench)))
    return measured


if __name__ == "__main__":
    main()
