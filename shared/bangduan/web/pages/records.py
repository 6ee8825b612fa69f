"""The page of a record: its facts, its lists, what may be done, its history, how it stood."""

from __future__ import annotations

import dataclasses
import re
import typing
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from flask import abort, request
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from bangduan import thai
from bangduan.web.guard import may
from bangduan.web.pages.declared import needed, takes
from bangduan.web.pages.history import timeline, until
from bangduan.web.pages.past import standing
from bangduan.web.pages.shapes import Shape, shapes
from bangduan.web.pages.showing import Shown, column, day
from bangduan.web.problems import Unreadable
from bangduan.web.translate import command_label, field_label, gettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from bangduan.application import Reader
    from bangduan.events.envelope import Row
    from bangduan.web.pages.declared import Related, Resource
    from bangduan.web.pages.desk import Desk

#: Fields that say nothing to a reader.
_SILENT: Final = frozenset({"version"})
_NOTHING: Final[tuple[object, ...]] = (None, "", (), [])
_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_VERSION: Final = re.compile(r"[1-9][0-9]{0,8}")


class NotYetError(Exception):
    """A record is asked for as it stood before anything was recorded of it.

    Attributes:
        on: the day asked for.
        name: what the record is called now.
    """

    def __init__(self, on: date, name: str) -> None:
        super().__init__(on, name)
        self.on = on
        self.name = name


def kebab(command: type) -> str:
    """The part of a path that names a command."""
    return _CAPITAL.sub("-", command.__name__).lower()


def read_record(desk: Desk, resource: Resource, reader: Reader, id: str) -> dict[str, Any]:
    """One record as its query gives it; 404 when there is none."""
    if resource.item is None:
        found = desk.directories[resource.name].one(id)
    elif len(takes(resource.item)) == 1:  # there is only one
        found = resource.item(reader)
        if found is not None and str(found.get(resource.key)) != id:
            found = None
    else:
        found = resource.item(reader, **{resource.key: id})
    if found is None:
        abort(404)
    return dict(found)


def stands(desk: Desk, resource: Resource, id: str) -> bool:
    """False for what is worked out anew, as a suggestion, and is no more once it was followed."""
    if resource.aggregate is not None:
        return True
    try:
        read_record(desk, resource, desk.web.reader, id)
    except NotFound:
        return False
    return True


def stream_rows(desk: Desk, resource: Resource, id: str) -> list[Row]:
    """The events of a record's stream; none for one without history."""
    stream = resource.stream(id)
    return [] if stream is None else desk.application.log.read_stream(stream)


def address(desk: Desk, resource: Resource, id: str) -> str:
    """Where a record's page is."""
    return f"/{desk.pages.service}/{resource.name}/{id}"


def record_page(desk: Desk, resource: Resource, id: str) -> dict[str, Any]:
    """What the template shows of a record, as it is or as it stood."""
    rows = stream_rows(desk, resource, id)
    now = read_record(desk, resource, desk.web.reader, id)
    version, on = _asked()
    if version is None and on is None:
        return _page(desk, resource, id, now, now, desk.web.reader, rows, "")
    earlier = until(rows, version=version, day=on)
    if on is not None and rows and not earlier:
        raise NotYetError(on, str(now.get(resource.named) or gettext(resource.one)))
    if not earlier or (version is not None and earlier[-1].version != version):
        abort(404)
    with standing(desk.application, earlier, resource.key, id) as reader:
        then = read_record(desk, resource, reader, id)
        number = earlier[-1].version
        stood = gettext("This is how it stood after change %(number)s.", number=number)
        if on is not None:
            stood = gettext("This is how it stood at the end of %(day)s.", day=day(on))
        return _page(desk, resource, id, now, then, reader, rows, stood)


