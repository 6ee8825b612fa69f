"""A service's web application: its API, its pages, and what every service has alike."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import orjson
from flask import Flask, Response, abort, request
from flask.json.provider import DefaultJSONProvider
from flask_smorest import Api as Smorest
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

import bangduan
from bangduan.events.envelope import START, Place, to_cloudevent
from bangduan.store import StoreUnavailable
from bangduan.web import problems
from bangduan.web.api import ProblemSchema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bangduan.application import Application, Reader
    from bangduan.service import Service

    Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

MAX_BODY_BYTES = 1_000_000
_FEED_LIMIT = 500

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}


class _Json(DefaultJSONProvider):
    """JSON to be read: Thai letters stand as they are."""

    ensure_ascii = False


class _Smorest(Smorest):  # type: ignore[misc]
    """flask-smorest with our problem details in its documents."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None


@dataclasses.dataclass(frozen=True, slots=True)
class Web:
    """What a service's pages may use.

    Attributes:
        reader: its read tables.
        tambon: six digits of the site.
        services: titles of the installed services of the same scope, by name.
    """

    reader: Reader
    tambon: str
    services: Mapping[str, tuple[str, str]]


def create_app(application: Application, neighbours: Iterable[Service] = ()) -> Flask:
    """The Flask application of one running service.

    Args:
        neighbours: services whose pages stand beside its own.
    """
    service = application.service
    app = Flask(f"bangduan.{service.name}", static_folder=None)
    app.config.update(
        API_TITLE=service.title[1],
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.json = _Json(app)
    app.before_request(_only_json)
    app.after_request(_harden)
    smorest = _Smorest(app)
    if service.api is not None:
        smorest.register_blueprint(service.api.blueprint(application))
    # after flask-smorest, which brings handlers of its own
    problems.register(app)
    prefix = f"/{service.name}"
    app.add_url_rule(f"{prefix}/health", "health", lambda: _health(application))
    app.add_url_rule(f"{prefix}/metrics", "metrics", _metrics)
    app.add_url_rule(f"{prefix}/api/v1/health", "api_health", lambda: _health(application))
    app.add_url_rule(f"{prefix}/api/v1/events", "events", lambda: _feed(application))
    app.add_url_rule(
        f"{prefix}/api/v1/openapi.json", "openapi",
        lambda: _json({**smorest.spec.to_dict(), "servers": [{"url": "/"}]}),
    )  # fmt: skip
    if service.pages is not None:
        titles = {s.name: s.title for s in (service, *neighbours)}
        app.register_blueprint(service.pages(Web(application.reader, application.tambon, titles)))
    return app


def front(apps: Mapping[str, Flask], root: str) -> Wsgi:
    """One origin for many services: the first part of the path names the service.

    Args:
        apps: by service name.
        root: the service that answers everything else.
    """

    def dispatch(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        name = environ.get("PATH_INFO", "/").split("/", 2)[1]
        return apps.get(name, apps[root]).wsgi_app(environ, start_response)

    return dispatch


def _only_json() -> None:
    if request.method in {"POST", "PUT", "PATCH"} and request.mimetype != "application/json":
        thai = "โปรดส่งข้อมูลด้วย Content-Type: application/json"
        english = "Send the body with Content-Type: application/json."
        abort(415, description=english if problems.language() == "en" else thai)


def _harden(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _json(body: object, status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, content_type="application/json")


def _health(application: Application) -> Response:
    body = {"service": application.service.name, "version": bangduan.__version__}
    try:
        application.database.rows("SELECT 1")
    except StoreUnavailable:
        return _json({"status": "unavailable", **body}, 503)
    return _json({"status": "ok", **body})


def _metrics() -> Response:
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _feed(application: Application) -> Response:
    """The log as CloudEvents, personal data sealed, for auditors."""
    try:
        after = Place.parse(request.args["after"]) if request.args.get("after") else START
        limit = min(int(request.args.get("limit", _FEED_LIMIT)), _FEED_LIMIT)
        if limit < 1:
            raise ValueError
    except ValueError:
        abort(400, description="after is the sequence of an event; limit is 1 to 500.")
    rows = application.log.read(after, limit)
    predecessor = application.log.row_at(after)
    last = predecessor.id if predecessor else None
    items = []
    for row in rows:
        items.append(orjson.Fragment(to_cloudevent(application.source, row, last)))
        last = row.id
    following = str(rows[-1].place) if len(rows) == limit else None
    return _json({"items": items, "next": following})
