"""A SQLite file in a backup: a copy of one moment out of it, and one rename into it."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy

from bangduan.store.backup.archive import sync_folder
from bangduan.store.backup.errors import BackupRefused, in_use
from bangduan.store.backup.parts import HOLDINGS, erased_persons, log_state
from bangduan.store.keyring import StillSealed
from bangduan.store.log import EventLog
from bangduan.store.sqlite import SqliteDatabase
from bangduan.store.tables import metadata

if TYPE_CHECKING:
    from contextlib import ExitStack

    from bangduan.store.backup.parts import Part

_WAIT_SECONDS: Final = 2.0
_BESIDE: Final = ("-wal", "-shm", "-journal")


class SqliteSnapshot:
    """A SQLite database as of one moment: a read transaction that stays open."""

    def __init__(self, part: Part) -> None:
        self._service = part.service
        self._connection = _connect(_path(part.url))
        self._connection.execute("BEGIN")
        self.state = log_state(SqliteDatabase, self._rows)

    def write(self, path: Path) -> None:
        """Copy the database of that moment to ``path``, and see that it is sound.

        Raises:
            BackupRefused: the database is damaged.
        """
        with contextlib.closing(_connect(path)) as copy:
            self._connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise BackupRefused(
                f"The database of {self._service} is damaged ({found}): this backup would be worth "
                "nothing. Keep the earlier ones, and restore the last.",
                f"ฐานข้อมูลของ {self._service} เสียหาย ({found}) จึงไม่สำรองทับ โปรดเก็บไฟล์สำรองเดิมไว้ "
                "และกู้คืนจากไฟล์ล่าสุด",
            )

    def close(self) -> None:
        """Let the moment go."""
        self._connection.close()

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql).fetchall()


class SqliteTarget:
    """A SQLite file that is to be replaced. See ``parts.Target``."""

    def __init__(self, part: Part) -> None:
        self.held = 0
        self.epoch = 0
        self.erased: frozenset[str] = frozenset()
        self._service = part.service
        self._path = _path(part.url)
        self._relay = part.relay
        self._staged = self._path.with_name(f".{self._path.name}.restoring")
        self._aside: Path | None = None
        self._was_put = False

    def claim(self, stack: ExitStack) -> None:
        """See ``parts.Target``; also keeps whoever would open the file waiting."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        database = SqliteDatabase(_url(self._path), metadata, create=False)
        if not stack.enter_context(database.leadership(self._relay)):
            raise in_use(self._service)
        if self._path.exists():
            connection = stack.enter_context(contextlib.closing(_connect(self._path)))
            try:
                self._alone(connection)
                self._look(connection)
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                    raise in_use(self._service) from error
                # damaged: that may be why a backup is restored, but let it be said with --replace
                self.held = 1

    def prepare(self, staged: Path, above: int) -> None:
        """See ``parts.Target``: a single file beside the one to be replaced."""
        shutil.move(staged, self._staged)
        database = SqliteDatabase(_url(self._staged), metadata)
        try:
            EventLog(database, StillSealed()).begin_epoch(max(above, self.epoch))
        finally:
            database.close()
        with contextlib.closing(_connect(self._staged)) as connection:
            # one file, that can be put in its place by one rename
            connection.execute("PRAGMA journal_mode = DELETE")
        like = self._path if self._path.exists() else self._path.parent
        if os.geteuid() == 0:
            os.chown(self._staged, like.stat().st_uid, like.stat().st_gid)
        self._staged.chmod(like.stat().st_mode & 0o666)
        with self._staged.open("rb") as file:
            os.fsync(file.fileno())

    def keep_aside(self, folder: Path) -> None:
        """See ``parts.Target``: a second name of the same file, until ``put`` takes the first."""
        if not self._path.exists():
            return
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # a province's may lie under the same name as the site's beside it
        self._aside = folder / f"{self._service}{self._path.suffix}"
        try:
            os.link(self._path, self._aside)
        except OSError:
            # another file system, or one without links
            shutil.copy2(self._path, self._aside)
        for suffix in _BESIDE:
            # only a damaged file still has these
            if _named(self._path, suffix).exists():
                shutil.copy2(_named(self._path, suffix), _named(self._aside, suffix))
        sync_folder(folder)

    def put(self) -> None:
        """See ``parts.Target``: at every moment there is one whole file of that name."""
        self._was_put = True
        for suffix in _BESIDE:
            _named(self._path, suffix).unlink(missing_ok=True)
        self._staged.replace(self._path)
        sync_folder(self._path.parent)
        with contextlib.closing(_connect(self._path)) as connection:
            self.erased |= _erased(connection)

    def undo(self) -> None:
        """See ``parts.Target``."""
        if self._aside is not None:
            for suffix in ("", *_BESIDE):
                kept = _named(self._aside, suffix)
                if self._was_put and kept.exists():
                    shutil.move(kept, _named(self._path, suffix))
                kept.unlink(missing_ok=True)
        elif self._was_put:
            self._path.unlink(missing_ok=True)
        sync_folder(self._path.parent)

    def clear(self) -> None:
        """See ``parts.Target``."""
        for suffix in ("", *_BESIDE):
            _named(self._staged, suffix).unlink(missing_ok=True)

    def _alone(self, connection: sqlite3.Connection) -> None:
        """Nobody else has the file open: only then does SQLite give up its write-ahead log."""
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN EXCLUSIVE")

    def _look(self, connection: sqlite3.Connection) -> None:
        def rows(sql: str) -> list[tuple[Any, ...]]:
            return connection.execute(sql).fetchall()

        tables = {name for (name,) in rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
        self.held = sum(rows(f"SELECT count(*) FROM {name}")[0][0] for name in HOLDINGS & tables)
        if {"events", "facts"} <= tables:
            self.epoch = log_state(SqliteDatabase, rows).epoch
            self.erased = _erased(connection)


def _erased(connection: sqlite3.Connection) -> frozenset[str]:
    return erased_persons(lambda sql: connection.execute(sql).fetchall())


def _path(url: str) -> Path:
    return Path(sqlalchemy.make_url(url).database or "")


def _url(path: Path) -> sqlalchemy.URL:
    return sqlalchemy.URL.create("sqlite", database=str(path))


def _named(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
