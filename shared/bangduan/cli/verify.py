"""``bangduan verify``: was anything changed after it was recorded?"""

from __future__ import annotations

import dataclasses
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bangduan.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable

    from bangduan.errors import Tampered
    from bangduan.store.digests import Differs, KeptDigest


@click.command()
@click.argument("services", nargs=-1)
@click.option(
    "--digest",
    "kept",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Digests kept elsewhere: the logs must still come to them.",
)
@click.option(
    "--write-digest",
    "write",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what the logs come to now to a new file, to be kept elsewhere.",
)
@options.DATA
@options.JSON
def command(
    *, services: tuple[str, ...], kept: Path | None, write: Path | None, data: Path | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Check every event of SERVICES, or of all services, against its stream's hash chain.

    Each event carries the hash of the one before it, so one changed byte breaks the chain there.
    That the end of a stream is gone only a digest shows: the last one in the log itself is always
    compared, and with --digest those that were kept elsewhere. Exits with 1 when something does
    not hold.
    """
    from bangduan.cli import common  # noqa: PLC0415 (help stays instant)
    from bangduan.places import looked_at  # noqa: PLC0415
    from bangduan.store import digests  # noqa: PLC0415
    from bangduan.store.log import utc_now  # noqa: PLC0415
    from bangduan.store.verification import verify  # noqa: PLC0415

    settings = common.environment(data)
    found: list[Verified] = []
    made: list[KeptDigest] = []
    with common.explained(), common.progress() as tell:
        given = digests.read(kept) if kept is not None else ()
        for place in common.standing_places(settings, services):
            tambon, name = place.settings.tambon, place.service.name
            with closing(place.require()) as database:
                log = looked_at(database)
                total = log.count()
                broken = verify(log, partial(_tell, tell, place.name, total))
                own = digests.last_recorded(tambon, name, database)
                asked = [each for each in given
                         if each.service == name and each.tambon in {"", tambon}]  # fmt: skip
                differing = digests.compare([*asked, *([own] if own else [])], database)
                found.append(Verified(place.name, total, broken, len(asked), tuple(differing)))
                now = digests.digest_now(tambon, name, database, utc_now())
                made += [now] if now is not None else []
        if write is not None:
            with write.open("xb") as file:
                file.write(digests.to_bytes(made))
    if as_json:
        common.say_json({"services": [_as_json(each) for each in found], "digests": made})
    else:
        for each in found:
            _say(each)
        if kept is not None and not any(each.compared for each in found):
            click.echo(f"{kept}: ไม่มีลายนิ้วมือของบริการที่ตรวจ · none of them is of a log looked at")
    if any(each.broken or each.differing for each in found):
        raise SystemExit(1)


@dataclasses.dataclass(frozen=True, slots=True)
class Verified:
    """What became of looking at one log: where it does not hold, and what it differs from."""

    name: str
    total: int
    broken: list[Tampered]
    compared: int
    differing: tuple[Differs, ...]


def _tell(tell: Callable[[str, int, int], None], name: str, total: int, done: int) -> None:
    tell(name, done, total)


def _as_json(found: Verified) -> dict[str, object]:
    tampered = [{"stream": e.stream, "version": e.version, "what": e.what} for e in found.broken]
    return {
        "service": found.name, "events": found.total, "tampered": tampered,
        "compared": found.compared,
        "differing": [
            {"kept": each.kept, "events": each.events, "digest": each.digest}
            for each in found.differing
        ],
    }  # fmt: skip


def _say(found: Verified) -> None:
    name, broken = found.name, found.broken
    for error in broken:
        click.echo(f"{name}: {error.stream} version {error.version} {error.what}")
    for each in found.differing:
        then = "?" if each.kept.events is None else f"{each.kept.events:,}"
        click.echo(
            f"{name}: บันทึกไม่ตรงกับลายนิ้วมือของ {each.kept.day or each.kept.sequence}: เดิม {then} "
            f"ปัจจุบัน {each.events:,} เหตุการณ์\n"
            f"{name}: the log is not what it was on {each.kept.day or each.kept.sequence}: "
            f"{then} events then, {each.events:,} now, up to the same place"
        )
    number = len(broken) + len(found.differing)
    if not number:
        also = f", {found.compared} digests · ลายนิ้วมือ" if found.compared else ""
        click.echo(
            f"{name}: {found.total:,} เหตุการณ์ ครบถ้วน ไม่ถูกแก้ไข · events, every one as recorded{also}"
        )
        return
    click.echo(
        f"{name}: ข้อมูลถูกแก้ไขหลังบันทึก {number:,} แห่ง เก็บฐานข้อมูลนี้ไว้เป็นหลักฐาน แล้วกู้คืนไฟล์สำรอง\n"
        f"{name}: {number:,} do not hold. Keep this database as evidence, and restore a "
        "backup from before the change.",
        err=True,
    )
