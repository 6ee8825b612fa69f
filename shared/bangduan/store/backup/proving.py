"""Is a backup worth anything? Restored into a temporary database, every chain of its log holds."""

from __future__ import annotations

import shutil
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import sqlalchemy

from bangduan.store.backup.errors import BackupRefused
from bangduan.store.backup.postgresql import restored_beside
from bangduan.store.database import open_database
from bangduan.store.keyring import StillSealed
from bangduan.store.log import EventLog
from bangduan.store.verification import verify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bangduan.store.backup.archive import DatabaseMember
    from bangduan.store.backup.parts import Part


def prove(part: Part, member: DatabaseMember, workspace: Path) -> None:
    """Restore a part's copy beside it and verify the log in it, event by event.

    Args:
        member: what the copy must be; it lies in ``workspace`` under its name.

    Raises:
        BackupRefused: the log does not hold, or is not what the manifest says.
    """
    with _restored(part, workspace / member.member) as url:
        database = open_database(url, create=False)
        with closing(database):
            log = EventLog(database, StillSealed())
            broken, number, last = verify(log), log.count(), log.head()
    if broken:
        raise _refused(part, f"{broken[0].stream} version {broken[0].version} {broken[0].what}")
    if (number, str(last.place) if last else None) != (member.events, member.head):
        raise _refused(part, f"{number} events came back of {member.events}")


@contextmanager
def _restored(part: Part, copy: Path) -> Iterator[str]:
    if part.kind != "sqlite":
        with restored_beside(part, copy) as url:
            yield url
        return
    # of a copy: opening a database may change its file
    beside = copy.with_name(f"{copy.name}.proof")
    shutil.copyfile(copy, beside)
    try:
        yield sqlalchemy.URL.create("sqlite", database=str(beside)).render_as_string()
    finally:
        for left in copy.parent.glob(f"{beside.name}*"):
            left.unlink()


def _refused(part: Part, what: str) -> BackupRefused:
    return BackupRefused(
        f"The backup of {part.service} does not hold ({what}): it was not kept. Keep the earlier "
        f"ones, and look at the database: bangduan verify {part.service}.",
        f"ไฟล์สำรองของ {part.service} ไม่ถูกต้อง ({what}) จึงไม่เก็บไว้ โปรดเก็บไฟล์สำรองเดิม "
        f"และตรวจฐานข้อมูลด้วย bangduan verify {part.service}",
    )
