"""The first pages and the search: composed of what each service shows there.

A service brings its part by declaring cards and resources; one that does not answer is named, and
the rest of the page stands.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

import orjson
from flask import make_response, redirect, request
from markupsafe import Markup

from bangduan.permissions import OWN, PUBLIC, needs
from bangduan.web import layout
from bangduan.web.guard import identity
from bangduan.web.home_news import COOKIE, Visit, as_text
from bangduan.web.translate import COOKIE as LANGUAGE_COOKIE
from bangduan.web.translate import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from flask import Blueprint, Response
    from werkzeug.wrappers import Response as Answer

    from bangduan.web.app import Web
    from bangduan.web.neighbours import Fetched

_YEAR_SECONDS: Final = 365 * 86_400
_LONGEST: Final = 200


@dataclasses.dataclass(frozen=True, slots=True)
class Composed:
    """What the services have to show.

    Attributes:
        parts: HTML of those that answered with something.
        away: titles of those that did not answer.
    """

    parts: tuple[Markup, ...]
    away: tuple[str, ...]


def mount(
    blueprint: Blueprint, web: Web, warnings: Callable[[], Sequence[str]] = lambda: ()
) -> None:
    """Add ``/home``, ``/search`` and ``/language`` to the pages at the root of the origin.

    Args:
        warnings: what everybody who signs in is told first, in their language.
    """
    blueprint.add_url_rule("/home", "home", needs(OWN)(lambda: _home(web, warnings())))
    blueprint.add_url_rule("/search", "search", needs(OWN)(lambda: _search(web)))
    blueprint.add_url_rule("/language", "language", needs(PUBLIC)(_language))


def public(web: Web) -> Composed:
    """What the services have to show to everybody."""
    names = tuple(name for name, pages in web.pages.items() if pages.public is not None)
    found = web.neighbours.fetch_all([(name, "/fragments/public") for name in names])
    return _composed(web, names, found, "/fragments/public")


def _home(web: Web, warnings: Sequence[str]) -> Response:
    who = identity()
    account_id = who.account_id if who is not None else ""
    visit = Visit.read(request.cookies.get(COOKIE, ""), account_id)
    names = tuple(web.pages)
    wanted = [(name, path) for name in names for path in ("/fragments/home", "/fragments/news")]
    found = web.neighbours.fetch_all(wanted, since=as_text(visit.before))
    news = {name: _read(found[name, "/fragments/news"]) for name in names}
    response = make_response(
        layout.render(
            "layout/home.html",
            web,
            warnings=warnings,
            composed=_composed(web, names, found, "/fragments/home"),
            news=[
                {"title": web.title(name), "href": f"/{name}/", **told}
                for name, told in news.items()
                if told.get("count")
            ],
        )
    )
    places = {name: told["place"] for name, told in news.items() if told.get("place")}
    response.set_cookie(
        COOKIE, visit.seen(places).write(), max_age=_YEAR_SECONDS, path="/home", httponly=True,
        samesite="Lax", secure=request.is_secure,
    )  # fmt: skip
    return response


def _search(web: Web) -> str:
    words = request.args.get("q", "").strip()[:_LONGEST]
    names = tuple(web.pages) if words else ()
    found = web.neighbours.fetch_all([(name, "/fragments/search") for name in names], q=words)
    composed = _composed(web, names, found, "/fragments/search")
    return layout.render("layout/search.html", web, words=words, composed=composed)


def _language() -> Answer:
    """Remember a language and go back to where one was."""
    came_from = request.args.get("next", "/")
    # only to a path of this origin: "//host" and "/\host" lead elsewhere
    here = came_from.startswith("/") and came_from[1:2] not in ("/", "\\")
    answer = redirect(came_from if here else "/", 303)
    chosen = request.args.get("to", "")
    if chosen in LANGUAGES:
        answer.set_cookie(
            LANGUAGE_COOKIE, chosen, max_age=_YEAR_SECONDS, httponly=True, samesite="Lax",
            secure=request.is_secure,
        )  # fmt: skip
    return answer


def _composed(
    web: Web, names: Iterable[str], found: Mapping[tuple[str, str], Fetched], path: str
) -> Composed:
    parts, away = [], []
    for name in names:
        came = found[name, path]
        if came.ok and came.text.strip():
            parts.append(Markup(came.text))  # noqa: S704 - a page of our own, made by a template
        elif came.status >= 500:
            away.append(web.title(name))
    return Composed(tuple(parts), tuple(away))


def _read(came: Fetched) -> dict[str, Any]:
    try:
        read = orjson.loads(came.text) if came.ok else {}
    except orjson.JSONDecodeError:
        return {}
    return read if isinstance(read, dict) else {}
