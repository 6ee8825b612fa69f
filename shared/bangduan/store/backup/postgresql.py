"""A PostgreSQL database in a backup: a dump of one moment, and one transaction to put it back.

PostgreSQL's own programs do the work. Passwords reach them through their environment.
"""

from __future__ import annotations

import dataclasses
import os
import secrets
import shutil
import subprocess
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import psycopg2
import sqlalchemy
from psycopg2.extensions import make_dsn, quote_ident

from bangduan.store.backup.errors import BackupRefused, ToolFailed, in_use
from bangduan.store.backup.parts import HOLDINGS, erased_persons, log_state
from bangduan.store.log import EPOCH
from bangduan.store.postgresql import PostgresqlDatabase
from bangduan.store.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import ExitStack

    from bangduan.store.backup.parts import Part

_DEBIAN: Final = Path("/usr/lib/postgresql")
_TEMPORARY: Final = "bangduan_proof_"
_LIMITS: Final = "-c client_min_messages=warning -c lock_timeout=30s"

_DROP_ALL: Final = r"""
SELECT format('DROP TABLE IF EXISTS %I.%I CASCADE', schemaname, tablename)
  FROM pg_tables WHERE schemaname = ANY (current_schemas(false)) \gexec
SELECT format('DROP FUNCTION IF EXISTS %s CASCADE', p.oid::regprocedure)
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE n.nspname = ANY (current_schemas(false))
   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') \gexec
"""

_EPOCH: Final = f"""
RESET search_path;
INSERT INTO facts (name, value) VALUES ('{EPOCH}', '{{epoch}}')
    ON CONFLICT (name) DO UPDATE SET value = excluded.value;
"""

_TABLES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = ANY (current_schemas(false))"

_OTHERS: Final = """
SELECT count(*) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid() AND usesysid IS NOT NULL
"""

_OWNER: Final = """
SELECT pg_get_userbyid(datdba) FROM pg_database
 WHERE datname = current_database() AND pg_has_role(datdba, 'MEMBER')
"""


class PostgresqlSnapshot:
    """A PostgreSQL database as of one moment: a transaction whose snapshot pg_dump takes over."""

    def __init__(self, part: Part) -> None:
        self._server = _Server(part)
        self._connection = self._server.connect()
        self._connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        ((self._snapshot,),) = _rows(self._connection, "SELECT pg_export_snapshot()")
        self.state = log_state(PostgresqlDatabase, lambda sql: _rows(self._connection, sql))

    def write(self, path: Path) -> None:
        """Dump the database of that moment to ``path``."""
        self._server.dump(path, f"--snapshot={self._snapshot}")

    def close(self) -> None:
        """Let the moment go."""
        self._connection.close()


class PostgresqlTarget:
    """A PostgreSQL database whose content is to be replaced. See ``parts.Target``.

    Args:
        workspace: a private folder for scripts, removed by its owner.
    """

    def __init__(self, part: Part, workspace: Path) -> None:
        self.held = 0
        self.epoch = 0
        self.erased: frozenset[str] = frozenset()
        self._part = part
        self._server = _Server(part)
        self._workspace = workspace
        self._script: Path | None = None
        self._new_epoch = 0
        self._owner: str | None = None
        self._is_empty = True
        self._aside: Path | None = None
        self._was_put = False

    def claim(self, stack: ExitStack) -> None:
        """See ``parts.Target``: a running service has connections, whether it relays or not."""
        with closing(self._server.connect()) as connection:
            ((others,),) = _rows(connection, _OTHERS)
            if others:
                raise in_use(self._part.service)
            self._look(connection)
        url = sqlalchemy.make_url(self._part.url)
        database = PostgresqlDatabase(url, metadata, create=False)
        if not stack.enter_context(database.leadership(self._part.relay)):
            raise in_use(self._part.service)

    def prepare(self, staged: Path, above: int) -> None:
        """See ``parts.Target``: the dump as statements, and what will carry them out."""
        _program("psql")
        self._script = self._scripted(staged, "restore")
        self._new_epoch = max(above, self.epoch) + 1

    def keep_aside(self, folder: Path) -> None:
        """See ``parts.Target``: a dump."""
        if not self._is_empty:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._aside = folder / f"{self._part.service}.dump"
            self._server.dump(self._aside)

    def put(self) -> None:
        """See ``parts.Target``: one transaction."""
        self._was_put = True
        self._replace(self._script, _EPOCH.format(epoch=self._new_epoch))
        with closing(self._server.connect()) as connection:
            self.erased |= erased_persons(lambda sql: _rows(connection, sql))

    def undo(self) -> None:
        """See ``parts.Target``."""
        if self._was_put:
            self._replace(self._scripted(self._aside, "undo") if self._aside else None, "")
        if self._aside is not None:
            self._aside.unlink()

    def clear(self) -> None:
        """Nothing to do: the workspace goes as a whole."""

    def _look(self, connection: Any) -> None:
        def rows(sql: str) -> list[tuple[Any, ...]]:
            return _rows(connection, sql)

        tables = {name for (name,) in rows(_TABLES)}
        self._is_empty = not tables
        self.held = sum(rows(f"SELECT count(*) FROM {name}")[0][0] for name in HOLDINGS & tables)
        if {"events", "facts"} <= tables:
            self.epoch = log_state(PostgresqlDatabase, rows).epoch
            self.erased = erased_persons(rows)
        # what a superuser restores must still belong to the service
        self._owner = next((quote_ident(name, connection) for (name,) in rows(_OWNER)), None)

    def _scripted(self, dump: Path, name: str) -> Path:
        script = self._workspace / f"{self._part.service}.{name}.sql"
        self._server.run(
            "pg_restore", "--no-owner", "--no-privileges", "--no-comments", "--no-tablespaces",
            f"--file={script}", str(dump),
        )  # fmt: skip
        return script

    def _replace(self, script: Path | None, afterwards: str) -> None:
        """Drop everything, carry out ``script`` and ``afterwards``, all in one transaction."""
        before = self._workspace / f"{self._part.service}.before.sql"
        after = self._workspace / f"{self._part.service}.after.sql"
        before.write_text(_DROP_ALL + (f"SET ROLE {self._owner};\n" if self._owner else ""))
        after.write_text(afterwards)
        files = [f"--file={file}" for file in (before, script, after) if file is not None]
        self._server.run(
            "psql", "--no-psqlrc", "--quiet", "--tuples-only", "--output=/dev/null",
            "--set=ON_ERROR_STOP=1", "--single-transaction", *self._server.to_connect, *files,
        )  # fmt: skip


