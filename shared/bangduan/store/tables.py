"""The tables every service's database holds beside its read tables.

``events`` is the log. Its primary key ``(stream, version)`` is the optimistic lock; a trigger
forbids UPDATE and DELETE. Its order is ``(epoch, xid, position)``: on PostgreSQL ``xid`` is the
transaction that appended, so that a reader who stays below the oldest running transaction
misses nothing; on SQLite, which has one writer, it is 0, and positions alone are the order (no
row is ever deleted, so none is given out twice). ``time``, ``payload`` and ``meta`` are
text because the hash chain covers their very bytes.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, MetaData, PrimaryKeyConstraint, String, Table

metadata = MetaData()


commands = Table(
    "commands",
    metadata,
    Column("key", String, primary_key=True),
    Column("fingerprint", String, nullable=False),
    Column("answer", String, nullable=False),
    sqlite_with_rowid=False,  # one tree to change in every commit, not two
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("stream", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("hash", String, nullable=False),
    Column("shape", String, nullable=False),
    Column("state", String, nullable=False),
)

relay = Table(
    "relay",
    metadata,
    Column("name", String, primary_key=True),
    Column("sequence", String, nullable=False),
    Column("last_id", String, nullable=True),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("source", String, primary_key=True),
    Column("sequence", String, nullable=False),
    Column("last_id", String, nullable=True),
    Column("follows", String, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("source", String, nullable=False),
    Column("sequence", String, nullable=False),
    Column("type", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("body", String, nullable=False),
    PrimaryKeyConstraint("source", "sequence"),
)

dead_letters = Table(
    "dead_letters",
    metadata,
    Column("source", String, nullable=False),
    Column("sequence", String, nullable=False),
    Column("id", String, nullable=False),
    Column("type", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("body", String, nullable=False),
    Column("state", String, nullable=False),
    Column("error", String, nullable=False),
    Column("traceback", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("failed_at", String, nullable=False),
    PrimaryKeyConstraint("source", "sequence"),
    Index("dead_letters_subject", "source", "subject"),
)

set_aside = Table(
    "set_aside",
    metadata,
    Column("source", String, nullable=False),
    Column("set_aside_at", String, nullable=False),
    Column("sequence", String, nullable=False),
    Column("body", String, nullable=False),
    PrimaryKeyConstraint("source", "set_aside_at", "sequence"),
)

#: Sources that no longer hold what was read of them; see ``bangduan.store.holding``.
held_sources = Table(
    "held_sources",
    metadata,
    Column("source", String, primary_key=True),
    Column("held_at", String, nullable=True),
    Column("sequence", String, nullable=True),
    Column("decided_at", String, nullable=True),
)

#: Subscribers that were told that this log no longer holds what they read of it.
diverged_answers = Table(
    "diverged_answers",
    metadata,
    Column("queue", String, primary_key=True),
    Column("sequence", String, nullable=False),
    Column("first_at", String, nullable=False),
    Column("last_at", String, nullable=False),
)

projections = Table(
    "projections",
    metadata,
    Column("name", String, primary_key=True),
    Column("version", Integer, nullable=False),
)

facts = Table(
    "facts",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

#: Files handed in to be imported, sealed; see ``bangduan.importing.keeping``.
import_parts = Table(
    "import_parts",
    metadata,
    Column("import_id", String, nullable=False),
    Column("name", String, nullable=False),
    Column("sealed", String, nullable=False),
    PrimaryKeyConstraint("import_id", "name"),
)

#: Which account was shown which person's data on which day in Thailand, how often through what.
seen = Table(
    "seen",
    metadata,
    Column("account_id", String, nullable=False),
    Column("person_id", String, nullable=False),
    Column("day", String, nullable=False),
    Column("first_at", String, nullable=False),
    Column("last_at", String, nullable=False),
    Column("page", Integer, nullable=False),
    Column("api", Integer, nullable=False),
    Column("export", Integer, nullable=False),
    PrimaryKeyConstraint("account_id", "person_id", "day"),
    Index("seen_person", "person_id", "day"),
)

#: The log itself, by hand: SQLAlchemy has no ``xid8``, and SQLite numbers rows only for a lone
#: ``INTEGER PRIMARY KEY``.
CREATE_LOG: dict[str, tuple[str, ...]] = {
    "postgresql": (
        """
        CREATE TABLE IF NOT EXISTS events (
            epoch integer NOT NULL DEFAULT 1,
            xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
            position bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
            id text NOT NULL, stream text NOT NULL, version integer NOT NULL, type text NOT NULL,
            time text NOT NULL, payload text NOT NULL, meta text NOT NULL, hash text NOT NULL,
            PRIMARY KEY (stream, version))
        """,
        "CREATE UNIQUE INDEX IF NOT EXISTS events_order ON events (epoch, xid, position)",
        """
        CREATE OR REPLACE FUNCTION events_are_append_only() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN RAISE EXCEPTION ''events are append-only: record a correction instead''; END'
        """,
        """
        CREATE OR REPLACE TRIGGER events_append_only
        BEFORE UPDATE OR DELETE OR TRUNCATE ON events
        FOR EACH STATEMENT EXECUTE FUNCTION events_are_append_only()
        """,
    ),
    "sqlite": (
        """
        CREATE TABLE IF NOT EXISTS events (
            epoch INTEGER NOT NULL DEFAULT 1, xid INTEGER NOT NULL DEFAULT 0,
            position INTEGER PRIMARY KEY,
            id TEXT NOT NULL, stream TEXT NOT NULL, version INTEGER NOT NULL, type TEXT NOT NULL,
            time TEXT NOT NULL, payload TEXT NOT NULL, meta TEXT NOT NULL, hash TEXT NOT NULL,
            UNIQUE (stream, version))
        """,
        "CREATE INDEX IF NOT EXISTS events_order ON events (epoch, xid)",
        """
        CREATE TRIGGER IF NOT EXISTS events_no_update BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'events are append-only: record a correction instead'); END
        """,
        """
        CREATE TRIGGER IF NOT EXISTS events_no_delete BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'events are append-only: record a correction instead'); END
        """,
    ),
}
