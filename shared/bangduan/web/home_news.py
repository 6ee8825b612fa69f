"""What others did since somebody was last here: each service counts its own log."""

from __future__ import annotations

import dataclasses
import re
import time
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import orjson
from flask import Response, request

from bangduan.events.envelope import Place
from bangduan.permissions import OWN, needs
from bangduan.web.guard import identity
from bangduan.web.translate import event_label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

    from bangduan.application import Application

#: The cookie that remembers up to where somebody has seen each service's log.
COOKIE: Final = "bangduan_seen"
#: After a longer pause than this, looking at the page is another visit; seconds.
_PAUSE: Final = 30 * 60
_MOST_EVENTS: Final = 500
_MOST_KINDS: Final = 4
_PLACES: Final = re.compile(r"([a-z][a-z0-9-]*)=([0-9.]+)")
#: Services whose events are for administrators and auditors, in a list of their own.
_APART: Final = frozenset({"accounts", "province"})


@dataclasses.dataclass(frozen=True, slots=True)
class Visit:
    """Somebody's visits to the home page.

    Attributes:
        account_id: whose they are.
        at: seconds since 1970 of the last look.
        before: up to where each log was seen in the visit before this one.
        now: up to where it has been seen in this one.
    """

    account_id: str
    at: int
    before: Mapping[str, str]
    now: Mapping[str, str]

    @classmethod
    def read(cls, text: str, account_id: str) -> Visit:
        """The visit that ``write`` wrote, gone on with; a first one for anything else."""
        today = int(time.time())
        parts = text.split("|")
        if len(parts) != 4 or parts[0] != account_id or not re.fullmatch(r"[0-9]{1,12}", parts[1]):
            return cls(account_id, today, {}, {})
        before, now = (dict(_PLACES.findall(part)) for part in parts[2:])
        return cls(account_id, today, now if today - int(parts[1]) > _PAUSE else before, now)

    def seen(self, places: Mapping[str, str]) -> Visit:
        """The visit after these places were seen; what was never seen before begins here."""
        now = {**self.now, **places}
        return dataclasses.replace(self, before={**now, **self.before}, now=now)

    def write(self) -> str:
        """As text for the cookie."""
        return "|".join((self.account_id, str(self.at), as_text(self.before), as_text(self.now)))


def as_text(places: Mapping[str, str]) -> str:
    """Places of several logs in one parameter."""
    return "&".join(f"{name}={place}" for name, place in places.items())


def serve(app: Flask, application: Application) -> None:
    """Serve ``/<service>/fragments/news?since=``, where others' work can be told of."""
    name = application.service.name
    if application.service.scope == "site" and name not in _APART:
        view = needs(OWN)(lambda: _news(application))
        app.add_url_rule(f"/{name}/fragments/news", "news", view)


def _news(application: Application) -> Response:
    """How much of what happened since then, by others; and up to where that is."""
    who = identity()
    head = application.log.head()
    since = dict(_PLACES.findall(request.args.get("since", ""))).get(application.service.name)
    kinds: Counter[str] = Counter()
    after = _place(since)
    if after is not None and who is not None:
        for row in application.log.read(after, _MOST_EVENTS):
            if orjson.loads(row.meta).get("actor") not in (None, who.account_id):
                kinds[row.type.rpartition(".v")[0].rpartition(".")[2]] += 1
    said: dict[str, Any] = {
        "place": str(head.place) if head is not None else None,
        "count": kinds.total(),
        "kinds": [
            {"title": event_label(kind), "count": count}
            for kind, count in kinds.most_common(_MOST_KINDS)
        ],
    }
    return Response(orjson.dumps(said), content_type="application/json")


def _place(text: str | None) -> Place | None:
    try:
        return Place.parse(text) if text else None
    except ValueError:
        return None
