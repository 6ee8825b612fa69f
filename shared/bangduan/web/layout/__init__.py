"""Layout of the pages: one stylesheet, templates and the words they use.

    def pages(web):
        pages = layout.blueprint("reporting", "services.reporting")

        @pages.get("/")
        def overview():
            return layout.render("reporting/overview.html", web, …)

No inline script, no style attribute and nothing from another host, so the strict content security
policy holds and a page reads the same in a village without the internet. Every page works without
the scripts; they only save typing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    render_template,
    request,
    url_for,
)

from bangduan.permissions import PUBLIC, needs
from bangduan.web import sign_in
from bangduan.web.layout import modules
from bangduan.web.layout.navigation import Frame, Link, Menu, bare_frame, frame
from bangduan.web.layout.timeline import Step, timeline
from bangduan.web.layout.words import Words
from bangduan.web.translate import language

if TYPE_CHECKING:
    from flask import Flask

    from bangduan.web.app import Web
    from bangduan.web.problems import Problem

__all__ = [
    "TEMPLATES",
    "Frame",
    "Link",
    "Menu",
    "Step",
    "Words",
    "blueprint",
    "document",
    "frame",
    "install",
    "language",
    "render",
    "show_problem",
    "timeline",
]

_HERE = Path(__file__).parent
#: Templates that every application has, also one without pages: it tells of errors.
TEMPLATES = str(_HERE / "templates")
_WEB = "bangduan.web"
_SIGN_IN = 401
_BROKEN = 500
_YEAR_SECONDS = 365 * 86_400
_OUTBOX = "outbox/"
#: Where a service without templates of its own has its pages from: a module, not a package.
_NO_TEMPLATES = "bangduan.web.pages.views"
_TYPES = {"css": "text/css", "js": "text/javascript"}


def blueprint(name: str, import_name: str) -> Blueprint:
    """A blueprint for the pages of a service, with the layout's templates and stylesheet.

    Args:
        name: of the service; its own templates lie in ``<package>/templates/<name>/``.
        import_name: the service's package.
    """
    pages = Blueprint(f"{name}_pages", import_name, template_folder="templates")
    assets = Blueprint("assets", __name__, template_folder="templates")
    assets.add_url_rule("/assets/<path:filename>", "file", _asset)
    assets.add_url_rule(f"/{name}/assets/<filename>", "own", _own_asset)
    pages.register_blueprint(assets)
    return pages


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
    return _rendered(template, frame(web), web.services, names or {}, values)


def install(app: Flask, web: Web) -> None:
    """Let the pages that tell of errors have the frame of the others."""
    app.extensions[_WEB] = web


def document(template: str, **values: Any) -> str:
    """A page of an application, also of one that has no pages of its own."""
    web: Web | None = current_app.extensions.get(_WEB)
    around = bare_frame(None) if web is None else frame(web)
    return _rendered(template, around, web.services if web is not None else {}, {}, values)


def show_problem(problem: Problem, detail: str) -> Response:
    """The page that tells a person of a problem, and what to do about it.

    Where the site itself is in trouble nothing more is asked of it, and nothing of it is told.
    """
    web: Web | None = current_app.extensions.get(_WEB)
    broken = problem.status >= _BROKEN or web is None
    around = bare_frame(web) if broken or web is None else frame(web)
    services = web.services if web is not None else {}
    values: dict[str, Any] = {"problem": problem, "detail": detail}
    template = "layout/problem.html"
    if problem.status == _SIGN_IN:
        template, values = "layout/sign_in.html", {"sign_in": sign_in.form()}
    return Response(_rendered(template, around, services, {}, values), problem.status)


def _rendered(
    template: str,
    around: Frame,
    services: Mapping[str, tuple[str, str]],
    names: Mapping[str, tuple[str, str]],
    values: Mapping[str, Any],
) -> str:
    words = Words(language(), names)
    own = current_app.name.rpartition(".")[2]
    return render_template(
        template,
        w=words,
        t=words.t,
        services=services,
        frame=around,
        session_form_token=around.form_token,
        stylesheets=_addresses(own, "css"),
        scripts=_addresses(own, "js"),
        module=_module,
        **values,
    )


@needs(PUBLIC)
def _asset(filename: str) -> Response:
    """A file of the layout; one asked for by its version never changes."""
    if filename.startswith(_OUTBOX):
        known = modules.shared()
        return _sent(filename, known.files.get(filename.removeprefix(_OUTBOX)), known.version)
    version = dict(_files(filename.rpartition(".")[2])).get(filename)
    text = (_HERE / "static" / filename).read_bytes() if version is not None else None
    return _sent(filename, text, version or "")


@needs(PUBLIC)
def _own_asset(filename: str) -> Response:
    """A file of the service's own pages."""
    known = modules.own(_package())
    return _sent(filename, known.files.get(filename), known.version)


def _sent(filename: str, text: bytes | None, version: str) -> Response:
    if text is None:
        abort(404)
    answer = Response(text, mimetype=_TYPES[filename.rpartition(".")[2]])
    answer.set_etag(version)
    if request.args.get("v") == version:
        answer.headers["Cache-Control"] = f"public, max-age={_YEAR_SECONDS}, immutable"
    else:
        answer.headers["Cache-Control"] = "no-cache"
    answer.make_conditional(request)
    return answer


def _addresses(name: str, kind: str) -> list[str]:
    """Where a page finds the layout's files of this kind; nowhere in a service without pages."""
    endpoint = f"{name}_pages.assets.file"
    if endpoint not in current_app.view_functions:
        return []
    return [url_for(endpoint, filename=file, v=version) for file, version in _files(kind)]


def _module(name: str) -> str:
    """Where a page finds a module, ``outbox/…`` of the library or one of the service's own."""
    service = current_app.name.rpartition(".")[2]
    shared = name.startswith(_OUTBOX)
    endpoint = f"{service}_pages.assets.{'file' if shared else 'own'}"
    if endpoint not in current_app.view_functions:
        return ""
    known = modules.shared() if shared else modules.own(_package())
    return url_for(endpoint, filename=name, v=known.version)


def _package() -> str:
    """The package of the service that answers."""
    service = current_app.name.rpartition(".")[2]
    package = current_app.blueprints[f"{service}_pages"].import_name
    return package.rpartition(".")[0] if package == _NO_TEMPLATES else package


@lru_cache(maxsize=4)
def _files(kind: str) -> tuple[tuple[str, str], ...]:
    """Files and their versions: a new one has a new address, so no browser shows an old one."""
    if kind not in _TYPES:
        return ()
    found = sorted((_HERE / "static").glob(f"*.{kind}"))
    return tuple((f.name, hashlib.sha256(f.read_bytes()).hexdigest()[:8]) for f in found)
