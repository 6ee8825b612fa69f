"""A service's web application: its API, its pages, and what every service has alike."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

import orjson
from flask import Flask, Response, request
from flask.json.provider import DefaultJSONProvider
from flask_smorest import Api as Smorest
from werkzeug.middleware.proxy_fix import ProxyFix

import bangduan
from bangduan import access
from bangduan.events.envelope import START, Place, to_cloudevent
from bangduan.permissions import PUBLIC, Permission, needs
from bangduan.service import installed
from bangduan.store import StoreUnavailable
from bangduan.web import (
    documents,
    figures,
    headers,
    home_news,
    layout,
    observed,
    problems,
    record,
    seen,
    sign_in,
    simulated,
    translate,
)
from bangduan.web.guard import guard
from bangduan.web.neighbours import Neighbours
from bangduan.web.openapi import ProblemSchema, admitted, whole
from bangduan.web.pages import Pages
from bangduan.web.reading import (
    bounded,
    larger_bodies,
    only_json,
    only_known_parameters,
    only_readable_paths,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from flask import Blueprint

    from bangduan.application import Application, Reader
    from bangduan.service import Service

    Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

MAX_BODY_BYTES = 1_000_000
_FEED_LIMIT = 500


class _Json(DefaultJSONProvider):
    """JSON to be read: Thai letters stand as they are."""

    ensure_ascii = False


class _Smorest(Smorest):
    """flask-smorest with our problem details in its documents."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None


@dataclasses.dataclass(frozen=True, slots=True)
class Web:
    """What a service's pages may use.

    Attributes:
        application: the service.
        services: titles of the services whose pages stand beside its own, by name.
        neighbours: asks those services.
        declared: their pages, those that are declared.
    """

    application: Application
    services: Mapping[str, tuple[str, str]]
    neighbours: Neighbours
    declared: Mapping[str, Pages]

    @property
    def reader(self) -> Reader:
        """The service's read tables."""
        return self.application.reader

    @property
    def tambon(self) -> str:
        """Six digits of the site."""
        return self.application.tambon

    def title(self, name: str) -> str:
        """What a service of the site is called, in the page's language."""
        known = installed().get(name)
        return translate.pair(known.title if known is not None else self.services[name])

    @property
    def pages(self) -> Mapping[str, Pages]:
        """Pages declared by every service of the site, also those of other processes, in order."""
        found = {
            name: service.pages
            for name, service in installed().items()
            if service.runs_at(self.application.scope) and isinstance(service.pages, Pages)
        }
        every = {**found, **self.declared}
        return dict(sorted(every.items(), key=lambda named: (named[1].place, named[0])))


def create_app(
    application: Application,
    neighbours: Iterable[Service] = (),
    beside: Neighbours | None = None,
) -> Flask:
    """The Flask application of one running service.

    Args:
        neighbours: services whose pages stand beside its own.
        beside: asks them; over HTTP, when it is not given.
    """
    service = application.service
    app = Flask(f"bangduan.{service.name}", static_folder=None, template_folder=layout.TEMPLATES)
    app.config.update(
        API_TITLE=service.title[1],
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.json = _Json(app)
    translate.install(app, service.name)
    app.before_request(larger_bodies)
    told = figures.figures(application)
    figures.install(app, application, told)
    guard(app, application)
    observed.install(app)
    sign_in.install(app)
    if service.knows_access:
        seen.install(app, application)
    app.before_request(only_json)
    app.before_request(only_readable_paths)
    headers.install(app)
    simulated.install(app, application.settings)
    app.wsgi_app = bounded(app.wsgi_app)  # type: ignore[assignment, method-assign]
    if proxies := application.settings.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies)  # type: ignore[method-assign]
    app.wsgi_app = observed.observed(app.wsgi_app, application)  # type: ignore[assignment, method-assign]
    if service.starting is not None:
        service.starting(application)
    smorest = _Smorest(app)
    smorest.ma_plugin.converter.add_attribute_function(admitted)
    if service.api is not None:
        smorest.register_blueprint(service.api.blueprint(application))
    # after flask-smorest, which brings handlers of its own
    problems.register(app, layout.show_problem)
    prefix = f"/{service.name}"

    def serve(path: str, name: str, permission: Permission, view: Callable[[], Response]) -> None:
        app.add_url_rule(f"{prefix}{path}", name, needs(permission)(view))

    def described() -> dict[str, Any]:
        return whole(smorest.spec.to_dict())

    serve("/health", "health", PUBLIC, lambda: _health(application))
    serve("/metrics", figures.ENDPOINT, service.audit, told)
    serve("/api/v1/health", "api_health", PUBLIC, lambda: _health(application))
    serve("/api/v1/events", "events", service.audit, lambda: _feed(application))
    serve("/api/v1/openapi.json", "openapi", PUBLIC, lambda: _json(described()))
    app.register_blueprint(documents.blueprint(service, described))
    home_news.serve(app, application)
    if service.pages is not None:
        if beside is None:
            beside = Neighbours(application.settings.neighbours_origin)
        beside.apps.setdefault(service.name, app)
        web = _web(application, neighbours, beside)
        layout.install(app, web)
        app.register_blueprint(_pages(service.pages, web))
    if service.knows_access and application.scope == "site":
        record.install(app, application)
    return app


