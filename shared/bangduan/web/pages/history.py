"""The history of a record: its stream's events, who caused them, and what each changed."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import orjson

from bangduan import access
from bangduan.events.definition import FORGOTTEN, registry
from bangduan.web.pages.shapes import Shape, shapes
from bangduan.web.pages.showing import BANGKOK, Shown, moment, plain
from bangduan.web.translate import event_label, field_label, gettext, pair

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from bangduan.events.envelope import Row
    from bangduan.web.pages.declared import Resource
    from bangduan.web.pages.desk import Desk

_POLICY: Final = "policy:"
#: Entries shown of a long history, the latest ones.
MOST: Final = 200


@dataclasses.dataclass(frozen=True, slots=True)
class _Step:
    """An event as it is told.

    Attributes:
        changes: field, shape, before, after, and whether the values are personal.
    """

    row: Row
    name: str
    changes: list[tuple[Shape, Any, Any, bool]]


def timeline(
    desk: Desk, resource: Resource, id: str, rows: Sequence[Row], record: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Entries for ``ui.timeline``, the latest first.

    Args:
        record: as the resource's query shows it now: what it does not show as it was recorded,
            as a national ID of which the last digits are shown, is not told here either.
    """
    steps, latest = _steps(desk, resource, rows)
    told = steps[-MOST:]
    shown = Shown(desk, linked=False)
    for step in told:
        fields = [shape for shape, *_ in step.changes]
        for before_or_after in (1, 2):
            values = {c[0].name: c[before_or_after] for c in step.changes}
            shown.prepare(fields, [values])
    who = _actors(desk, [step.row for step in told])
    hidden = {
        name
        for name, value in latest.items()
        if value is not None and plain(record.get(name)) != plain(value)
    }
    entries = []
    for step in reversed(told):
        changes = [
            _change(shown, shape, before, after, secret=personal and shape.name in hidden)
            for shape, before, after, personal in step.changes
        ]
        entries.append(
            {
                "when": moment(step.row.time),
                "who": who[step.row.id],
                "title": event_label(step.name),
                "href": f"/{desk.pages.service}/{resource.name}/{id}?version={step.row.version}",
                "changes": changes,
            }
        )
    return entries


def until(rows: Sequence[Row], *, version: int | None = None, day: date | None = None) -> list[Row]:
    """The events up to a version, or to the end of a day in Bangkok."""
    if version is not None:
        return [row for row in rows if row.version <= version]
    if day is None:
        return list(rows)
    midnight = datetime(day.year, day.month, day.day, tzinfo=BANGKOK) + timedelta(days=1)
    end = midnight.astimezone(UTC)
    return [row for row in rows if datetime.fromisoformat(row.time) < end]


def _steps(
    desk: Desk, resource: Resource, rows: Sequence[Row]
) -> tuple[list[_Step], dict[str, Any]]:
    """Every event with what it changed, and the values that personal fields have at the end."""
    known: dict[tuple[Any, ...], Any] = {}
    latest: dict[str, Any] = {}
    of_record = shapes(resource.shown)
    steps = []
    for row in rows:
        event = desk.application.log.event(row)
        definition = registry.of(type(event))
        changes = []
        told = [s for s in shapes(definition.cls).values() if s.name != resource.key]
        # what part of the record it is about: an agenda item is not renamed by the next one
        part = tuple(getattr(event, s.name) for s in told if s.kind == "id" and s.required)
        for shape in told:
            after = getattr(event, shape.name)
            if after in (None, ()) or (shape.kind == "id" and desk.pick(shape) is None):
                continue
            compared = bool(part) or shape.name in of_record
            before = known.get((*part, shape.name)) if compared else None
            known[*part, shape.name] = after
            personal = shape.name in definition.personal
            if personal:
                latest[shape.name] = after
            if plain(before) != plain(after) or before is FORGOTTEN:
                changes.append((shape, before, after, personal))
        steps.append(_Step(row, definition.name, changes))
    return steps, latest


def _change(shown: Shown, shape: Shape, before: Any, after: Any, *, secret: bool) -> dict[str, Any]:
    def said(value: Any) -> Markup | str:
        if value is None:
            return ""
        if secret and value is not FORGOTTEN:
            return gettext("(not shown)")
        return str(value) if value is FORGOTTEN else shown.told(shape, value)

    return {"label": field_label(shape.name), "before": said(before), "after": said(after)}


def _actors(desk: Desk, rows: Sequence[Row]) -> dict[str, str]:
    """Who caused each event, by the event's id: an account's name, a service, or nobody known."""
    actors = {row.id: str(orjson.loads(row.meta).get("actor") or "") for row in rows}
    accounts = {a for a in actors.values() if a and not a.startswith(_POLICY)}
    names = access.names(desk.application.reader, accounts) if accounts else {}
    return {id: _who(desk, actor, names) for id, actor in actors.items()}


def _who(desk: Desk, actor: str, names: Mapping[str, str]) -> str:
    if not actor:
        return ""
    if actor.startswith(_POLICY):
        service = actor.removeprefix(_POLICY)
        title = desk.web.services.get(service)
        return pair(title) if title is not None else service
    return names.get(actor) or gettext("an account that is gone")
