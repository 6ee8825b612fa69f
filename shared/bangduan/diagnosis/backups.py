"""Backups by a schedule: are there any, are they fresh, may anybody read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bangduan.diagnosis.findings import fine, note, wrong
from bangduan.store.backup.schedule import made_in
from bangduan.store.backup.sealing import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bangduan.diagnosis.findings import Finding
    from bangduan.settings import Settings

#: One a day, and half a day for a machine that was off at night.
_FRESH: Final = timedelta(hours=36)
_CHECK: Final = "backup"


def look_at_backups(settings: Settings) -> Iterator[Finding]:
    """The folder that ``BANGDUAN_BACKUPS`` names; without one, backups are made some other way."""
    if not settings.backups:
        yield note(
            _CHECK, "BANGDUAN_BACKUPS",
            th="ไม่ได้ระบุโฟลเดอร์ไฟล์สำรอง จึงไม่ได้ตรวจ โปรดสำรองทุกวันด้วย bangduan backup --to DIR",
            en="No folder of backups is named, so none was looked at. Make one every day: "
            "bangduan backup --to DIR.",
        )  # fmt: skip
        return
    made = made_in(Path(settings.backups), settings.tambon)
    if not made or datetime.now(UTC) - made[0][0] > _FRESH:
        last = f"{made[0][0]:%Y-%m-%d %H:%M} UTC" if made else "–"
        yield wrong(
            _CHECK, settings.backups,
            th=f"ไม่มีไฟล์สำรองใหม่ (ล่าสุด {last})", en=f"There is no fresh backup (last: {last}).",
            do_th=f"สั่ง bangduan backup --to {settings.backups} --verify "
            "แล้วดูว่าเหตุใดการสำรองประจำวันจึงหยุด (docker compose logs backup)",
            do_en=f"Run bangduan backup --to {settings.backups} --verify, then see why the daily "
            "one stopped (docker compose logs backup).",
        )  # fmt: skip
        return
    yield fine(
        _CHECK, settings.backups, th=f"มีไฟล์สำรองเมื่อ {made[0][0]:%Y-%m-%d %H:%M} UTC",
        en=f"There is a backup of {made[0][0]:%Y-%m-%d %H:%M} UTC.",
    )  # fmt: skip
    if kind_of(made[0][1]) == "open":
        yield note(
            "backup-open", str(made[0][1]),
            th="ไฟล์สำรองไม่ได้เข้ารหัส ใครได้ไฟล์ไปก็อ่านข้อมูลส่วนบุคคลได้ ควรตั้ง BANGDUAN_BACKUP_RECIPIENTS",
            en="The backup is not sealed: whoever gets the file reads the personal data in it. "
            "Better set BANGDUAN_BACKUP_RECIPIENTS.",
        )  # fmt: skip
