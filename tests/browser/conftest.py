"""A site with the story of Bang Duan, an empty one, and a browser."""

from __future__ import annotations

import dataclasses
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from bangduan.testing.processes import free_ports
from bangduan.testing.up import Up
from tests.browser.driving import Visitor, credentials, launch, visiting
from tests.browser.hall import PEOPLE, ROOT, Hall, story, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.browser.driving import Language, Width

STORY = Path(__file__).resolve().parents[2] / "deploy" / "demo" / "bang-duan-2551.yaml"


@dataclasses.dataclass(frozen=True, slots=True)
class Demo:
    """A running site with the story in it.

    Attributes:
        base, province: addresses, without a slash at the end.
        people: role → username, password, token.
    """

    base: str
    province: str
    people: dict[str, dict[str, str]]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The site of the story, for all tests that change nothing of it."""
    port, province_port = free_ports(2)
    up = Up(tmp_path_factory.mktemp("browser") / "data", port, province_port, STORY)
    up.start()
    try:
        up.wait_answering()
        up.wait_replayed()
        up.settled()
        yield Demo(
            f"http://127.0.0.1:{port}", f"http://127.0.0.1:{province_port}", credentials(up.data)
        )
    finally:
        assert up.child is not None
        up.child.end(signal.SIGTERM, seconds=20)


@pytest.fixture(scope="session")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """A site of invented people, for tests that bring all that they change."""
    folder = tmp_path_factory.mktemp("hall")
    port, province_port = free_ports(2)
    up = Up(folder / "data", port, province_port, story(folder / "hall.yaml"))
    up.start()
    try:
        up.wait_answering()
        up.wait_replayed()
        made = Hall.of(f"http://127.0.0.1:{port}", up.data)
        until(lambda: len(made.ask(f"{ROOT}/roll/people?limit=500")["items"]) == PEOPLE, 60)
        yield made
    finally:
        assert up.child is not None
        up.child.end(signal.SIGTERM, seconds=20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser; each visitor has a clean one of its own within."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(params=["th", "en"])
def language(request: pytest.FixtureRequest) -> Language:
    """Both languages."""
    chosen: Language = request.param
    return chosen


@pytest.fixture(params=["wide", "narrow"])
def width(request: pytest.FixtureRequest) -> Width:
    """A desk's screen and a telephone's."""
    chosen: Width = request.param
    return chosen


@pytest.fixture
def visitor(browser: Browser, demo: Demo, language: Language, width: Width) -> Iterator[Visitor]:
    """Somebody who has not signed in, in each language, on each screen."""
    with visiting(browser, demo.base, width=width, language=language) as somebody:
        yield somebody
