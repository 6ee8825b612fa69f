"""What the province's pages have alike: their sections, what was asked for, their files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from flask import request

from bangduan.permissions import PUBLIC, Permission
from bangduan.web import layout
from bangduan.web.guard import may
from bangduan.web.layout import Words
from bangduan.web.translate import gettext, language
from services.province.pages.places import province_of
from services.province.pages.sheets import FORMATS, Sheet
from services.province.permissions import READ_REVIEW

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from flask.typing import ResponseReturnValue

    from bangduan.web.app import Web


@dataclass(frozen=True, slots=True)
class Section:
    """A page that every other leads to; ``title`` is a msgid."""

    title: str
    href: str
    needs: Permission = PUBLIC


#: In the order of what is asked first.
SECTIONS: Final = (
    Section(title="Today", href="/"),
    Section(title="Comparison", href="/province/comparison"),
    Section(title="Map", href="/province/map"),
    Section(title="Distribution", href="/province/distribution"),
    Section(title="Who reports", href="/province/reporting", needs=READ_REVIEW),
    Section(title="Review of reports", href="/province/periods", needs=READ_REVIEW),
    Section(title="Connections", href="/province/connections", needs=READ_REVIEW),
)


def words() -> Words:
    """The words of the page, in the language of the request."""
    return Words(language(), {})


def asked(name: str, allowed: Collection[str], default: str) -> str:
    """What the address asks for under ``name``; ``default`` for anything that there is not."""
    given = request.args.get(name, "")
    return given if given in allowed else default


def link(**changed: str | None) -> str:
    """This page with something else asked for; None takes it away."""
    left = {"format", "table", "lang", *changed}
    kept = [(k, v) for k, v in request.args.items(multi=True) if k not in left and v]
    wanted = urlencode([*kept, *((k, v) for k, v in changed.items() if v is not None)])
    return f"{request.path}?{wanted}" if wanted else request.path


def show(
    template: str, web: Web, sheets: Sequence[Sheet] = (), **values: Any
) -> ResponseReturnValue:
    """A page of the province, or one of its tables as a file when the address says so.

    Args:
        sheets: tables of the page; the first one is meant when the address names none.
        values: what the template shows beside them.
    """
    kind = request.args.get("format", "")
    if kind in FORMATS and sheets:
        named = {sheet.name: sheet for sheet in sheets}
        return named.get(request.args.get("table", ""), sheets[0]).file(kind, words())
    return page(template, web, sheets, **values)


def page(template: str, web: Web, sheets: Sequence[Sheet] = (), **values: Any) -> str:
    """As ``show``, never a file."""
    return layout.render(
        f"province/{template}.html",
        web,
        name=province_of(web.tambon).name,
        sections=[
            {
                "label": gettext(section.title),
                "href": section.href,
                "here": request.path == section.href,
            }
            for section in SECTIONS
            if may(section.needs)
        ],
        link=link,
        sheets={sheet.name: sheet for sheet in sheets},
        **values,
    )
