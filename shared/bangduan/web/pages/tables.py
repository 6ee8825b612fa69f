"""The table of a resource: what is asked for, its rows, its pager, its exports."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from flask import Response, request, stream_with_context
from werkzeug.datastructures import MultiDict

from bangduan.web.guard import may
from bangduan.web.pages import exporting
from bangduan.web.pages.declared import needed
from bangduan.web.pages.directory import PAGE
from bangduan.web.pages.forms import KEY, Form
from bangduan.web.pages.shapes import shapes
from bangduan.web.pages.showing import Shown, column
from bangduan.web.translate import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bangduan.web.pages.declared import Resource
    from bangduan.web.pages.desk import Desk
    from bangduan.web.pages.directory import Directory, Found

_LONGEST_SEARCH: Final = 200
#: Columns of these kinds cannot be sorted by.
_UNSORTED: Final = frozenset({"list", "group", "mapping"})


@dataclasses.dataclass(slots=True)
class Table:
    """A table as it is asked for.

    Attributes:
        form: the filters, as a form; None without filters.
        filters: of the resource's dataclass; None without, or when one cannot be read.
        sort: a column, ``-`` in front for descending; empty for the resource's own order.
    """

    desk: Desk
    resource: Resource
    form: Form | None
    filters: Any
    words: str
    sort: str
    page: int

    @classmethod
    def asked(cls, desk: Desk, resource: Resource) -> Table:
        """What the address asks for; what cannot be read is left out and said."""
        given = MultiDict(request.args)
        form = Form(desk, resource.filters, given, {}) if resource.filters is not None else None
        sort, number = given.get("sort", ""), given.get("page", "1")
        return cls(
            desk,
            resource,
            form,
            form.read() if form is not None else None,
            given.get("q", "").strip()[:_LONGEST_SEARCH],
            sort if _sortable(resource, sort.removeprefix("-")) else "",
            max(1, int(number)) if re.fullmatch(r"[0-9]{1,6}", number) else 1,
        )

    def values(self) -> dict[str, Any]:
        """What the template shows."""
        directory = self._directory
        after = request.args.get("after", "")
        found = directory.look(
            self.filters, self.words, self.sort, (self.page - 1) * PAGE, after=after[:100]
        )
        known = shapes(self.resource.row)
        shown = Shown(self.desk)
        shown.prepare([known[name] for name in self.resource.columns], found.rows)
        return {
            "resource": self.resource,
            "columns": [self._heading(name) for name in self.resource.columns],
            "rows": [self._row(row, shown) for row in found.rows],
            "page": self._pager(found),
            "words": self.words,
            "sort": self.sort,
            "filters": self._filter_fields(),
            "narrowed": bool(self.words) or self._is_filtered(),
            "exports": {kind: self._url(format=kind) for kind in ("csv", "xlsx")},
            "create": self.resource.create if self._may_create() else None,
            "ways": [
                {"href": f"/{self.desk.pages.service}/{way.href}", "label": gettext(way.title)}
                for way in self.resource.ways
                if may(way.needs)
            ],
            "here": self.here,
            "searchable": not directory.is_large,
        }

    def export(self, kind: str) -> Response:
        """All rows under the same filters, as a file."""
        rows = self._directory.every(self.filters, self.words, self.sort)
        known = shapes(self.resource.row)
        chosen = [known[name] for name in self.resource.columns]
        shown = Shown(self.desk, linked=False)
        if kind == "csv":
            lines = exporting.as_csv(chosen, rows, shown)
            response = Response(stream_with_context(lines), content_type=exporting.CSV)
        else:
            file = exporting.as_xlsx(chosen, rows, shown)
            response = Response(exporting.pieces(file), content_type=exporting.XLSX)
            response.call_on_close(file.close)
        name = f"{self.resource.name}.{kind}"
        response.headers["Content-Disposition"] = f"attachment; filename={name}"
        response.headers["Cache-Control"] = "no-store"
        return response

    @property
    def here(self) -> str:
        """Address of the table."""
        return f"/{self.desk.pages.service}/{self.resource.name}"

    @property
    def _directory(self) -> Directory:
        return self.desk.directories[self.resource.name]

    def _row(self, row: Mapping[str, Any], shown: Shown) -> dict[str, Any]:
        known = shapes(self.resource.row)
        first, *rest = (known[name] for name in self.resource.columns)
        # the first cell is the link itself
        lead = {"text": shown.text(first, row.get(first.name)) or "–", "align": first.align}
        return {
            "href": f"{self.here}/{row[self.resource.key]}",
            "cells": [lead, *(shown.cell(shape, row.get(shape.name)) for shape in rest)],
        }

    def _heading(self, name: str) -> dict[str, Any]:
        heading = column(shapes(self.resource.row)[name])
        if not _sortable(self.resource, name) or self._directory.is_large:
            return heading
        order = self.sort or self.resource.order
        if order == name:
            return {**heading, "sorted": "ascending", "sort_url": self._url(sort=f"-{name}")}
        if order == f"-{name}":
            return {**heading, "sorted": "descending", "sort_url": self._url(sort=name)}
        return {**heading, "sort_url": self._url(sort=name)}

    def _pager(self, found: Found) -> dict[str, Any]:
        if found.total is None:
            return {"next_url": self._url(after=found.after) if found.after else None}
        last = found.first + len(found.rows)
        pages = max(1, -(-found.total // PAGE))
        return {
            "number": self.page,
            "pages": pages,
            "total": found.total,
            "first": found.first + 1 if found.rows else 0,
            "last": last,
            "previous_url": self._url(page=min(self.page - 1, pages)) if self.page > 1 else None,
            "next_url": self._url(page=self.page + 1) if last < found.total else None,
        }

    def _filter_fields(self) -> list[dict[str, Any]]:
        if self.form is None:
            return []
        return [field for field in self.form.fields() if field.get("name") != KEY]

    def _is_filtered(self) -> bool:
        return self.form is not None and any(request.args.get(n) for n in self.form.shapes)

    def _may_create(self) -> bool:
        create = self.resource.create
        return create is not None and may(needed(create))

    def _url(self, **changed: Any) -> str:
        """This table with something else asked for; from its first page on."""
        left = {"page", "after", "format", "lang", *changed}
        kept = [(k, v) for k, v in request.args.items(multi=True) if k not in left and v]
        asked = urlencode([*kept, *((k, v) for k, v in changed.items() if v is not None)])
        return f"{self.here}?{asked}" if asked else self.here


def _sortable(resource: Resource, name: str) -> bool:
    return name in resource.columns and shapes(resource.row)[name].kind not in _UNSORTED
