"""The page at the root of the province: which sites report, and what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bangduan.permissions import PUBLIC, needs
from bangduan.thai import place_of
from bangduan.web import layout
from services.province import overview
from services.province.domain.comparison import COMPARED

if TYPE_CHECKING:
    from flask import Blueprint

    from bangduan.web.app import Web


def pages(web: Web) -> Blueprint:
    """The province's pages."""
    blueprint = layout.blueprint("province", "services.province")

    @blueprint.get("/")
    @needs(PUBLIC)
    def province() -> str:
        shown = overview.read(web.reader)
        return layout.render(
            "province/overview.html",
            web,
            province=shown,
            name=_name(web.tambon),
            compared=COMPARED,
        )

    return blueprint


def _name(code: str) -> tuple[str, str]:
    """Names of the province of a code; a province's own code ends in zeros."""
    place = place_of(f"{code[:2]}0101")
    return place.province if place else (code[:2], code[:2])
