"""Every page that the menus and the records lead to: it answers, it fits, everybody can use it."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.driving import VIEWPORTS, Visitor, pattern, visiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from tests.browser.conftest import Demo
    from tests.browser.driving import Language

_MOST: Final = 400
_BEGIN: Final = ("/", "/home", "/accounts/")
#: What a browser saves, not shows.
_FILE: Final = re.compile(r"\.[a-z]+$")
_PASSED_BY: Final = ("/api/", "format=", "/metrics", "/language", "/health", "lang=")


def walk(
    visitor: Visitor, beginning: tuple[str, ...], look: Callable[[str], None] = lambda _: None
) -> list[str]:
    """One path of each pattern that can be reached by links; ``look`` is told of each, open."""
    found: dict[str, str] = {}
    waiting = list(beginning)
    while waiting and len(found) < _MOST:
        path = waiting.pop(0)
        if pattern(path) in found or any(part in path for part in _PASSED_BY):
            continue
        found[pattern(path)] = path
        if _FILE.search(urlsplit(path).path):
            assert visitor.page.request.get(visitor.base + path).status == 200, path
            continue
        answer = visitor.page.goto(visitor.base + path, wait_until="domcontentloaded")
        assert answer is not None
        assert answer.status == 200, f"{path} answers {answer.status}"
        waiting += sorted(visitor.links())
        look(path)
    return list(found.values())


def violations(axe: Axe, visitor: Visitor) -> list[str]:
    """What axe-core holds against the page that is open."""
    asked = {"resultTypes": ["violations"]}  # the others it then does not describe node by node
    found: dict[str, Any] = axe.run(visitor.page, options=asked).response
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@dataclasses.dataclass(slots=True)
class Critic:
    """Holds against each open page what is wrong with it: for axe-core, in language, in width."""

    visitor: Visitor
    wrong: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    axe: Axe = dataclasses.field(default_factory=Axe)

    def look(self, path: str) -> None:
        """Judge the page that is open."""
        page = self.visitor.page
        here = violations(self.axe, self.visitor)
        if page.locator("html").get_attribute("lang") != self.visitor.language:
            here.append("another language than was asked for")
        page.set_viewport_size(VIEWPORTS["narrow"])  # type: ignore[arg-type]
        if self.visitor.overflow() > 0:
            here.append(f"{self.visitor.overflow()} px wider than a telephone")
        page.set_viewport_size(VIEWPORTS["wide"])  # type: ignore[arg-type]
        if here:
            self.wrong[path] = here


def test_every_page_can_be_used_by_everybody(
    browser: Browser, demo: Demo, language: Language
) -> None:
    administrator = demo.people["administrator"]
    with visiting(browser, demo.base, language=language) as visitor:
        visitor.sign_in(administrator["username"], administrator["password"])
        critic = Critic(visitor)
        paths = walk(visitor, _BEGIN, critic.look)
        assert len(paths) > 60, paths
        assert critic.wrong == {}


def test_what_everybody_sees_can_be_used_by_everybody(
    browser: Browser, demo: Demo, language: Language
) -> None:
    with visiting(browser, demo.base, language=language) as visitor:
        critic = Critic(visitor)
        for path in ("/", "/accounts/sign-in", "/nothing/here", "/membership/people"):
            visitor.open(path, status=None)
            critic.look(path)
        assert critic.wrong == {}


def test_the_provinces_pages_can_be_used_by_everybody(
    browser: Browser, demo: Demo, language: Language
) -> None:
    with visiting(browser, demo.province, language=language) as visitor:
        critic = Critic(visitor)
        walk(visitor, ("/",), critic.look)
        assert critic.wrong == {}


@pytest.mark.parametrize("role", ["auditor", "fund_officer", "learning_officer"])
def test_no_menu_leads_where_a_role_may_not_go(browser: Browser, demo: Demo, role: str) -> None:
    with visiting(browser, demo.base) as visitor:
        visitor.sign_in(demo.people[role]["username"], demo.people[role]["password"])
        walk(visitor, _BEGIN)
