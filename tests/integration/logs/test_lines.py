"""One thing is followed through every service by its lines, and no line tells anybody's data."""

from __future__ import annotations

import io
import json
import logging
from typing import TYPE_CHECKING, Any

import pytest

from bangduan import logs
from bangduan.errors import ConfigurationError
from bangduan.store import StoreUnavailable
from bangduan.testing.access import Keys
from bangduan.web.app import create_app
from bangduan.web.guard import PUBLIC, needs
from tests.integration.cli.conftest import sqlite_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.integration.cli.conftest import Site

    Lines = Callable[[], list[dict[str, Any]]]

CANARY = "สมหญิง ผู้ไม่ควรปรากฏในบันทึก"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


def raised(error: Exception) -> None:
    """Raise it."""
    raise error


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return sqlite_site(tmp_path)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that is logged, as a process in a container writes it."""
    root, kept = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    logs.configure("INFO", form=logs.JSON, stream=kept)
    yield kept
    root.handlers[:], root.level = handlers, level


@pytest.fixture
def lines(written: io.StringIO) -> Lines:
    return lambda: [json.loads(line) for line in written.getvalue().splitlines()]


def test_what_a_request_leads_to_in_another_service_bears_its_correlation(
    site: Site, lines: Lines
) -> None:
    with site.application("membership") as membership:
        client = create_app(membership).test_client()
        headers = Keys().let_in(membership, "administrator")
        answer = client.post(
            "/membership/api/v1/people",
            json={"name": "สมชาย (สมมติ)", "synthetic": True},
            headers={**headers, "X-Request-ID": "a-request-1",
                     "traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"},
        )  # fmt: skip
        assert answer.status_code == 201, answer.json
        assert answer.headers["X-Request-ID"] == "a-request-1"
    site.deliver()

    by_service = {line["service"]: line for line in lines() if line.get("correlation_id") == TRACE}

    asked, handled = by_service["membership"], by_service["learning"]
    assert asked["request_id"] == "a-request-1"
    assert asked["status"] == 201
    assert asked["duration_ms"] > 0
    assert asked["level"] == "info"
    assert len(asked["actor"]) == 36
    assert handled["message"] == "handled"
    assert handled["causation_id"] == "a-request-1"
    assert handled["source"] == "/tambon/110113/membership"
    assert handled["timestamp"] >= asked["timestamp"]


def test_a_request_without_a_number_gets_one_and_a_strange_one_is_not_taken(
    site: Site, lines: Lines
) -> None:
    with site.application("membership") as membership:
        client = create_app(membership).test_client()
        given = client.get("/membership/api/v1/people").headers["X-Request-ID"]
        strange = {"X-Request-ID": f"{CANARY}\\n{{}}".encode().decode("latin-1")}
        other = client.get("/membership/api/v1/people", headers=strange).headers["X-Request-ID"]
    assert given != other
    assert [line["request_id"] for line in lines() if line["message"] == "answered"] == [
        given, other,
    ]  # fmt: skip


def test_no_line_tells_what_was_typed_searched_for_or_in_an_error(
    site: Site, lines: Lines, written: io.StringIO
) -> None:
    with site.application("membership") as membership:
        app = create_app(membership)

        def fails() -> str:
            try:
                raised(KeyError(CANARY))
            except KeyError as error:
                raise ValueError(f"{CANARY} is not to be found") from error
            return ""

        app.add_url_rule("/membership/fails", "fails", needs(PUBLIC)(fails))
        client = app.test_client()
        headers = Keys().let_in(membership, "administrator")
        client.get(f"/membership/api/v1/people?q={CANARY}", headers=headers)
        client.post("/membership/api/v1/people", json={"name": CANARY * 50}, headers=headers)
        client.post("/membership/api/v1/people", json={"name": CANARY}, headers=headers)
        assert client.get("/membership/fails").status_code == 500

    [error] = [line for line in lines() if line["level"] == "error"]
    assert "builtins.ValueError" in error["exception"]
    assert "builtins.KeyError" in error["exception"]
    assert "in fails" in error["exception"]
    assert error["request_id"]
    for part in (CANARY, CANARY.encode("unicode_escape").decode(), CANARY[:6]):
        assert part not in written.getvalue()


def test_an_event_that_cannot_be_handled_is_told_of_without_what_is_in_it(
    site: Site, lines: Lines, written: io.StringIO
) -> None:
    site.register(CANARY)
    with site.database("membership"), site.application("learning") as learning:
        learning.database.write([("ALTER TABLE owners RENAME TO lost", ())])
    site.deliver(whole=False)

    [line] = [each for each in lines() if "dead letter" in each["message"]]
    assert line["level"] == "error"
    assert line["exception"]
    assert CANARY not in written.getvalue()


def test_what_a_machine_says_is_told_in_its_words(lines: Lines) -> None:
    try:
        raised(StoreUnavailable("the disk is away", "ดิสก์หาย"))
    except StoreUnavailable:
        logging.getLogger("bangduan").exception("no figures")
    [line] = lines()
    assert "StoreUnavailable: the disk is away" in line["exception"]


def test_a_terminal_gets_lines_for_people() -> None:
    root, kept = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    logs.configure("INFO", form=logs.CONSOLE, stream=kept)
    try:
        logging.getLogger("bangduan").info("all is well")
        try:
            raised(ValueError(CANARY))
        except ValueError:
            logging.getLogger("bangduan").exception("not well")
    finally:
        root.handlers[:], root.level = handlers, level
    assert "all is well" in kept.getvalue()
    assert "builtins.ValueError" in kept.getvalue()
    assert CANARY not in kept.getvalue()


@pytest.mark.parametrize("name", ["BANGDUAN_LOG", "BANGDUAN_LOG_LEVEL"])
def test_a_form_or_level_there_is_not_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "loudly")
    with pytest.raises(ConfigurationError, match=name):
        logs.configure(stream=io.StringIO())
