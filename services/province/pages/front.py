"""The page at the root of the province: which sites report, and what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from bangduan.permissions import PUBLIC, needs
from bangduan.web import home, layout
from services.province.domain.comparison import COMPARED
from services.province.pages import overview
from services.province.pages.places import province_of

if TYPE_CHECKING:
    from bangduan.web.app import Web


def serve(blueprint: Blueprint, web: Web) -> None:
    """Add the province's first page, and where one is after signing in."""
    # the fragments of a service have these names too
    root = Blueprint("root", __name__)
    home.mount(root, web)
    blueprint.register_blueprint(root)

    @needs(PUBLIC)
    def province() -> str:
        return layout.render(
            "province/overview.html",
            web,
            province=overview.read(web.reader),
            name=province_of(web.tambon).name,
            compared=COMPARED,
        )

    blueprint.add_url_rule("/", "front", province)
