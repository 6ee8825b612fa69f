"""Putting a backup back: everything is proved and made ready first, then replaced, or undone."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bangduan.errors import StoreError
from bangduan.store.backup import archive, keys
from bangduan.store.backup.errors import BackupRefused, BackupUnusable
from bangduan.store.backup.postgresql import PostgresqlTarget
from bangduan.store.backup.sealing import Opener
from bangduan.store.backup.sqlite import SqliteTarget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from bangduan.store.backup.archive import DatabaseMember, Manifest
    from bangduan.store.backup.keys import Merged
    from bangduan.store.backup.parts import Part, Target

    Progress = Callable[[str, int, int], None]

NOTHING: Final = Opener()


@dataclasses.dataclass(frozen=True, slots=True)
class Unpacked:
    """A backup whose every member was proved to be what its manifest says."""

    manifest: Manifest
    folder: Path


@dataclasses.dataclass(frozen=True, slots=True)
class Restored:
    """What a restore came to.

    Attributes:
        aside: the folder with what was replaced, None when nothing was.
        keyrings: what became of the keys, by scope; empty when the backup has none.
    """

    manifest: Manifest
    aside: Path | None
    keyrings: Mapping[str, Merged]


@contextmanager
def unpacked(
    file: Path,
    data: Path,
    on_progress: Progress = lambda _what, _done, _of: None,
    opener: Opener = NOTHING,
) -> Iterator[Unpacked]:
    """Unpack ``file`` into a private folder under ``data``, gone when the block is left.

    Args:
        opener: opens it if it is sealed.

    Raises:
        BackupUnusable: it is no backup, not whole, or was changed.
        BackupRefused: it is sealed, and ``opener`` does not open it.
    """
    data.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".restoring-", dir=data))
    try:
        manifest = archive.unpack(file, folder, lambda d, of: on_progress(file.name, d, of), opener)
        yield Unpacked(manifest, folder)
    finally:
        shutil.rmtree(folder)


def restore(
    backup: Unpacked,
    parts: Sequence[Part],
    *,
    aside: Path,
    replace: bool = False,
    on_progress: Progress = lambda _what, _done, _of: None,
) -> Restored:
    """Put the databases and keys of a backup in the place of what there is.

    Args:
        parts: where each service of the backup belongs.
        aside: a folder, not there yet, for what is replaced.
        replace: also where events are recorded already.

    Raises:
        BackupRefused: it does not belong here, a service is running, or events stand there
            and ``replace`` is not set. Nothing was changed.
    """
    members = {member.service: member for member in backup.manifest.services}
    _require_same_site(members, parts)
    with ExitStack() as stack:
        targets = [(part, _target(part, backup.folder)) for part in parts]
        for _, target in targets:
            target.claim(stack)
        if not replace:
            _require_empty(targets)
        steps = 2 * len(targets)
        with _undone_on_failure(targets, aside):
            for done, (part, target) in enumerate(targets):
                on_progress(part.service, done, steps)
                member = members[part.service]
                target.prepare(backup.folder / member.member, member.epoch)
                target.keep_aside(aside)
            for done, (part, target) in enumerate(targets, len(targets)):
                on_progress(part.service, done, steps)
                target.put()
            keyrings = _merge_keys(backup, targets)
        on_progress(backup.manifest.tambon, steps, steps)
    return Restored(backup.manifest, aside if aside.exists() else None, keyrings)


@contextmanager
def _undone_on_failure(targets: Sequence[tuple[Part, Target]], aside: Path) -> Iterator[None]:
    """Leave everything as it was when the block fails."""
    try:
        yield
    except BaseException as error:
        stuck = []
        for part, target in reversed(targets):
            try:
                target.undo()
            except (OSError, StoreError) as second:
                stuck.append(f"{part.service} ({second})")
        with suppress(OSError):
            # not when something is left in it
            aside.rmdir()
        if stuck:
            raise StoreError(
                f"Restoring failed ({error}), and could not be undone for {', '.join(stuck)}. "
                f"What was there is in {aside}: put it back before you start the services.",
                f"กู้คืนไม่สำเร็จ ({error}) และย้อนกลับไม่ได้: {', '.join(stuck)} "
                f"ข้อมูลเดิมอยู่ที่ {aside} โปรดนำกลับก่อนเริ่มบริการ",
            ) from error
        raise
    finally:
        for _, target in targets:
            target.clear()


def _merge_keys(backup: Unpacked, targets: Sequence[tuple[Part, Target]]) -> dict[str, Merged]:
    """Last of all, and in one transaction for each keyring."""
    merged: dict[str, Merged] = {}
    for keyring in backup.manifest.keyrings:
        url = next(part.keyring_url for part, _ in targets if part.scope == keyring.scope)
        erased: frozenset[str] = frozenset().union(
            *(target.erased for part, target in targets if part.keyring_url == url)
        )
        try:
            found = keys.from_bytes((backup.folder / keyring.member).read_bytes())
        except ValueError as error:
            raise BackupUnusable(keyring.member, str(error), str(error)) from error
        merged[keyring.scope] = keys.merge(url, found, erased)
    return merged


def _target(part: Part, workspace: Path) -> Target:
    return SqliteTarget(part) if part.kind == "sqlite" else PostgresqlTarget(part, workspace)


def _require_same_site(members: Mapping[str, DatabaseMember], parts: Sequence[Part]) -> None:
    for part in parts:
        member = members[part.service]
        if member.tambon != part.tambon:
            raise BackupRefused(
                f"This is a backup of tambon {member.tambon}, and {part.service} here is of "
                f"{part.tambon}. Set BANGDUAN_TAMBON={member.tambon} if it shall become that site.",
                f"ไฟล์นี้สำรองจากตำบล {member.tambon} แต่ {part.service} ที่นี่เป็นของ {part.tambon} "
                f"หากต้องการกู้คืนเป็นตำบลนั้น โปรดตั้ง BANGDUAN_TAMBON={member.tambon}",
            )
        if member.kind != part.kind:
            raise BackupRefused(
                f"{part.service} was backed up from {member.kind}, and BANGDUAN_DATABASE names "
                f"{part.kind}. Restore it where it came from.",
                f"{part.service} สำรองมาจาก {member.kind} แต่ BANGDUAN_DATABASE ระบุ {part.kind} "
                "โปรดกู้คืนไปยังฐานข้อมูลชนิดเดิม",
            )


def _require_empty(targets: Sequence[tuple[Part, Target]]) -> None:
    held = ", ".join(part.service for part, target in targets if target.held)
    if held:
        raise BackupRefused(
            f"There are events already: {held}. Add --replace to put the backup in their place; "
            "what is there now is kept aside.",
            f"มีข้อมูลอยู่แล้ว: {held} หากต้องการแทนที่ด้วยข้อมูลสำรอง โปรดเพิ่ม --replace "
            "โดยข้อมูลปัจจุบันจะถูกเก็บแยกไว้",
        )
