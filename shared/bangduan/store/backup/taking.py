"""Taking a backup while everything runs."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack, closing
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import bangduan
from bangduan.store.backup import archive, keys
from bangduan.store.backup.archive import (
    DatabaseMember,
    FileMember,
    KeyringMember,
    Manifest,
    measured,
)
from bangduan.store.backup.errors import BackupRefused
from bangduan.store.backup.postgresql import PostgresqlSnapshot
from bangduan.store.backup.proving import prove
from bangduan.store.backup.sqlite import SqliteSnapshot
from bangduan.store.log import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bangduan.store.backup.parts import Part, Snapshot
    from bangduan.store.backup.sealing import Seal

_OWNERS: Final = 0o600
_SUFFIXES: Final = {"sqlite": "sqlite3", "postgresql": "dump"}


def take(
    file: Path,
    parts: Sequence[Part],
    *,
    tambon: str,
    with_keys: bool = True,
    seal: Seal | None = None,
    files: Mapping[str, Path | bytes] = MappingProxyType({}),
    proven: bool = False,
    simulated: Iterable[str] = (),
    on_progress: Callable[[str, int, int], None] = lambda _what, _done, _of: None,
) -> Manifest:
    """Back up databases, and the keyrings that open them, into one file.

    Every database is held at one moment first, all within moments of one another, and then
    copied. The file is whole when it appears; its mode is 0600.

    Args:
        tambon: six digits of the site.
        with_keys: take the keyrings too.
        seal: who may open the file.
        files: what else belongs in it, by what it is; only in a sealed one.
        proven: restore every database into a temporary one first and see that its log holds.
        simulated: whose data are made up, ``site`` or ``province``.
        on_progress: told what is done, how much, of how much.

    Raises:
        BackupRefused: a database is damaged, or there is none, or a log does not hold.
        ToolFailed: PostgreSQL's pg_dump is missing or failed.
    """
    if not parts:
        raise BackupRefused(
            "There is no database to back up. Say where they are with --data or BANGDUAN_DATABASE.",
            "ไม่พบฐานข้อมูลที่จะสำรอง โปรดระบุที่อยู่ด้วย --data หรือ BANGDUAN_DATABASE",
        )
    if files and seal is None:
        raise BackupRefused(
            "Keys and secrets go only into a sealed backup. Give --recipient or a passphrase.",
            "กุญแจและความลับของระบบเก็บได้เฉพาะในไฟล์สำรองที่เข้ารหัส โปรดระบุ --recipient หรือรหัสผ่าน",
        )
    folder = file.resolve().parent
    with ExitStack() as stack:
        workspace = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix=f".{file.name}.", dir=folder))
        )
        snapshots = [(part, stack.enter_context(closing(_snapshot(part)))) for part in parts]
        contents: dict[str, Path | bytes] = {}
        # after the snapshots: whoever stands in them has a key by now
        keyrings = _keyrings(parts, contents) if with_keys else ()
        databases = []
        for done, (part, snapshot) in enumerate(snapshots):
            on_progress(part.service, done, len(parts) + 1)
            copied = _copied(part, snapshot, workspace, contents)
            snapshot.close()
            if proven:
                prove(part, copied, workspace)
            databases.append(copied)
        on_progress(file.name, len(parts), len(parts) + 1)
        manifest = Manifest(
            format=archive.FORMAT,
            made_at=utc_now(),
            software=bangduan.__version__,
            tambon=tambon,
            services=tuple(databases),
            keyrings=keyrings,
            files=_files(files, contents),
            simulated=tuple(sorted(set(simulated))),
        )
        archive.write(file, manifest, contents, seal)
        on_progress(file.name, len(parts) + 1, len(parts) + 1)
    return manifest


def _snapshot(part: Part) -> Snapshot:
    return SqliteSnapshot(part) if part.kind == "sqlite" else PostgresqlSnapshot(part)


def _copied(
    part: Part, snapshot: Snapshot, workspace: Path, contents: dict[str, Path | bytes]
) -> DatabaseMember:
    name = f"{part.service}.{_SUFFIXES[part.kind]}"
    contents[name] = copy = workspace / name
    snapshot.write(copy)
    found = measured(copy)
    return DatabaseMember(
        member=name,
        sha256=found.sha256,
        size=found.size,
        service=part.service,
        scope=part.scope,
        tambon=part.tambon,
        kind=part.kind,
        epoch=snapshot.state.epoch,
        events=snapshot.state.events,
        head=snapshot.state.head,
    )


def _keyrings(
    parts: Sequence[Part], contents: dict[str, Path | bytes]
) -> tuple[KeyringMember, ...]:
    """Each keyring once; never written to the disk but in the archive."""
    by_url = {part.keyring_url: part.scope for part in parts}
    members = []
    for url, scope in by_url.items():
        found = keys.export(url)
        if found is None:
            continue
        name = f"{scope}.keyring.jsonl"
        contents[name] = raw = keys.to_bytes(found)
        size = measured(raw)
        members.append(
            KeyringMember(
                member=name,
                sha256=size.sha256,
                size=size.size,
                scope=scope,
                persons=len(found),
                erased=sum(key is None for _, key in found),
            )
        )
    return tuple(members)


def _files(
    files: Mapping[str, Path | bytes], contents: dict[str, Path | bytes]
) -> tuple[FileMember, ...]:
    """Each under a number; read now, so that what is measured is what is written."""
    members = []
    for number, (place, content) in enumerate(sorted(files.items()), 1):
        mode = _OWNERS if isinstance(content, bytes) else content.stat().st_mode & 0o777
        raw = content if isinstance(content, bytes) else content.read_bytes()
        name = f"{number:04d}.file"
        contents[name] = raw
        size = measured(raw)
        members.append(
            FileMember(member=name, sha256=size.sha256, size=size.size, place=place, mode=mode)
        )
    return tuple(members)
