"""Lists, page by page: a cursor is the primary key of the last row that was shown."""

from __future__ import annotations

import base64
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import marshmallow
import orjson
from marshmallow import fields, validate
from sqlalchemy import Column, Select, Table, tuple_

from bangduan.events.schema import MAX_INTEGER
from bangduan.web import problems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bangduan.application import Reader


_LIMIT: Final = 50
_MOST: Final = 500


class PageSchema(marshmallow.Schema):
    """Paging of a list: continue after the ``next`` of the answer before."""

    after = fields.String(load_default=None, validate=validate.Length(max=1000))
    limit = fields.Integer(load_default=_LIMIT, validate=validate.Range(min=1, max=_MOST))

    class Meta:
        unknown = marshmallow.EXCLUDE


def page(reader: Reader, select: Select[Any], after: str | None, limit: int) -> dict[str, Any]:
    """One page of a list: its items, and the cursor of the next where there is more.

    Args:
        after: the cursor of the page before, None for the first.

    Raises:
        Unreadable: the cursor is none of this list's.
    """
    key = list(_first_table(select).primary_key.columns)
    if after is not None:
        select = select.where(tuple_(*key) > tuple_(*_cursor_values(after, key)))
    rows = reader.all(select.order_by(None).order_by(*key).limit(limit + 1))
    following = None
    if len(rows) > limit:
        rows = rows[:limit]
        following = _cursor([rows[-1][column.name] for column in key])
    return {"items": rows, "next": following}


def _first_table(select: Select[Any]) -> Table:
    source: Any = select.get_final_froms()[0]
    while not isinstance(source, Table):
        source = source.left
    return source


def _cursor(values: list[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


def _cursor_values(cursor: str, key: Sequence[Column[Any]]) -> list[Any]:
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [_typed(value, column) for value, column in zip(values, key, strict=True)]
    except (ValueError, TypeError):
        raise problems.Unreadable(
            "after must be the next of an earlier answer of this list.",
            "after ต้องเป็นค่า next จากคำตอบก่อนหน้าของรายการนี้",
            "after",
        ) from None


def _typed(value: Any, column: Column[Any]) -> Any:
    """A cursor's value as its column has it; TypeError for one that cannot be."""
    python = column.type.python_type
    if issubclass(python, date):
        return python.fromisoformat(value)
    if type(value) is not python:
        raise TypeError(value)
    if (python is str and "\0" in value) or (python is int and abs(value) > MAX_INTEGER):
        raise TypeError(value)
    return value
