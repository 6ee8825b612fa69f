"""What the verbs that look after a site have alike: settings, tables, progress, errors told.

Imported when a verb runs, not before: help stays instant.
"""

from __future__ import annotations

import contextlib
import signal
import sqlite3
import sys
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click
import orjson
import sqlalchemy
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
from rich.table import Table

from bangduan.errors import BangDuanError
from bangduan.logs import configure
from bangduan.places import places
from bangduan.settings import Settings
from bangduan.store import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from bangduan.places import Place

_PLAIN_WIDTH: Final = 200


def environment(data: Path | None) -> Settings:
    """Settings of the environment; ``data`` (``--data``) goes before it."""
    configure()
    return Settings.from_environment(data=data)


def standing_places(settings: Settings, names: Iterable[str] = ()) -> tuple[Place, ...]:
    """Where services keep their databases: those named, or all that have been started.

    Raises:
        StoreUnavailable: one that is named has no database, or nobody has.
    """
    asked = tuple(names)
    found = places(settings, asked)
    if asked:
        for place in found:
            place.require().close()
        return found
    there = tuple(place for place in found if _is_there(place))
    if not there:
        where = settings.data.resolve()
        raise StoreUnavailable(
            f"There is no database under {where}. Start the site once (bangduan up), or say where "
            "it is with --data or BANGDUAN_DATABASE.",
            f"ไม่พบฐานข้อมูลที่ {where} โปรดเริ่มระบบหนึ่งครั้ง (bangduan up) "
            "หรือระบุที่อยู่ด้วย --data หรือ BANGDUAN_DATABASE",
        )
    return there


def say_json(value: Any) -> None:
    """One line of JSON on standard output."""
    click.echo(orjson.dumps(value).decode())


def say_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table on standard output; as wide as it needs where no terminal limits it."""
    shown = Table(*headings, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        shown.add_row(*("–" if cell is None else str(cell) for cell in row))
    width = None if sys.stdout.isatty() else _PLAIN_WIDTH
    Console(width=width, markup=False, highlight=False).print(shown)


@contextlib.contextmanager
def progress() -> Iterator[Callable[[str, int, int | None], None]]:
    """A progress bar on standard error, where that is a terminal.

    What is yielded is told what is being done, how much is, and of how much if that is known.
    """
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, of: bar.update(task, description=what, completed=done, total=of)


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """What the machine or a driver says in its own words, told with what to do."""
    try:
        yield
    except BrokenPipeError:
        raise
    except (sqlalchemy.exc.SQLAlchemyError, sqlite3.Error) as error:
        raise BangDuanError(
            f"The database refuses: {error}. Find out why with bangduan doctor.",
            f"ฐานข้อมูลปฏิเสธ: {error} โปรดตรวจหาสาเหตุด้วย bangduan doctor",
        ) from error
    except OSError as error:
        what = f"{error.strerror or error}" + (f" ({error.filename})" if error.filename else "")
        raise BangDuanError(
            f"{what}. Check the path, the permissions and the disk.",
            f"{what} โปรดตรวจสอบที่อยู่ไฟล์ สิทธิ์ และพื้นที่ดิสก์",
        ) from error


@contextlib.contextmanager
def ended_in_order() -> Iterator[None]:
    """Let SIGTERM end the block as Ctrl-C does: what is under way is undone first."""

    def end(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _is_there(place: Place) -> bool:
    database = place.open()
    if database is None:
        return False
    database.close()
    return True
