"""The page at the root of the site: who we are, for everybody, without signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bangduan.permissions import PUBLIC, needs
from bangduan.web import home, layout
from services.reporting import ahead, overview, returned
from services.reporting.pages import figures, months

if TYPE_CHECKING:
    from flask import Blueprint

    from bangduan.web.app import Web


def pages(web: Web) -> Blueprint:
    """The site's pages."""
    blueprint = layout.blueprint("reporting", "services.reporting")

    @blueprint.get("/")
    @needs(PUBLIC)
    def site() -> str:
        shown = overview.read(web.reader, web.tambon)
        return layout.render(
            "reporting/overview.html",
            web,
            names=shown.kind_names,
            site=shown,
            public=home.public(web),
        )

    figures.serve(blueprint, web)
    months.serve(blueprint, web)
    home.mount(
        blueprint,
        web,
        lambda: [*ahead.warnings(web.application), *returned.warnings(web.application)],
    )
    return blueprint
