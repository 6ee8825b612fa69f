"""``bangduan dead-letters``: events that a service could not handle."""

from __future__ import annotations

import dataclasses
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any

import click

from bangduan.cli import options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bangduan.messaging.letters import Letter
    from bangduan.places import Place
    from bangduan.store import Database

_SERVICE = click.option(
    "--service", metavar="NAME", help="The service that could not handle them.  [default: all]"
)


@dataclasses.dataclass(frozen=True, slots=True)
class _Subscriber:
    """A service whose letters are looked at."""

    place: Place
    database: Database

    @property
    def name(self) -> str:
        return self.place.name


@click.group()
def command() -> None:
    """See, retry or discard events that a service could not handle.

    An event that fails again and again becomes a dead letter; later events of its subject are
    parked behind it, in order, and everything else flows on.
    """


@command.command("list")
@_SERVICE
@options.DATA
@options.JSON
def list_letters(*, service: str | None, data: Path | None, as_json: bool) -> None:
    """List dead letters and what is parked behind them, in order."""
    from bangduan.cli import common  # noqa: PLC0415 (help stays instant)

    with _subscribers(data, service) as subscribers:
        found = _letters(subscribers)
    if as_json:
        common.say_json({"letters": [_summary(*each) for each in found]})
    elif found:
        shown = [_summary(*each) for each in found]
        names = ("service", "id", "state", "type", "subject", "attempts", "error")
        common.say_table([n.upper() for n in names], [[each[n] for n in names] for each in shown])
    else:
        click.echo("ไม่มีเหตุการณ์ที่ค้าง · no dead letters")


@command.command()
@click.argument("id")
@_SERVICE
@options.DATA
@options.JSON
def show(*, id: str, service: str | None, data: Path | None, as_json: bool) -> None:
    """Show the letter of the event ID: why it failed, and the event itself.

    Personal data in the event stay sealed.
    """
    import orjson  # noqa: PLC0415 (help stays instant)

    from bangduan.cli import common  # noqa: PLC0415

    with _subscribers(data, service) as subscribers:
        subscriber, letter = _one(subscribers, id)
    summary = _summary(subscriber, letter)
    event = orjson.loads(letter.body)
    if as_json:
        common.say_json({**summary, "traceback": letter.traceback, "event": event})
        return
    for name, value in summary.items():
        click.echo(f"{name + ':':<12} {value}")
    click.echo(f"\n{letter.traceback.rstrip()}\n\n{orjson.dumps(event, option=2).decode()}")