def _page(  # noqa: PLR0917 (what a page is made of, in its order)
    desk: Desk, resource: Resource, id: str, now: Mapping[str, Any], record: Mapping[str, Any],
    reader: Reader, rows: Sequence[Row], stood: str,
) -> dict[str, Any]:  # fmt: skip
    shown = Shown(desk)
    known = [
        s
        for s in _told(resource)
        if record.get(s.name) not in _NOTHING or not _if_known(resource, s)
    ]
    lists = [s for s in known if _is_table(s)]
    told = [s for s in known if s not in lists and s.name not in _SILENT | {resource.key}]
    shown.prepare(told, [record])
    tables = [_own_list(desk, shape, record) for shape in lists if record.get(shape.name)]
    if not stood:
        tables += [
            _related(desk, resource, related, record)
            for related in resource.related
            if may(related.permission)
        ]
    entries = timeline(desk, resource, id, rows, now) if resource.aggregate is not None else None
    return {
        "resource": resource,
        "name": str(record.get(resource.named) or gettext(resource.one)),
        "here": address(desk, resource, id),
        "table": f"/{desk.pages.service}/{resource.name}",
        "stood": stood,
        "as_of": request.args.get("as_of", ""),
        "actions": [] if stood else _actions(desk, resource, id, record),
        "facts": [
            {"label": column(s)["label"], **_fact(shown, s, record.get(s.name))} for s in told
        ],
        "lists": tables,
        "entries": entries,
    }


def _fact(shown: Shown, shape: Shape, value: Any) -> dict[str, Any]:
    return {key: said for key, said in shown.cell(shape, value).items() if key != "align"}


def _told(resource: Resource) -> list[Shape]:
    """Fields of a record that are shown, in order."""
    known = shapes(resource.shown)
    return [known[name.removesuffix("?")] for name in resource.facts] or list(known.values())


def _if_known(resource: Resource, shape: Shape) -> bool:
    """True for a field that is left out where it says nothing."""
    return f"{shape.name}?" in resource.facts


def _actions(
    desk: Desk, resource: Resource, id: str, record: Mapping[str, Any]
) -> list[dict[str, str]]:
    here = address(desk, resource, id)
    offered = resource.actions if resource.offers is None else resource.offers(record)
    leaves = [
        {"href": f"{here}/{leaf.path}", "label": gettext(leaf.title), "kind": "quiet"}
        for leaf in resource.leaves
        if may(needed(leaf.show)) and (leaf.offers is None or leaf.offers(record))
    ]
    return leaves + [
        {"href": f"{here}/do/{kebab(each)}", "label": command_label(each), "kind": "quiet"}
        for each in resource.actions
        if each in offered and may(needed(each))
    ]


def _is_table(shape: Shape) -> bool:
    return shape.kind == "list" and shape.inner is not None and shape.inner.kind == "group"


def _own_list(desk: Desk, shape: Shape, record: Mapping[str, Any]) -> dict[str, Any]:
    """A list within the record itself, as a table."""
    inner = shape.inner.parts if shape.inner is not None else ()
    rows = [_plain_row(inner, each) for each in record[shape.name]]
    parts = [part for part in inner if any(row.get(part.name) is not None for row in rows)]
    shown = Shown(desk)
    shown.prepare(parts, rows)
    return {
        "name": shape.name,
        "title": field_label(shape.name),
        "columns": [column(part) for part in parts],
        "rows": [{"cells": [shown.cell(p, row.get(p.name)) for p in parts]} for row in rows],
    }


def _plain_row(parts: Sequence[Shape], row: Any) -> dict[str, Any]:
    if isinstance(row, dict):
        return row
    return {part.name: getattr(row, part.name, None) for part in parts}


def _related(
    desk: Desk, resource: Resource, related: Related, record: Mapping[str, Any]
) -> dict[str, Any]:
    id = str(record[resource.key])
    rows, more = related_rows(desk, resource, related, id)
    known = shapes(related.row)
    chosen = [known[name] for name in related.columns]
    shown = Shown(desk)
    shown.prepare(chosen, rows)
    actions = [command for command in related.actions if may(needed(command))]
    by = related.by or _key_of(desk, related.links)
    here = address(desk, resource, id)
    offered = [_offered(related, actions, record, row) for row in rows]
    made = []
    for row, few in zip(rows, offered, strict=True):
        href = None
        if related.links and by is not None and row.get(by) is not None:
            href = desk.href(related.links, str(row[by]))
        lead, *rest = chosen
        first = {"text": shown.text(lead, row.get(lead.name)) or "–", "align": lead.align}
        cells = [first if href else shown.cell(lead, row.get(lead.name))]
        cells += [shown.cell(shape, row.get(shape.name)) for shape in rest]
        if any(offered):
            cells.append({"html": _row_actions(few, row, related, resource, here)})
        made.append({"href": href, "cells": cells})
    columns = [column(shape) for shape in chosen]
    if any(offered):
        columns.append({"name": "actions", "label": gettext("Actions"), "align": "left"})
    return {
        "name": related.name, "title": gettext(related.title), "columns": columns, "rows": made,
        "more": related.limit if more else None,
    }  # fmt: skip


