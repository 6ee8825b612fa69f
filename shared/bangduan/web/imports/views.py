"""What is sent to an import: a file, which column holds what, to try it, run it, remove it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, redirect, request

from bangduan.errors import BangDuanError, DomainError
from bangduan.importing import UnreadableFile, taking
from bangduan.importing.planning import Matching
from bangduan.importing.reading import MOST_BYTES
from bangduan.permissions import needs
from bangduan.web import layout
from bangduan.web.api import context
from bangduan.web.guard import may
from bangduan.web.imports.shown import address, allowed, check_page, columns_page, sort_of
from bangduan.web.reading import takes_up_to
from bangduan.web.translate import field_label, gettext, language

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from bangduan.importing.declared import Import
    from bangduan.web.app import Web

#: A form around a file.
_AROUND: Final = 100_000
_WHOLE: Final = re.compile(r"[0-9]{1,6}")
_REFUSED, _UNREADABLE = 409, 422


def serve(blueprint: Blueprint, web: Web) -> None:
    """Add the pages of the service's imports to its blueprint."""
    permission = taking.imports_of(web.application).permission
    service = web.application.service.name
    blueprint.register_blueprint(Blueprint("imports", __name__, template_folder="templates"))

    def add(path: str, name: str, view: Callable[..., ResponseReturnValue], method: str) -> None:
        large = takes_up_to(MOST_BYTES + _AROUND)(view) if name == "imports-hand-in" else view
        blueprint.add_url_rule(
            f"/{service}/imports/{path}", name, needs(permission)(large), methods=(method,)
        )

    add("new", "imports-new", lambda: _new_page(web), "GET")
    add("new", "imports-hand-in", lambda: _hand_in(web), "POST")
    for path, view in (
        ("columns", _match), ("check", _try), ("despite", _despite), ("run", _run),
        ("removal", _remove),
    ):  # fmt: skip
        add(
            f"<record>/{path}", f"imports-send-{path}",
            lambda record, view=view: view(web, record), "POST",
        )  # fmt: skip


def _new_page(web: Web, errors: tuple[str, ...] = (), status: int = 200) -> ResponseReturnValue:
    """Where a file is handed in."""
    sorts = [sort for sort in taking.imports_of(web.application).sorts if may(sort.permission)]
    chosen = request.form.get("sort") or request.args.get("sort", "")
    page = layout.render(
        "imports/new.html", web, errors=errors, megabytes=MOST_BYTES // 1_000_000,
        here=f"/{web.application.service.name}/imports",
        sorts=[{"value": sort.name, "label": gettext(sort.title)} for sort in sorts],
        chosen=chosen, sheet=request.form.get("sheet", ""),
    )  # fmt: skip
    return page, status


def _hand_in(web: Web) -> ResponseReturnValue:
    file, application = request.files.get("file"), web.application
    try:
        sort = allowed(taking.imports_of(application).sort(request.form.get("sort", "")))
    except DomainError:
        said = gettext("Choose what the file is a register of.")
        return _new_page(web, (said,), _UNREADABLE)
    content = b""
    if file is not None:
        with file.stream as stream:  # a long one lies in a file of its own
            content = stream.read()
    if file is None or not content:
        return _new_page(web, (gettext("Choose a file that is not empty."),), _UNREADABLE)
    try:
        import_id = taking.handed_in(
            application, sort, content, file_name=file.filename or "", context=context(),
            sheet=request.form.get("sheet", "").strip() or None,
        )  # fmt: skip
    except UnreadableFile as unreadable:
        return _new_page(web, (_said(unreadable),), _UNREADABLE)
    return _tried(web, import_id, sort)


def _match(web: Web, import_id: str) -> ResponseReturnValue:
    application = web.application
    sort = sort_of(application, import_id)
    columns = {}
    for field in sort.fields:
        given = request.form.get(f"column.{field.name}", "")
        if _WHOLE.fullmatch(given) and int(given):
            columns[field.name] = int(given) - 1
    row = request.form.get("header_row", "").strip() or "0"
    if not _WHOLE.fullmatch(row):
        said = gettext("Write the number of the row that holds the headings; 0 when there is none.")
        return columns_page(web, import_id, (said,), _UNREADABLE)
    try:
        taking.matched(application, import_id, Matching(int(row), columns), context())
    except DomainError as refusal:
        return columns_page(web, import_id, (_lacking(sort, columns) or _said(refusal),), _REFUSED)
    return _tried(web, import_id, sort)


def _tried(web: Web, import_id: str, sort: Import) -> ResponseReturnValue:
    """Try every row and show what it would come to; ask for the columns where some are missing."""
    application = web.application
    if sort.lacking(taking.matching_of(application, import_id).columns):
        return redirect(address(web, import_id, "columns"), 303)
    try:
        taking.tried(application, import_id)
    except BangDuanError as refusal:
        return check_page(web, import_id, (_said(refusal),), _REFUSED)
    return redirect(address(web, import_id, "check"), 303)


def _try(web: Web, import_id: str) -> ResponseReturnValue:
    return _tried(web, import_id, sort_of(web.application, import_id))


def _despite(web: Web, import_id: str) -> ResponseReturnValue:
    """Take the chosen rows although something like them is there."""
    application = web.application
    sort = sort_of(application, import_id)
    matching = taking.matching_of(application, import_id)
    chosen = frozenset(int(n) for n in request.form.getlist("row") if _WHOLE.fullmatch(n))
    wanted = Matching(matching.header_row, matching.columns, chosen - {0})
    try:
        taking.matched(application, import_id, wanted, context())
    except DomainError as refusal:
        return check_page(web, import_id, (_said(refusal),), _REFUSED)
    return _tried(web, import_id, sort)


def _run(web: Web, import_id: str) -> ResponseReturnValue:
    sort_of(web.application, import_id)
    try:
        taking.started(web.application, import_id, context())
    except BangDuanError as refusal:
        return check_page(web, import_id, (_said(refusal),), _REFUSED)
    return redirect(address(web, import_id, "progress"), 303)


def _remove(web: Web, import_id: str) -> ResponseReturnValue:
    sort_of(web.application, import_id)
    taking.removed(web.application, import_id, context())
    return redirect(address(web, import_id), 303)


def _said(error: BangDuanError) -> str:
    return error.en if language() == "en" else error.th


def _lacking(sort: Import, columns: dict[str, Any]) -> str:
    """Which fields still need a column, by their names; empty when that is not what is wrong."""
    lacking = sort.lacking(columns)
    if not lacking:
        return ""
    either = gettext("or")
    names = ", ".join(f" {either} ".join(map(field_label, need.split("|"))) for need in lacking)
    return gettext("Say which column holds: %(names)s.", names=names)
