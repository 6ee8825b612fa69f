"""``bangduan events``: what was recorded, and what is being recorded."""

from __future__ import annotations

import re
import time
from contextlib import ExitStack, closing, suppress
from typing import TYPE_CHECKING, Final

import click

from bangduan.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bangduan.events.envelope import Place as Sequence
    from bangduan.events.envelope import Row
    from bangduan.store import EventLog

    Show = Callable[[str, Row, str | None], None]

_SEQUENCE: Final = re.compile(r"(\d{1,9})\.(\d{1,20})\.(\d{1,20})", re.ASCII)
_BEYOND: Final = 2**63
_LINE: Final = "{:<14} {:<27} {:<44} {}"


@click.command()
@click.argument("service", required=False)
@click.option("--after", metavar="SEQUENCE", help="Begin after the event of this sequence.")
@click.option(
    "--follow", is_flag=True, help="Go on with what is recorded from now on; Ctrl-C ends."
)
@click.option("--type", "kind", metavar="NAME", help="Only events of this type, as MemberJoined.")
@click.option("--subject", metavar="STREAM", help="Only events of this stream, as person-0190….")
@options.DATA
@options.JSON
def command(
    *, service: str | None, after: str | None, follow: bool, kind: str | None,
    subject: str | None, data: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """List the events of SERVICE, or of all services, in the order they were recorded.

    With --json each line is a CloudEvent, as other services get it. Personal data stay sealed.
    """
    from bangduan.cli import common  # noqa: PLC0415 (help stays instant)
    from bangduan.places import looked_at  # noqa: PLC0415

    if after is not None and service is None:
        raise click.UsageError("--after speaks of one service's order: name the SERVICE.")
    settings = common.environment(data)
    with common.explained(), ExitStack() as stack:
        readings = []
        for place in common.standing_places(settings, (service,) if service else ()):
            log = looked_at(stack.enter_context(closing(place.require())))
            readings.append(_Reading(place.source, log, after))
        show = _only(_types_of(kind), subject, _as_cloudevent if as_json else _as_line)
        if not as_json:
            click.echo(_LINE.format("SEQUENCE", "TIME", "TYPE", "STREAM@VERSION"))
        with suppress(KeyboardInterrupt):
            for reading in readings:
                reading.show_new(show)
            while follow:
                time.sleep(settings.poll_seconds)
                for reading in readings:
                    reading.show_what_came(show)


class _Reading:
    """One service's log, read on from a place: nothing is missed, nothing comes twice.

    Args:
        after: sequence of the event to begin after; None for all.
    """

    def __init__(self, source: str, log: EventLog, after: str | None) -> None:
        self._source = source
        self._log = log
        self._after, self._last_id = _begin(log, after)
        self._is_away = False

    def show_new(self, show: Show) -> None:
        """Show what follows what was shown."""
        while rows := self._log.read(self._after):
            for row in rows:
                show(self._source, row, self._last_id)
                self._after, self._last_id = row.place, row.id

    def show_what_came(self, show: Show) -> None:
        """As ``show_new``; a database that is away for a while is waited for."""
        from bangduan.store import Interrupted, StoreUnavailable  # noqa: PLC0415

        try:
            self.show_new(show)
        except (Interrupted, StoreUnavailable) as error:
            if not self._is_away:
                click.echo(f"{self._source}: {error.en}", err=True)
            self._is_away = True
        else:
            self._is_away = False


def _begin(log: EventLog, after: str | None) -> tuple[Sequence, str | None]:
    from bangduan.errors import NotFound  # noqa: PLC0415
    from bangduan.events.envelope import START, Place  # noqa: PLC0415

    if after is None:
        return START, None
    # whole, as in a CloudEvent, or without its padding, as in our list
    parts = _SEQUENCE.fullmatch(after)
    place = Place(*map(int, parts.groups())) if parts else None
    if place is None or max(place) >= _BEYOND:
        raise click.BadParameter(
            f"{after!r} is no sequence; take one from this list, as 1.0.42.", param_hint="--after"
        )
    row = log.row_at(place)
    if row is None and place != START:
        raise NotFound("event with the sequence", after)
    return place, row.id if row else None


def _only(types: frozenset[str] | None, subject: str | None, show: Show) -> Show:
    def shown(source: str, row: Row, before: str | None) -> None:
        if (types is None or row.type in types) and subject in {None, row.stream}:
            show(source, row, before)

    return shown


def _types_of(name: str | None) -> frozenset[str] | None:
    """Every version of the event type of this name, given short or whole."""
    from bangduan.events import load_contract  # noqa: PLC0415

    if name is None:
        return None
    contract = load_contract()
    found = frozenset(d.type for d in contract if name in {d.type, d.name, f"{d.service}.{d.name}"})
    if not found:
        known = ", ".join(sorted({d.name for d in contract if name.lower() in d.name.lower()}))
        hint = f"Did you mean {known}?" if known else "See docs/events for all of them."
        raise click.BadParameter(f"there is no event type {name!r}. {hint}", param_hint="--type")
    return found


def _as_cloudevent(source: str, row: Row, before: str | None) -> None:
    from bangduan.events.envelope import to_cloudevent  # noqa: PLC0415

    click.echo(to_cloudevent(source, row, before))


def _as_line(_source: str, row: Row, _before: str | None) -> None:
    _, service, name, version = row.type.split(".")
    sequence = f"{row.epoch}.{row.xid}.{row.position}"
    kind = f"{service}.{name}.{version}"
    click.echo(_LINE.format(sequence, row.time, kind, f"{row.stream}@{row.version}"))
