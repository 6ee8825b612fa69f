"""Every API does what its OpenAPI document says, whatever is sent: tried by schemathesis.

Requests are made up from the document, right ones and wrong ones, and followed along its links;
the seed is fixed, so that a failure comes again.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok
from schemathesis.engine import Status, events, from_schema
from schemathesis.transport.wsgi import WSGITransport

from bangduan.application import Application
from bangduan.rebuilding import prepare
from bangduan.service import installed
from bangduan.settings import Settings
from bangduan.testing.access import Keys
from bangduan.web.app import create_app
from bangduan.web.problems import KEY_REUSED, MALFORMED, MISSING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

#: What the document allows is carried out, or refused for what is there: nothing (404), a rule
#: (409), another version (412), a wait (429); 400 and 422 are looked into below.
CARRIED_OUT = ["2xx", "400", "404", "409", "412", "422", "429"]
CONFIG: dict[str, Any] = {
    "seed": 110113,
    "generation": {"max-examples": 2, "database": "none", "deterministic": True},
    "phases": {"coverage": {"unexpected-methods": ["delete"]}},
    "checks": {"positive_data_acceptance": {"expected-statuses": CARRIED_OUT}},
    "operations": [
        {  # what only a person may do, and no program
            "include-path": f"/accounts/api/v1/me/{what}",
            "include-method": "POST",
            "checks": {"positive_data_acceptance": {"expected-statuses": [*CARRIED_OUT, "403"]}},
        }
        for what in ("password", "tokens")
    ],
}
WATCHED = {"positive_data_acceptance", "ignored_auth", "refuses_nothing_well_formed"}
#: A place in a list is what an earlier answer said; no document can tell which there are.
PLACES = {"after", "before"}


class RefusedForItsForm(AssertionError):
    """The document allows what the API calls malformed or invalid."""


@schemathesis.check
def refuses_nothing_well_formed(
    ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case[Any]
) -> None:
    """What is as the document says is never called malformed or invalid."""
    positive = case.meta is not None and case.meta.generation.mode.is_positive
    if not positive or response.status_code not in {400, 422}:
        return
    told = response.json()
    kind, fields = told["type"].rpartition("/")[2], set(told.get("errors", {}))
    of_a_place = kind == MALFORMED.name and fields and fields <= PLACES
    if not of_a_place and kind not in {MISSING.name, KEY_REUSED.name}:
        raise RefusedForItsForm(response.text)


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let schemathesis try without a token: what is for sockets, it hands on to the application."""
    send = WSGITransport.send

    def without_sockets(self: WSGITransport, case: schemathesis.Case[Any], **given: Any) -> Any:
        for name in ("max_redirects", "verify", "cert", "proxies"):
            given.pop(name, None)
        return send(self, case, **given)

    monkeypatch.setattr(WSGITransport, "send", without_sockets)


@schemathesis.hook
def map_body(_context: schemathesis.HookContext, body: Any) -> Any:
    """A whole number is written without a fraction, which JSON Schema cannot ask for."""
    if isinstance(body, dict):
        return {name: map_body(_context, value) for name, value in body.items()}
    if isinstance(body, list):
        return [map_body(_context, value) for value in body]
    return int(body) if isinstance(body, float) and body.is_integer() else body


@pytest.mark.parametrize("name", installed())
def test_an_api_keeps_to_its_document(name: str, tmp_path: Path) -> None:
    service = installed()[name]
    with closing(Application(service, Settings(data=tmp_path))) as application:
        prepare(application)
        app = create_app(application)
        who = Keys().let_in(application, "administrator") if service.knows_access else {}
        assert list(failures(name, app, who)) == []


def failures(name: str, app: Flask, who: dict[str, str]) -> Iterator[str]:
    """What the document promises and the API does not keep, with the request that shows it."""
    config = SchemathesisConfig.from_dict({**CONFIG, "headers": who})
    schema = schemathesis.openapi.from_wsgi(f"/{name}/api/v1/openapi.json", app, config=config)
    assert all(isinstance(operation, Ok) for operation in schema.get_all_operations())
    tried: set[str] = set()
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError):
            yield str(event.info)
        elif isinstance(event, events.FatalError):
            raise event.exception
        elif isinstance(event, events.ScenarioFinished):
            for checks in event.recorder.checks.values():
                for check in checks:
                    tried.add(check.name)
                    if check.status == Status.FAILURE and check.failure_info is not None:
                        failed = check.failure_info
                        yield f"{check.name}: {failed.failure.message}\n{failed.code_sample}"
    assert tried >= WATCHED
