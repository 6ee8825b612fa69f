"""All that the site keeps of one person: each service offers its part, one puts them together.

``GET /<service>/api/v1/people/<person_id>/record`` is there in every service of a site. Who
may have it is said by one permission for all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import orjson
from flask import Response, abort

from bangduan.permissions import EXPORT_PEOPLE, needs
from bangduan.record import record_of
from bangduan.web import seen

if TYPE_CHECKING:
    from flask import Flask

    from bangduan.application import Application
    from bangduan.web.app import Web

_UUID: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
PATH: Final = "/api/v1/people/<person_id>/record"


def install(app: Flask, application: Application) -> None:
    """Offer what the service keeps of a person, unless it offers more itself."""
    rule = f"/{application.service.name}{PATH}"
    if all(each.rule != rule for each in app.url_map.iter_rules()):
        app.add_url_rule(
            rule, "record_of_person",
            needs(EXPORT_PEOPLE)(lambda person_id: _one(application, person_id)),
        )  # fmt: skip


def whole_record(web: Web, person_id: str) -> dict[str, Any]:
    """What every service of the site keeps of a person; ``away``: those that did not answer."""
    own = web.application.service.name
    others = sorted(set(web.services) - {own})
    path = f"/api/v1/people/{person_id}/record"
    answers = web.neighbours.fetch_all([(name, path) for name in others])
    parts, away = [record_of(web.application, person_id)], []
    for name in others:
        answer = answers[name, path]
        if answer.ok:
            parts.append(orjson.loads(answer.text))
        elif answer.status != 404:
            away.append(name)
    return {"person_id": person_id, "tambon": web.tambon, "services": parts, "away": away}


def _one(application: Application, person_id: str) -> Response:
    """What the service keeps; nobody has an id that is no UUID."""
    if not _UUID.fullmatch(person_id):
        abort(404)
    seen.exporting()
    found = record_of(application, person_id)
    response = Response(orjson.dumps(found), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
