"""What stands in a record, as one would type it: a form that says it anew begins with that."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from werkzeug.datastructures import MultiDict

from bangduan import thai
from bangduan.events.definition import FORGOTTEN
from bangduan.web.guard import may
from bangduan.web.pages.declared import needed
from bangduan.web.pages.records import naming, related_rows
from bangduan.web.pages.shapes import shapes
from bangduan.web.pages.showing import part
from bangduan.web.pages.typed import LINES, ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bangduan.web.pages.declared import Resource
    from bangduan.web.pages.desk import Desk
    from bangduan.web.pages.shapes import Shape


def begun(
    desk: Desk, resource: Resource, command: type, record: Mapping[str, Any],
    asked: Mapping[str, str],
) -> MultiDict[str, str]:  # fmt: skip
    """What the form of a command begins with.

    Args:
        record: as it is now.
        asked: what the address fills in, by which a row of the record's lists is named.
    """
    known = shapes(command)
    begins = resource.begins.get(command, ())
    if callable(begins):
        found = None
        if may(needed(begins)):
            found = begins(desk.web.reader, **{resource.key: record[resource.key]})
        values = dict(found or {})
        values.pop(resource.key, None)
        return typed_out(desk, known.values(), values)
    if begins:
        return typed_out(desk, (known[name] for name in begins), record)
    for related in resource.related:
        fields = related.begins.get(command, ())
        if not fields or not may(related.permission):
            continue
        names = [n for n in naming(command, resource, related) if asked.get(n)]
        rows, _ = related_rows(desk, resource, related, str(record[resource.key]))
        for row in rows if names else ():
            if all(str(row.get(name)) == asked[name] for name in names):
                return typed_out(desk, (known[name] for name in fields), row)
    return MultiDict()


def typed_out(
    desk: Desk, shapes: Iterable[Shape], record: Mapping[str, Any]
) -> MultiDict[str, str]:
    """The fields ``shapes`` of a form, filled with what the record says now."""
    given: MultiDict[str, str] = MultiDict()
    for shape in shapes:
        _write(desk, given, shape, shape.name, record.get(shape.name))
    return given


def _write(desk: Desk, given: MultiDict[str, str], shape: Shape, path: str, value: Any) -> None:
    if value is None or value is FORGOTTEN or shape.kind == "mapping":
        return
    if shape.kind == "group":
        for inner in shape.parts:
            _write(desk, given, inner, f"{path}.{inner.name}", part(value, inner.name))
    elif shape.kind == "quantity":
        given[f"{path}.value"] = f"{part(value, 'value')}"
        given[f"{path}.bound"] = part(value, "bound")
    elif shape.kind == "list" and shape.inner is not None:
        _write_list(desk, given, shape.inner, path, value)
    else:
        given[path] = _text(shape, value)


def _write_list(
    desk: Desk, given: MultiDict[str, str], inner: Shape, path: str, values: Any
) -> None:
    if inner.kind in ("id", "group", "quantity"):
        given[path + ROWS] = str(len(values))
        for index, value in enumerate(values):
            _write(desk, given, inner, f"{path}.{index}", value)
    elif inner.kind in LINES and desk.pick(inner) is None:
        given[path] = "\n".join(_text(inner, value) for value in values)
    else:
        given.setlist(path, [str(value) for value in values])


def _text(shape: Shape, value: Any) -> str:
    match shape.kind:
        case "date":
            day = date.fromisoformat(value) if isinstance(value, str) else value
            return f"{day.day}/{day.month}/{thai.buddhist_year(day)}"
        case "money":
            return thai.baht(value)
        case "boolean":
            return "true" if value else "false"
    return str(value)
