"""Snapshots: the state of a long stream, so that loading it reads only what came after.

A snapshot is a cache. One whose shape is not today's (the state's class changed) is ignored,
and so is one that does not fit the stream's hash chain.
"""

from __future__ import annotations

import dataclasses
import hashlib
import typing
from functools import cache
from typing import TYPE_CHECKING, Any

import orjson
from cattrs.preconf.orjson import make_converter

if TYPE_CHECKING:
    from bangduan.store.database import Database, Statement

_converter = make_converter()


@cache
def shape_of(cls: type) -> str:
    """Fingerprint of a state's class and of every dataclass within it."""
    return hashlib.sha256(_describe(cls, frozenset()).encode()).hexdigest()


def _describe(hint: Any, seen: frozenset[Any]) -> str:
    if dataclasses.is_dataclass(hint) and hint not in seen:
        hints = typing.get_type_hints(hint)
        inner = ",".join(
            f"{f.name}:{_describe(hints[f.name], seen | {hint})}" for f in dataclasses.fields(hint)
        )
        return f"{getattr(hint, '__name__', hint)}({inner})"
    arguments = typing.get_args(hint)
    described = ",".join(_describe(argument, seen) for argument in arguments)
    return f"{getattr(hint, '__name__', hint)}[{described}]"


def save_statement(
    database: Database, stream: str, version: int, hash: str, state: object
) -> Statement:
    """The statement that keeps ``state`` as the stream's newest snapshot."""
    cls: Any = type(state)
    text = orjson.dumps(_converter.unstructure(state)).decode()
    sql, parameters = database.insert(
        "snapshots",
        ("stream", "version", "hash", "shape", "state"),
        [(stream, version, hash, shape_of(cls), text)],
    )
    return (
        sql + " ON CONFLICT (stream) DO UPDATE SET version=excluded.version, hash=excluded.hash, "
        "shape=excluded.shape, state=excluded.state",
        parameters,
    )


def load(database: Database, stream: str, cls: type) -> tuple[Any, int, str] | None:
    """State, version and hash of the stream's snapshot, if there is one of today's shape."""
    mark = database.placeholder
    rows = database.rows(
        "SELECT s.version, s.hash, s.state FROM snapshots s JOIN events e "
        "ON e.stream = s.stream AND e.version = s.version AND e.hash = s.hash "
        f"WHERE s.stream = {mark} AND s.shape = {mark}",
        (stream, shape_of(cls)),
    )
    if not rows:
        return None
    version, hash, text = rows[0]
    return _converter.structure(orjson.loads(text), cls), version, hash