@contextmanager
def restored_beside(part: Part, dump: Path) -> Iterator[str]:
    """A temporary database beside a part's own, filled from a dump of it; gone afterwards.

    Raises:
        BackupRefused: the user may not make databases.
        ToolFailed: the dump cannot be restored.
    """
    name = f"{_TEMPORARY}{secrets.token_hex(6)}"
    server = _Server(part)
    try:
        server.command(f"CREATE DATABASE {name}")
    except psycopg2.Error as error:
        raise BackupRefused(
            f"A backup is proved in a temporary database, and the user of {part.service} may make "
            f"none: {error}. Give BANGDUAN_DATABASE a user with CREATEDB, or leave --verify out.",
            f"การตรวจไฟล์สำรองต้องสร้างฐานข้อมูลชั่วคราว แต่ผู้ใช้ของ {part.service} ไม่มีสิทธิ: {error} "
            "โปรดใช้ผู้ใช้ที่มีสิทธิ CREATEDB ใน BANGDUAN_DATABASE หรือไม่ใช้ --verify",
        ) from error
    try:
        url = sqlalchemy.make_url(part.url).set(database=name)
        beside = dataclasses.replace(part, url=url.render_as_string(hide_password=False))
        _Server(beside).run(
            "pg_restore", "--no-owner", "--no-privileges", "--no-comments", "--no-tablespaces",
            "--exit-on-error", *_Server(beside).to_connect, str(dump),
        )  # fmt: skip
        yield beside.url
    finally:
        server.command(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


class _Server:
    """PostgreSQL's programs, and a connection, on the database of one part."""

    def __init__(self, part: Part) -> None:
        self._service = part.service
        url = sqlalchemy.make_url(part.url)
        options: dict[str, Any] = url.translate_connect_args(username="user", database="dbname")
        self._password: str | None = options.pop("password", None)
        self._dsn = make_dsn(**options, **{name: str(value) for name, value in url.query.items()})

    @property
    def to_connect(self) -> tuple[str, ...]:
        """Arguments that connect a program, without the password."""
        return (f"--dbname={self._dsn}", "--no-password")

    def connect(self) -> Any:
        """A connection of our own.

        Raises:
            BackupRefused: the database does not let us in, or is not there.
        """
        try:
            return psycopg2.connect(self._dsn, password=self._password)
        except psycopg2.OperationalError as error:
            why = str(error).strip().replace("\n", " ")
            raise BackupRefused(
                f"The database of {self._service} cannot be opened: {why}. Check that its server "
                "runs and that the database is made.",
                f"เปิดฐานข้อมูลของ {self._service} ไม่ได้: {why} โปรดตรวจสอบว่าเซิร์ฟเวอร์ทำงานอยู่ "
                "และสร้างฐานข้อมูลไว้แล้ว",
            ) from error

    def command(self, sql: str) -> None:
        """Carry out one statement that stands in no transaction."""
        with closing(self.connect()) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql)

    def dump(self, path: Path, *arguments: str) -> None:
        """Write a dump in pg_dump's custom format; compressed with the archive around it."""
        self.run(
            "pg_dump", "--format=custom", "--compress=0", f"--file={path}", *arguments,
            *self.to_connect,
        )  # fmt: skip
        path.chmod(0o600)

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs.

        Raises:
            ToolFailed: it is missing, or failed.
        """
        environment = {**os.environ, "PGOPTIONS": _LIMITS}
        if self._password is not None:
            environment["PGPASSWORD"] = self._password
        outcome = subprocess.run(  # noqa: S603 (our own arguments, no shell)
            [_program(program), *arguments],
            env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if outcome.returncode != 0:
            said = outcome.stderr.strip()[-2_000:]
            raise ToolFailed(
                f"{program} failed on the database of {self._service}: {said}",
                f"{program} ทำงานกับฐานข้อมูลของ {self._service} ไม่สำเร็จ: {said}",
            )


def _program(name: str) -> str:
    newest = sorted(_DEBIAN.glob("[0-9]*/bin"), key=lambda folder: int(folder.parent.name))
    for folder in (None, *reversed(newest)):
        found = shutil.which(name, path=folder)
        if found is not None:
            return found
    raise ToolFailed(
        f"{name} is not installed. Install PostgreSQL's client programs "
        "(Debian: apt-get install postgresql-client).",
        f"ยังไม่ได้ติดตั้ง {name} โปรดติดตั้งโปรแกรมของ PostgreSQL "
        "(Debian: apt-get install postgresql-client)",
    )


def _rows(connection: Any, sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