def _web(application: Application, neighbours: Iterable[Service], beside: Neighbours) -> Web:
    services = {s.name: s for s in (application.service, *neighbours)}
    declared = {name: s.pages for name, s in services.items() if isinstance(s.pages, Pages)}
    return Web(application, {name: s.title for name, s in services.items()}, beside, declared)


def _pages(pages: Pages | Callable[[Web], Blueprint], web: Web) -> Blueprint:
    return pages.blueprint(web) if isinstance(pages, Pages) else pages(web)


def front(apps: Mapping[str, Flask], root: str) -> Wsgi:
    """One origin for many services: the first part of the path names the service.

    Args:
        apps: by service name.
        root: the service that answers everything else.
    """

    def dispatch(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        name = environ.get("PATH_INFO", "").lstrip("/").partition("/")[0]
        return apps.get(name, apps[root]).wsgi_app(environ, start_response)

    return dispatch


def _json(body: object, status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, content_type="application/json")


def _health(application: Application) -> Response:
    body = {"service": application.service.name, "version": bangduan.__version__}
    if observed.DRAINING.is_set():
        return _json({"status": "draining", **body}, 503)
    try:
        application.database.rows("SELECT 1")
    except StoreUnavailable:
        return _json({"status": "unavailable", **body}, 503)
    if application.service.knows_access:
        body["sign_in"] = "ready" if access.any_key(application.reader) else "waiting"
    return _json({"status": "ok", **body})


def _feed_after() -> Place:
    given = request.args.get("after")
    try:
        return Place.parse(given) if given else START
    except ValueError:
        raise problems.Unreadable(
            "after must be the sequence of an event.", "after ต้องเป็น sequence ของเหตุการณ์", "after"
        ) from None


def _feed_limit() -> int:
    given = request.args.get("limit", str(_FEED_LIMIT))
    if not re.fullmatch(r"[0-9]{1,9}", given) or not 1 <= int(given) <= _FEED_LIMIT:
        raise problems.Unreadable(
            f"limit must be 1 to {_FEED_LIMIT}.", f"limit ต้องเป็น 1 ถึง {_FEED_LIMIT}", "limit"
        )
    return int(given)


def _feed(application: Application) -> Response:
    """The log as CloudEvents, personal data sealed, for auditors."""
    only_known_parameters(("after", "limit"))
    after, limit = _feed_after(), _feed_limit()
    rows = application.log.read(after, limit)
    predecessor = application.log.row_at(after)
    last = predecessor.id if predecessor else None
    items = []
    for row in rows:
        items.append(orjson.Fragment(to_cloudevent(application.source, row, last)))
        last = row.id
    following = str(rows[-1].place) if len(rows) == limit else None
    return _json({"items": items, "next": following})
