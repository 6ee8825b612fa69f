"""The views that a service's declarations come to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import orjson
from flask import Blueprint, Response, render_template, request

from bangduan.events.types import EntityId, VillageCode
from bangduan.permissions import OWN, PUBLIC, needs
from bangduan.web import layout
from bangduan.web.guard import identity, may
from bangduan.web.pages.declared import needed
from bangduan.web.pages.desk import Desk
from bangduan.web.pages.doing import Doing
from bangduan.web.pages.records import NotYetError, address, kebab, record_page
from bangduan.web.pages.shapes import shape_of, shapes
from bangduan.web.pages.showing import Shown, column, day
from bangduan.web.pages.tables import Table
from bangduan.web.translate import gettext, pair

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from bangduan.permissions import Permission
    from bangduan.web.app import Web
    from bangduan.web.pages.declared import Card, MenuEntry, Pages, Resource

_MOST_OPTIONS: Final = 500
_FOUND: Final = 5
_LONGEST_SEARCH: Final = 200
_SIGNS: Final = re.compile(r"[/.]")


def blueprint(pages: Pages, web: Web) -> Blueprint:
    """Everything declared, as a Flask blueprint."""
    desk = Desk(pages, web)
    made = layout.blueprint(pages.service, pages.templates or __name__)
    made.register_blueprint(Blueprint("pages", __name__, template_folder="templates"))

    def serve(
        path: str, name: str, permission: Permission, view: Callable[..., Any], *methods: str
    ) -> None:
        made.add_url_rule(
            f"/{pages.service}{path}", name, needs(permission)(view), methods=methods or ("GET",)
        )

    serve("/", "index", OWN, lambda: _index(desk))
    serve("/fragments/home", "home", OWN, lambda: _home(desk))
    serve("/fragments/search", "search", OWN, lambda: _search(desk))
    public = pages.public
    if public is not None:
        serve("/fragments/public", "public", PUBLIC, lambda: public(web))
    for resource in pages.resources.values():
        _serve_resource(desk, resource, serve)
    for add in pages.own:
        add(made, web)
    return made


def _serve_resource(desk: Desk, resource: Resource, serve: Callable[..., None]) -> None:
    name, permission = resource.name, resource.permission
    serve(f"/{name}", f"{name}-table", permission, lambda: _table(desk, resource))
    serve(f"/options/{name}", f"{name}-options", permission, lambda: _options(desk, resource))
    create = resource.create
    if create is not None:
        _serve_command(
            serve, f"/{name}/new", f"{name}-new", create,
            lambda record=None: Doing(desk, resource, create, record),
        )  # fmt: skip
    item = needed(resource.item) if resource.item is not None else permission
    serve(
        f"/{name}/<record>", f"{name}-record", item,
        lambda record: _record(desk, resource, record),
    )  # fmt: skip
    for leaf in resource.leaves:
        serve(
            f"/{name}/<record>/{leaf.path}", f"{name}-{_SIGNS.sub('-', leaf.path)}",
            needed(leaf.show), lambda record, leaf=leaf: leaf.show(desk.web, record),
        )  # fmt: skip
    commands = dict.fromkeys(
        [*resource.actions, *(c for related in resource.related for c in related.actions)]
    )
    for command in commands:
        _serve_command(
            serve, f"/{name}/<record>/do/{kebab(command)}", f"{name}-{kebab(command)}", command,
            lambda record=None, command=command: Doing(desk, resource, command, record),
        )  # fmt: skip


def _serve_command(
    serve: Callable[..., None], path: str, name: str, command: type, doing: Callable[..., Doing]
) -> None:
    serve(path, name, needed(command), lambda **given: doing(**given).show())
    serve(path, f"{name}-send", needed(command), lambda **given: doing(**given).send(), "POST")


def _table(desk: Desk, resource: Resource) -> ResponseReturnValue:
    table = Table.asked(desk, resource)
    kind = request.args.get("format")
    if kind in ("csv", "xlsx"):
        return table.export(kind)
    return layout.render("pages/table.html", desk.web, **table.values())


def _record(desk: Desk, resource: Resource, id: str) -> ResponseReturnValue:
    try:
        values = record_page(desk, resource, id)
    except NotYetError as not_yet:
        table = f"/{desk.pages.service}/{resource.name}"
        page = layout.render(
            "pages/not_yet.html", desk.web, resource=resource, name=not_yet.name, table=table,
            here=address(desk, resource, id), on=day(not_yet.on), as_of=request.args["as_of"],
        )  # fmt: skip
        return page, 404
    notices = []
    if request.args.get("saved"):
        notices.append({"text": gettext("Saved."), "kind": "done"})
    return layout.render("pages/record.html", desk.web, notices=notices, **values)


def _options(desk: Desk, resource: Resource) -> Response:
    """Records for choosing: those that fit ``q``, or those named in ``ids``."""
    ids = request.args.get("ids")
    if ids is not None:
        named = desk.directories[resource.name].named(filter(None, ids.split(",")[:_MOST_OPTIONS]))
        items = [{"id": id, "text": text} for id, text in named.items()]
    else:
        limit = request.args.get("limit", 20, type=int)
        words = request.args.get("q", "")[:_LONGEST_SEARCH]
        items = desk.options(resource, words, max(1, min(limit, _MOST_OPTIONS)))
    response = Response(orjson.dumps({"items": items}), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def _index(desk: Desk) -> ResponseReturnValue:
    groups: dict[str, list[MenuEntry]] = {}
    for entry in desk.pages.menu(identity()):
        groups.setdefault(entry.under, []).append(entry)
    heading = pair(desk.application.service.title)
    return layout.render("pages/index.html", desk.web, heading=heading, groups=groups)


def _home(desk: Desk) -> ResponseReturnValue:
    cards = [_card(desk, card) for card in desk.pages.cards if may(card.permission)]
    name = desk.pages.service
    return render_template("pages/home.html", service=name, title=desk.web.title(name), cards=cards)


def _card(desk: Desk, card: Card) -> dict[str, Any]:
    rows = desk.web.reader.all(card.query().limit(card.limit))
    known = shapes(card.row) if card.row is not None else {}
    types = {c.key: c.type.python_type for c in card.query().selected_columns}
    chosen = [known.get(name) or shape_of(name, _hint(name, types)) for name in card.columns]
    shown = Shown(desk)
    shown.prepare(chosen, rows)
    links = desk.pages.resources.get(card.links) if card.links else None
    made = []
    for row in rows:
        lead, *rest = chosen
        first = {"text": shown.text(lead, row.get(lead.name)) or "–", "align": lead.align}
        cells = [first, *(shown.cell(shape, row.get(shape.name)) for shape in rest)]
        href = desk.href(links.name, str(row[links.key])) if links and links.key in row else None
        made.append({"href": href, "cells": cells})
    return {
        "name": card.name, "title": gettext(card.title), "empty": gettext(card.empty),
        "columns": [column(shape) for shape in chosen], "rows": made,
        "href": f"/{desk.pages.service}/{links.name}" if links else None,
    }  # fmt: skip


def _search(desk: Desk) -> ResponseReturnValue:
    words = request.args.get("q", "").strip()[:_LONGEST_SEARCH]
    groups = []
    for resource in desk.pages.resources.values() if words else ():
        if not resource.search or not may(resource.permission):
            continue
        found = desk.directories[resource.name].look(words=words, most=_FOUND)
        if found.total:
            groups.append(_group(desk, resource, words, found.rows[:_FOUND], found.total))
    return render_template("pages/search.html", service=desk.pages.service, groups=groups)


def _group(
    desk: Desk, resource: Resource, words: str, rows: list[dict[str, Any]], total: int
) -> dict[str, Any]:
    table = f"/{desk.pages.service}/{resource.name}"
    return {
        "name": resource.name,
        "title": gettext(resource.title),
        "items_": [
            {"href": f"{table}/{row[resource.key]}", "text": row[resource.named] or "–"}
            for row in rows
        ],
        "total": total,
        "more": f"{table}?{urlencode({'q': words})}" if total > len(rows) else None,
    }


def _hint(name: str, types: dict[str, Any]) -> Any:
    """The annotation of a column whose type the query alone tells."""
    if name.endswith("_id"):
        return EntityId
    return VillageCode if name == "village" else types.get(name, str)