def naming(command: type, resource: Resource, related: Related) -> list[str]:
    """Fields of a command by which it speaks of one row of a list."""
    known = shapes(related.row)
    return [
        name
        for name, shape in shapes(command).items()
        if name != resource.key
        and name in known
        and (
            name in related.names
            or (shape.required and shape.kind in ("id", "number", "slug", "village"))
        )
    ]


def _offered(
    related: Related, actions: Sequence[type], record: Mapping[str, Any], row: Mapping[str, Any]
) -> list[type]:
    """What may be done with a row as it is."""
    sensible = actions if related.offers is None else related.offers(record, row)
    return [command for command in actions if command in sensible]


def related_rows(
    desk: Desk, resource: Resource, related: Related, id: str
) -> tuple[list[dict[str, Any]], bool]:
    """Rows of a list that belongs to a record, and whether there are more."""
    names = takes(related.query)
    if names[:1] == ("reader",):
        rows = related.query(desk.web.reader, **dict.fromkeys(names[1:2], id))
        rows = list(rows.get("items", ())) if isinstance(rows, dict) else list(rows or ())
    else:
        given: list[Any] = []
        if names and names[0] != resource.key:
            given = [_filters(related, names[0], resource.key, id)]
        keyed = {resource.key: id} if resource.key in names else {}
        query = related.query(*given, **keyed)
        rows = desk.web.reader.all(query.limit(related.limit + 1))
    return rows[: related.limit], len(rows) > related.limit


def _filters(related: Related, name: str, key: str, id: str) -> Any:
    """The filters a list takes first, with the record's id where they have its field."""
    cls = typing.get_type_hints(related.query)[name]
    known = {field.name for field in dataclasses.fields(cls)}
    return cls(**({key: id} if key in known else {}))


def _key_of(desk: Desk, links: str | None) -> str | None:
    if links is None:
        return None
    service, _, name = links.rpartition(":")
    pages = desk.web.pages.get(service) if service else desk.pages
    resource = pages.resources.get(name) if pages is not None else None
    return resource.key if resource is not None else None


def _row_actions(
    actions: Sequence[type], row: Mapping[str, Any], related: Related, resource: Resource, here: str
) -> Markup:
    """Links to what may be done with one row; what names the row is filled in."""
    links = []
    for command in actions:
        names = naming(command, resource, related)
        filled = {name: str(row[name]) for name in names if row.get(name) is not None}
        asked = f"?{urlencode(filled)}" if filled else ""
        link = Markup('<a href="{}/do/{}{}">{}</a>')
        links.append(link.format(here, kebab(command), asked, command_label(command)))
    # one thing to a table that stands as cards on a small screen
    return Markup("<span>{}</span>").format(Markup(" · ").join(links)) if links else Markup("")


def _asked() -> tuple[int | None, date | None]:
    """The version or the day that the address asks for."""
    version, on = request.args.get("version"), request.args.get("as_of")
    if version is not None:
        if not _VERSION.fullmatch(version):
            abort(404)
        return int(version), None
    if not on:
        return None, None
    try:
        return None, thai.parse_date(on)
    except ValueError:
        raise Unreadable(
            "as_of must be a day, as 30/6/2551 or 2008-06-30.",
            "as_of ต้องเป็นวันที่ เช่น 30/6/2551 หรือ 2008-06-30",
            "as_of",
        ) from None
