"""A service's database: does it open, is it whole, does its log hold, are its tables today's."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import sqlalchemy

from bangduan.diagnosis.findings import fine, note, wrong
from bangduan.diagnosis.standing import missing_tables
from bangduan.errors import BangDuanError
from bangduan.places import hidden, looked_at
from bangduan.store import StoreUnavailable
from bangduan.store.verification import verify_streams

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bangduan.diagnosis.findings import Finding
    from bangduan.places import Place
    from bangduan.store import Database

_SOME_STREAMS: Final = "SELECT stream FROM events WHERE version = 1 ORDER BY random() LIMIT 30"
_CLOCK_MAY_DIFFER: Final = timedelta(minutes=2)
_GUARD_STANDS: Final = {
    "sqlite": "SELECT count(*) = 2 FROM sqlite_master WHERE type = 'trigger' "
    "AND name IN ('events_no_update', 'events_no_delete')",
    "postgresql": "SELECT count(*) = 1 FROM pg_trigger WHERE tgrelid = 'events'::regclass "
    "AND tgname = 'events_append_only' AND tgenabled <> 'D'",
}


def look_at_database(place: Place) -> Iterator[Finding]:
    """Everything about the database of one service."""
    try:
        database = place.open()
    except BangDuanError as error:
        yield wrong(
            "database", place.name, th=f"เปิดฐานข้อมูลของ {place.name} ไม่ได้", en=error.en,
            do_th=error.th,
            do_en="Start the database server, or set BANGDUAN_DATABASE to where it is.",
        )  # fmt: skip
        return
    if database is None:
        yield note(
            "database", place.name,
            th=f"ยังไม่มีฐานข้อมูลที่ {hidden(place.url)} (บริการยังไม่เคยเริ่ม)",
            en=f"There is no database at {hidden(place.url)}: the service was never started.",
        )  # fmt: skip
        return
    with closing(database):
        try:
            yield from _look_inside(place, database)
        except StoreUnavailable as error:
            yield _damaged(place, error.en)


def _look_inside(place: Place, database: Database) -> Iterator[Finding]:
    missing = missing_tables(database)
    if missing:
        yield wrong(
            "tables", place.name,
            th=f"ขาดตาราง {', '.join(missing)}", en=f"Tables are missing: {', '.join(missing)}.",
            do_th=f"เริ่มบริการ {place.name} หนึ่งครั้ง ตารางที่ขาดจะถูกสร้าง "
            "หากขาดตาราง events ให้กู้คืนจากไฟล์สำรอง",
            do_en=f"Start {place.name} once: it makes what is missing. If it is the table events, "
            "restore a backup.",
        )  # fmt: skip
        return
    broken = _damage(database)
    if broken is not None:
        yield _damaged(place, broken)
        return
    yield fine(
        "database", place.name, th="เปิดฐานข้อมูลได้และครบถ้วน", en="The database opens and is whole."
    )
    yield from _look_at_guard(place, database)
    yield _look_at_chain(place, database)
    yield from _look_at_projections(place, database)
    yield from _look_at_clock(place, database)


def _damage(database: Database) -> str | None:
    if database.name != "sqlite":
        return None
    [(found,)] = database.rows("PRAGMA quick_check(1)")
    return None if found == "ok" else str(found)


def _damaged(place: Place, what: str) -> Finding:
    return wrong(
        "database", place.name,
        th=f"ฐานข้อมูลเสียหาย: {what}", en=f"The database is damaged: {what}.",
        do_th="หยุดบริการ ตรวจดิสก์ แล้วกู้คืนไฟล์สำรองล่าสุดด้วย bangduan restore FILE --replace",
        do_en="Stop the services, check the disk, then restore the last backup: "
        "bangduan restore FILE --replace.",
    )  # fmt: skip


def _look_at_guard(place: Place, database: Database) -> Iterator[Finding]:
    [(stands,)] = database.rows(_GUARD_STANDS[database.name])
    if not stands:
        yield wrong(
            "append-only", place.name,
            th="ตัวป้องกันการแก้ไขเหตุการณ์ที่บันทึกแล้วหายไป",
            en="What keeps recorded events from being changed is gone from the database.",
            do_th=f"ตรวจสอบด้วย bangduan verify {place.name} แล้วเริ่มบริการใหม่ ตัวป้องกันจะถูกสร้างอีกครั้ง "
            "และหาว่าใครลบออก",
            do_en=f"Run bangduan verify {place.name}, then start the service: it puts the guard "
            "back. Find out who removed it.",
        )  # fmt: skip


def _look_at_chain(place: Place, database: Database) -> Finding:
    """A few streams, chosen anew each time; ``bangduan verify`` looks at all."""
    chosen = database.rows(_SOME_STREAMS)
    found = verify_streams(looked_at(database), [stream for (stream,) in chosen])
    if found:
        first = found[0]
        return wrong(
            "hash-chain", place.name,
            th=f"ลูกโซ่แฮชไม่ต่อเนื่องที่ {first.stream} รุ่น {first.version}: ข้อมูลถูกแก้ไขหลังบันทึก",
            en=f"The hash chain breaks at {first.stream} version {first.version}, which "
            f"{first.what}.",
            do_th=f"ดูทั้งหมดด้วย bangduan verify {place.name} เก็บฐานข้อมูลไว้เป็นหลักฐาน "
            "แล้วกู้คืนไฟล์สำรองก่อนการแก้ไข",
            do_en=f"See all of it with bangduan verify {place.name}. Keep this database as "
            "evidence, and restore a backup from before the change.",
        )  # fmt: skip
    return fine(
        "hash-chain", place.name,
        th=f"ลูกโซ่แฮชต่อเนื่อง (สุ่มตรวจ {len(chosen)} รายการ)",
        en=f"The hash chain holds ({len(chosen)} streams looked at).",
    )  # fmt: skip


def _look_at_projections(place: Place, database: Database) -> Iterator[Finding]:
    built = dict(database.rows("SELECT name, version FROM projections"))
    standing = set(sqlalchemy.inspect(database.engine).get_table_names())
    outdated = [
        projection.name
        for projection in place.service.projections
        if built.get(projection.name) != projection.version
        or any(table.name not in standing for table in projection.tables)
    ]
    newer = [p.name for p in place.service.projections if (built.get(p.name) or 0) > p.version]
    if newer:
        names = ", ".join(newer)
        yield wrong(
            "newer-version", place.name,
            th=f"ตารางสำหรับอ่านสร้างโดยโปรแกรมรุ่นใหม่กว่านี้: {names}",
            en=f"Read tables were built by a newer version of the program than this: {names}.",
            do_th="ติดตั้งรุ่นใหม่ล่าสุด หากตั้งใจกลับมาใช้รุ่นนี้ ให้หยุดบริการรุ่นใหม่ทั้งหมดก่อน แล้วเริ่มรุ่นนี้ "
            "ตารางจะถูกสร้างใหม่เอง",
            do_en="Install the newest version. If you mean to go back to this one, stop every "
            "service of the newer first and start this: it builds them anew.",
        )  # fmt: skip
        return
    if outdated:
        names = ", ".join(outdated)
        yield wrong(
            "projections", place.name,
            th=f"ตารางสำหรับอ่านไม่ใช่รุ่นปัจจุบันหรือขาดไป: {names}",
            en=f"Read tables are missing or not of today's version: {names}.",
            do_th=f"เริ่มบริการ {place.name} ใหม่ หรือสั่ง bangduan rebuild {place.name}",
            do_en=f"Start {place.name} again, or run bangduan rebuild {place.name}.",
        )  # fmt: skip


def _look_at_clock(place: Place, database: Database) -> Iterator[Finding]:
    """A clock that is behind what it recorded itself, or far from the database server's."""
    now = datetime.now(UTC)
    last = looked_at(database).head()
    times = [(datetime.fromisoformat(last.time), "the last event recorded")] if last else []
    if database.name == "postgresql":
        [(server,)] = database.rows("SELECT now()")
        times.append((server, "the database server's clock"))
    for time, what in times:
        ahead = time - now
        far = abs(ahead) if what.startswith("the database") else ahead
        if far > _CLOCK_MAY_DIFFER:
            yield wrong(
                "clock", place.name,
                th=f"นาฬิกาเครื่องนี้ ({now:%Y-%m-%d %H:%M} UTC) ไม่ตรงกับเวลาที่บันทึกไว้ "
                f"({time:%Y-%m-%d %H:%M} UTC)",
                en=f"This machine's clock says {now:%Y-%m-%d %H:%M} UTC, but {what} says "
                f"{time.astimezone(UTC):%Y-%m-%d %H:%M}.",
                do_th="ตั้งเวลาให้ถูกต้อง (timedatectl set-ntp true)",
                do_en="Set the clock (timedatectl set-ntp true).",
            )  # fmt: skip
            return