@command.command()
@click.argument("id", required=False)
@click.option("--subject", metavar="STREAM", help="All letters of this subject.")
@click.option("--all", "everything", is_flag=True, help="All letters.")
@_SERVICE
@options.DATA
@options.JSON
def retry(
    *, id: str | None, subject: str | None, everything: bool, service: str | None,
    data: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Handle the letter of the event ID again, with all others of its subject, in order.

    What fails again stops its subject there, and keeps its new error. Exits with 1 then.
    """
    from bangduan.cli import common  # noqa: PLC0415 (help stays instant)

    if [id is not None, subject is not None, everything].count(True) != 1:
        raise click.UsageError("Say what to retry: an ID, --subject STREAM, or --all.")
    outcomes = []
    with _subscribers(data, service) as subscribers, common.progress() as tell:
        chosen = [_one(subscribers, id)] if id is not None else _letters(subscribers, subject)
        if subject is not None and not chosen:
            raise _nothing(f"of the subject {subject}", f"ของ {subject}")
        streams = dict.fromkeys((each, letter.source, letter.subject) for each, letter in chosen)
        for done, (subscriber, source, stream) in enumerate(streams):
            tell(stream, done, len(streams))
            outcomes.append(_drain(subscriber, source, stream))
    if as_json:
        common.say_json({"retried": outcomes})
    for each in () if as_json else outcomes:
        click.echo(f"{each['service']}: {each['handled']} handled of {each['subject']}")
        if each["failed"]:
            click.echo(f"  {each['failed']['id']} failed again: {each['failed']['error']}")
    if any(each["failed"] for each in outcomes):
        raise SystemExit(1)


@command.command()
@click.argument("id")
@_SERVICE
@options.DATA
def discard(*, id: str, service: str | None, data: Path | None) -> None:
    """Give up on the letter of the event ID for good: the service never learns of it.

    What is parked behind it is handled when the service is next idle, or by retry.
    """
    from bangduan.messaging import letters  # noqa: PLC0415 (help stays instant)

    with _subscribers(data, service) as subscribers:
        subscriber, letter = _one(subscribers, id)
        letters.discard(subscriber.database, letter)
    click.echo(f"{subscriber.name}: {letter.id} ({_short(letter.type)}) discarded")


@command.command("set-aside")
@click.option("--discard", "to_discard", is_flag=True, help="Remove them, once compared.")
@_SERVICE
@options.DATA
@options.JSON
def set_aside(*, to_discard: bool, service: str | None, data: Path | None, as_json: bool) -> None:
    """List events that were read of a source which no longer holds them.

    A source restored from an older backup loses what came after it. What a subscriber had read
    of it is set aside here, to see what must be recorded again.
    """
    import orjson  # noqa: PLC0415 (help stays instant)

    from bangduan.cli import common  # noqa: PLC0415

    if to_discard and service is None:
        raise click.UsageError("--discard removes them for good: name the service with --service.")
    found = []
    with _subscribers(data, service) as subscribers:
        for subscriber in subscribers:
            for at, body in subscriber.database.rows(
                "SELECT set_aside_at, body FROM set_aside ORDER BY set_aside_at, source, sequence"
            ):
                found.append({"service": subscriber.name, "at": at, "event": orjson.loads(body)})
            if to_discard:
                subscriber.database.write([("DELETE FROM set_aside", ())])
    if as_json:
        common.say_json({"set_aside": found, "discarded": to_discard})
        return
    common.say_table(
        ("SERVICE", "SET ASIDE", "SOURCE", "TIME", "TYPE", "SUBJECT"),
        [
            (each["service"], each["at"], e["source"], e["time"], _short(e["type"]), e["subject"])
            for each in found
            for e in [each["event"]]
        ],
    )
    if to_discard:
        click.echo(f"ลบแล้ว {len(found)} รายการ · {len(found)} removed")


@contextmanager
def _subscribers(data: Path | None, service: str | None) -> Iterator[list[_Subscriber]]:
    from bangduan.cli import common  # noqa: PLC0415

    settings = common.environment(data)
    with common.explained(), ExitStack() as stack:
        yield [
            _Subscriber(place, stack.enter_context(closing(place.require())))
            for place in common.standing_places(settings, (service,) if service else ())
        ]


def _letters(
    subscribers: Iterable[_Subscriber], subject: str | None = None
) -> list[tuple[_Subscriber, Letter]]:
    from bangduan.messaging import letters  # noqa: PLC0415

    return [
        (subscriber, letter)
        for subscriber in subscribers
        for letter in letters.all_letters(subscriber.database)
        if subject in {None, letter.subject}
    ]


def _one(subscribers: Iterable[_Subscriber], id: str) -> tuple[_Subscriber, Letter]:
    found = [each for each in _letters(subscribers) if each[1].id == id]
    if not found:
        raise _nothing(f"with the id {id}", f"รหัส {id}")
    if len(found) > 1:
        names = ", ".join(subscriber.name for subscriber, _ in found)
        raise click.UsageError(
            f"{id} waits in several services ({names}): name one with --service."
        )
    return found[0]


def _nothing(en: str, th: str) -> Exception:
    from bangduan.errors import BangDuanError  # noqa: PLC0415

    return BangDuanError(
        f"There is no dead letter {en}. See all with bangduan dead-letters list.",
        f"ไม่พบเหตุการณ์ที่ค้าง{th} ดูทั้งหมดด้วย bangduan dead-letters list",
    )


def _drain(subscriber: _Subscriber, source: str, subject: str) -> dict[str, Any]:
    from bangduan.application import Application  # noqa: PLC0415
    from bangduan.messaging.inbox import Inbox  # noqa: PLC0415
    from bangduan.messaging.letters import retry_subject  # noqa: PLC0415

    application = Application(subscriber.place.service, subscriber.place.settings)
    with closing(application):
        handled, failed = retry_subject(Inbox(application, source), subject)
        again = next(
            (now for _, now in _letters([subscriber]) if failed and now.id == failed.id), None
        )
    return {
        "service": subscriber.name,
        "source": source,
        "subject": subject,
        "handled": handled,
        "failed": {"id": again.id, "error": again.error} if again else None,
    }


def _summary(subscriber: _Subscriber, letter: Letter) -> dict[str, Any]:
    return {
        "service": subscriber.name,
        "source": letter.source,
        "id": letter.id,
        "state": letter.state,
        "type": letter.type,
        "subject": letter.subject,
        "sequence": letter.sequence,
        "attempts": letter.attempts,
        "failed_at": letter.failed_at,
        "error": letter.error,
    }


def _short(type: str) -> str:
    return type.split(".")[2]
