"""``/<service>/metrics``: the figures of a service in Prometheus' text form.

Who may read the log may read them. A program that watches over a site has no account; it shows
``BANGDUAN_METRICS_TOKEN`` instead, which opens this one address and nothing else.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Final

from flask import Response, request
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest

from bangduan.metrics.link import LinkStanding
from bangduan.metrics.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from bangduan.application import Application

ENDPOINT: Final = "metrics"


def figures(application: Application) -> Callable[[], Response]:
    """The view that answers with everything there is to tell of a service and its process."""
    looked_up = CollectorRegistry()
    looked_up.register(Standing(application))
    looked_up.register(LinkStanding(application.settings))
    registries = (application.meters.registry, looked_up, REGISTRY)

    def view() -> Response:
        body = b"".join(generate_latest(registry) for registry in registries)
        return Response(body, content_type=CONTENT_TYPE_LATEST)

    return view


def install(app: Flask, application: Application, view: Callable[[], Response]) -> None:
    """Let who shows the token in, before anybody is asked for an account."""
    token = application.settings.metrics_token.encode()

    def scraped() -> Response | None:
        scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
        if (
            request.endpoint == ENDPOINT
            and token
            and scheme.lower() == "bearer"
            and hmac.compare_digest(shown.strip().encode(), token)
        ):
            return view()
        return None

    app.before_request(scraped)
