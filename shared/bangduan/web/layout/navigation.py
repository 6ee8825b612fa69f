"""What frames a page: whose it is, where one can go from it, which language it may be read in."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import request

from bangduan import access
from bangduan.web.guard import identity
from bangduan.web.translate import gettext_of, language

if TYPE_CHECKING:
    from bangduan.access import Identity
    from bangduan.web.app import Web


@dataclasses.dataclass(frozen=True, slots=True)
class Link:
    """A place to go: its name, its address, whether one is there."""

    label: str
    href: str
    here: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Menu:
    """The pages of one service; ``more`` when its first page leads to others besides."""

    label: str
    href: str
    links: tuple[Link, ...]
    here: bool = False
    more: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a page.

    Attributes:
        who: whoever is signed in, None for anybody.
        name: of the account, as far as it is known.
        menus: of the services whose pages they may see.
        other: this page in the other language.
        form_token: what a form of this session shows.
        site: False on the province's pages.
        signs_in: somebody may sign in here.
        simulated: what is recorded here is made up.
    """

    who: Identity | None
    name: str
    menus: tuple[Menu, ...]
    other: str
    form_token: str
    site: bool
    signs_in: bool
    simulated: bool


def frame(web: Web) -> Frame:
    """The frame of the page that is being asked for."""
    who = identity()
    names = access.names(web.reader, [who.account_id]) if who is not None else {}
    return Frame(
        who=who,
        name=names.get(who.account_id, "") if who is not None else "",
        menus=_menus(web, who) if who is not None else (),
        other=_in("th" if language() == "en" else "en"),
        form_token=who.form_token if who is not None else "",
        site=web.application.scope == "site",
        signs_in=web.application.service.knows_access,
        simulated=web.application.settings.holds_simulated,
    )


def bare_frame(web: Web | None) -> Frame:
    """A frame that asks the database for nothing."""
    return Frame(
        who=None,
        name="",
        menus=(),
        other=_in("th" if language() == "en" else "en"),
        form_token="",
        site=True,
        signs_in=True,
        simulated=web is not None and web.application.settings.holds_simulated,
    )


def _menus(web: Web, who: Identity) -> tuple[Menu, ...]:
    menus = []
    for name, pages in web.pages.items():
        entries = pages.menu(who)
        links = tuple(
            Link(gettext_of(name, entry.title), entry.href, _is_here(entry.href))
            for entry in entries
            if not entry.under
        )
        if entries:
            here = request.path.startswith(f"/{name}/")
            more = len(links) < len(entries)
            menus.append(Menu(web.title(name), f"/{name}/", links, here, more))
    return tuple(menus)


def _is_here(href: str) -> bool:
    return request.path == href or request.path.startswith(f"{href}/")


def _in(other: str) -> str:
    """This page's address in another language, what was asked of it kept."""
    kept = [(k, v) for k, v in request.args.items(multi=True) if k != "lang"]
    return f"?{urlencode([*kept, ('lang', other)])}"
