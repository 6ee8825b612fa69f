"""``bangduan verify``: was anything changed after it was recorded?"""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import click

from bangduan.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bangduan.errors import Tampered


@click.command()
@click.argument("services", nargs=-1)
@options.DATA
@options.JSON
def command(*, services: tuple[str, ...], data: Path | None, as_json: bool) -> None:
    """Check every event of SERVICES, or of all services, against its stream's hash chain.

    Each event carries the hash of the one before it, so one changed byte breaks the chain there.
    Exits with 1 when something does not hold.
    """
    from bangduan.cli import common  # noqa: PLC0415 (help stays instant)
    from bangduan.places import looked_at  # noqa: PLC0415
    from bangduan.store.verification import verify  # noqa: PLC0415

    settings = common.environment(data)
    found: dict[str, tuple[int, list[Tampered]]] = {}
    with common.explained(), common.progress() as tell:
        for place in common.standing_places(settings, services):
            with closing(place.require()) as database:
                log = looked_at(database)
                total = log.count()
                broken = verify(log, partial(_tell, tell, place.name, total))
                found[place.name] = (total, broken)
    if as_json:
        common.say_json({"services": [_as_json(name, *each) for name, each in found.items()]})
    else:
        for name, (total, broken) in found.items():
            _say(name, total, broken)
    if any(broken for _, broken in found.values()):
        raise SystemExit(1)


def _tell(tell: Callable[[str, int, int], None], name: str, total: int, done: int) -> None:
    tell(name, done, total)


def _as_json(name: str, total: int, broken: list[Tampered]) -> dict[str, object]:
    tampered = [{"stream": e.stream, "version": e.version, "what": e.what} for e in broken]
    return {"service": name, "events": total, "tampered": tampered}


def _say(name: str, total: int, broken: list[Tampered]) -> None:
    if not broken:
        click.echo(f"{name}: {total:,} เหตุการณ์ ครบถ้วน ไม่ถูกแก้ไข · events, every one as recorded")
        return
    for error in broken:
        click.echo(f"{name}: {error.stream} version {error.version} {error.what}")
    click.echo(
        f"{name}: ข้อมูลถูกแก้ไขหลังบันทึก {len(broken):,} แห่ง เก็บฐานข้อมูลนี้ไว้เป็นหลักฐาน แล้วกู้คืนไฟล์สำรอง\n"
        f"{name}: {len(broken):,} do not hold. Keep this database as evidence, and restore a "
        "backup from before the change.",
        err=True,
    )
