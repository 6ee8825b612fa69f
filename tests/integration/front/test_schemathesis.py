"""Every API does what its OpenAPI document says, whatever is sent: tried by schemathesis.

Requests are made up from the document, right ones and wrong ones, and followed along its links;
the seed is fixed, so that a failure comes again.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok
from schemathesis.engine import Status, events, from_schema

from bangduan.application import Application
from bangduan.rebuilding import prepare
from bangduan.service import installed
from bangduan.settings import Settings
from bangduan.testing.access import Keys
from bangduan.web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

CONFIG = {
    "seed": 110113,
    "generation": {"max-examples": 2, "database": "none", "deterministic": True},
    "phases": {"coverage": {"unexpected-methods": ["delete"]}},
    "checks": {
        # what is well formed may still name what is not there, or be no cursor of this list
        "positive_data_acceptance": {"enabled": False},
        # who is let in is tried route by route in test_routes
        "ignored_auth": {"enabled": False},
    },
}


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
    tried = 0
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError):
            yield str(event.info)
        elif isinstance(event, events.FatalError):
            raise event.exception
        elif isinstance(event, events.ScenarioFinished):
            for checks in event.recorder.checks.values():
                tried += len(checks)
                for check in checks:
                    if check.status == Status.FAILURE and check.failure_info is not None:
                        failed = check.failure_info
                        yield f"{check.name}: {failed.failure.message}\n{failed.code_sample}"
    assert tried
