"""``bangduan simulate``: lives of sub-districts that never were, told through the real API."""

from __future__ import annotations

import contextlib
import os
import re
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bangduan.simulation.character import Character
    from bangduan.simulation.province import Ingested
    from bangduan.simulation.telling import Outcome

_OFFSET: Final = 543
_FIRST_BUDDHIST_YEAR: Final = 2400
_MOST_MONTHS: Final = 240
_SITE: Final = "110113"
_MEGABYTE: Final = 1_000_000


def _month(_context: click.Context, _option: click.Parameter, written: str) -> date:
    """First day of a month written as 2567-10 (Buddhist era) or 2024-10."""
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", written.strip())
    if found is None:
        raise click.BadParameter(f"{written!r} is no month; write it as 2567-10")
    year = int(found[1])
    return date(year - _OFFSET if year >= _FIRST_BUDDHIST_YEAR else year, int(found[2]), 1)


@click.command()
@click.option(
    "--sites", type=click.IntRange(1), default=50, show_default=True, help="How many sub-districts."
)
@click.option(
    "--months", type=click.IntRange(1, _MOST_MONTHS), default=24, show_default=True,
    help="How many months are told, from --start on.",
)  # fmt: skip
@click.option(
    "--seed", type=int, default=1, show_default=True, help="The same seed, the same lives."
)
@click.option(
    "--start", callback=_month, default="2567-10", show_default=True,
    help="First month, Buddhist era; the last one must be over.",
)  # fmt: skip
@click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), default=Path("data/simulated"),
    show_default=True, help="Folder of the sites, each in one of its own: sites/110101, …",
)  # fmt: skip
@click.option(
    "--province", "province", type=click.Path(file_okay=False, path_type=Path),
    help="Folder of an embedded province that then reads what they report.",
)  # fmt: skip
@click.option("--jobs", type=click.IntRange(1), help="Sites at a time.  [default: one a processor]")
@click.option("--url", help="Tell one life to the site that runs there, instead of to folders.")
@click.option(
    "--tambon", default=_SITE, show_default=True,
    help="Six digits: a sub-district of the province; with --url, the one that runs there.",
)  # fmt: skip
@click.option(
    "--token", envvar="BANGDUAN_TOKEN", show_envvar=True,
    help="API token of an account of that site; with --url.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
def command(  # noqa: PLR0913 (one for each option)
    *, sites: int, months: int, seed: int, start: date, data: Path, province: Path | None,
    jobs: int | None, url: str | None, tambon: str, token: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Make up the lives of sub-districts and tell them through the real API.

    Everybody in them is invented and marked so. The same command again goes on where it was cut
    off; with more months or more sites it adds to what is there. At the end every indicator that
    a site reports is compared with what its life was made to come to.
    """
    from bangduan.simulation.character import character_of, characters  # noqa: PLC0415
    from bangduan.simulation.province import fill  # noqa: PLC0415
    from bangduan.simulation.telling import require_same  # noqa: PLC0415
    from bangduan.simulation.workers import tell_all  # noqa: PLC0415

    _require_over(start, months)
    if url is not None:
        _tell_over_http(character_of(seed=seed, tambon=tambon, start=start), months, url, token)
        return
    code = tambon[:2]
    wanted = characters(seed=seed, province=code, sites=sites, start=start)
    require_same(data, seed=seed, start=start, province=code)
    began = time.monotonic()
    with _bar("entries", _entries(wanted, months)) as add:
        told = tell_all(wanted, months, data, jobs=jobs or os.cpu_count() or 1, on_entries=add)
    seconds, taken = time.monotonic() - began, None
    if province is not None:
        late = {each.tambon: each.late_by for each in wanted}
        with _bar("province", len(told)) as add:
            taken = fill(
                province, f"{code}0000", data, outcomes=told, late_by=late, on_site=lambda: add(1)
            )
    _say(told, seconds, taken, as_json=as_json)
    if any(outcome.differences for outcome in told):
        raise SystemExit(1)


def _require_over(start: date, months: int) -> None:
    from bangduan.days import today  # noqa: PLC0415 (help stays instant)
    from bangduan.errors import ConfigurationError  # noqa: PLC0415
    from bangduan.simulation.world import month_of  # noqa: PLC0415

    last = month_of(start, months - 1)
    if last.last >= today():
        said = f"{last.first.year + _OFFSET}-{last.first.month:02d}"
        raise ConfigurationError(
            f"The last month, {said}, is not over yet. Ask for fewer --months, or an earlier "
            "--start.",
            f"เดือนสุดท้าย {said} ยังไม่สิ้นสุด โปรดลด --months หรือเริ่มก่อนหน้านั้นด้วย --start",
        )


def _entries(wanted: Sequence[Character], months: int) -> int:
    from bangduan.simulation.life import live  # noqa: PLC0415

    return sum(len(live(character, months).story.entries) for character in wanted)


def _tell_over_http(character: Character, months: int, url: str, token: str | None) -> None:
    """One life to a site that runs; what waits for other services is asked again until it is so."""
    from bangduan.simulation.life import live  # noqa: PLC0415
    from bangduan.story import replay  # noqa: PLC0415

    story = live(character, months).story
    done = 0
    with _bar(story.name, len(story.entries)) as add:

        def on_progress(number: int) -> None:
            nonlocal done
            add(number - done)
            done = number

        summary = replay(story, url, on_progress=on_progress, token=token)
    click.echo(f"{url}: {summary.sent} entries told, {summary.already_there} were there already")


@contextlib.contextmanager
def _bar(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error; what is yielded is told how many more are done."""
    from rich.console import Console  # noqa: PLC0415 (help stays instant)
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(what, total=total)
        yield lambda more: progress.advance(task, more)


def _say(told: Sequence[Outcome], seconds: float, taken: Ingested | None, *, as_json: bool) -> None:
    import dataclasses  # noqa: PLC0415 (help stays instant)

    from bangduan.cli.common import say_json, say_table  # noqa: PLC0415

    services = sorted({name for outcome in told for name in outcome.events})
    events = {name: sum(outcome.events.get(name, 0) for outcome in told) for name in services}
    if as_json:
        say_json(
            {
                "seconds": round(seconds, 3),
                "entries": sum(outcome.entries for outcome in told),
                "told": sum(outcome.told for outcome in told),
                "events": events,
                "bytes": sum(outcome.bytes for outcome in told),
                "sites": [dataclasses.asdict(outcome) for outcome in told],
                "province": None if taken is None else {
                    **dataclasses.asdict(taken), "events_per_second": round(taken.rate, 1),
                },
            }
        )  # fmt: skip
        return
    say_table(
        ("tambon", "", "life", "entries", "told now", "events", "MB", "s", "differences"),
        [
            (
                o.tambon, o.place, o.arc, o.entries, o.told, sum(o.events.values()),
                f"{o.bytes / _MEGABYTE:.1f}", f"{o.seconds:.1f}", len(o.differences),
            )
            for o in told
        ],
    )  # fmt: skip
    fresh, total = sum(outcome.told for outcome in told), sum(events.values())
    click.echo(", ".join(f"{name} {count:,}" for name, count in events.items()))
    size = sum(outcome.bytes for outcome in told) / _MEGABYTE
    click.echo(
        f"{len(told)} sites, {total:,} events, {size:,.0f} MB; {fresh:,} entries told in "
        f"{seconds:,.0f} s ({fresh / seconds if seconds else 0:,.0f}/s)"
    )
    if taken is not None:
        click.echo(
            f"province: {taken.events:,} events of {taken.sites} sites read in "
            f"{taken.seconds:,.1f} s ({taken.rate:,.0f}/s), {taken.megabytes} MB of memory at most"
        )
        for code, behind in taken.lag.items():
            click.echo(f"{code} reports late: {behind:,} events are not read yet")
    checked = sum(outcome.checked for outcome in told)
    wrong = [(outcome.tambon, said) for outcome in told for said in outcome.differences]
    click.echo(f"{checked:,} numbers of the indicators compared, {len(wrong)} differ")
    for code, said in wrong:
        click.echo(f"{code} {said}", err=True)
