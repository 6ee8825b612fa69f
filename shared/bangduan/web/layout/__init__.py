"""Layout of the pages: one stylesheet, templates and the words they use.

    def pages(web):
        pages = layout.blueprint("reporting", "services.reporting")

        @pages.get("/")
        def overview():
            return layout.render("reporting/overview.html", web, …)

No script, no style attribute and nothing from another host, so the strict content security
policy holds and a page reads the same in a village without the internet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, request, url_for

from bangduan.web.layout.timeline import Step, timeline
from bangduan.web.layout.words import Language, Words

if TYPE_CHECKING:
    from bangduan.web.app import Web

__all__ = ["Step", "Words", "blueprint", "language", "render", "timeline"]

_HERE = Path(__file__).parent


def blueprint(name: str, import_name: str) -> Blueprint:
    """A blueprint for the pages of a service, with the layout's templates and stylesheet.

    Args:
        name: of the service; its own templates lie in ``<package>/templates/<name>/``.
        import_name: the service's package.
    """
    pages = Blueprint(f"{name}_pages", import_name, template_folder="templates")
    assets = Blueprint(
        "assets",
        __name__,
        static_folder="static",
        static_url_path="/assets",
        template_folder="templates",
    )
    pages.register_blueprint(assets)
    pages.context_processor(lambda: {"stylesheet": _stylesheet(name)})
    return pages


def language() -> Language:
    """The language of this request: English when asked for by ``?lang=en``, else Thai."""
    return "en" if request.args.get("lang") == "en" else "th"


def render(
    template: str,
    web: Web,
    *,
    names: Mapping[str, tuple[str, str]] | None = None,
    **values: Any,
) -> str:
    """A page in the request's language.

    Args:
        names: stable names that only this site knows, see ``Words``.
        values: what the template shows; it also has ``w`` (words), ``t`` and ``services``.
    """
    words = Words(language(), names or {})
    return render_template(template, w=words, t=words.t, services=web.services, **values)


def _stylesheet(name: str) -> str:
    return url_for(f"{name}_pages.assets.static", filename="bangduan.css", v=_version())


@lru_cache(maxsize=1)
def _version() -> str:
    """A new stylesheet has a new address, so no browser shows an old one."""
    return hashlib.sha256((_HERE / "static" / "bangduan.css").read_bytes()).hexdigest()[:8]
