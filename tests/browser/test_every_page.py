"""Every page that the menus and the records lead to: it answers, it fits, everybody can use it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.driving import Visitor, pattern, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.conftest import Demo
    from tests.browser.driving import Language

_MOST: Final = 400
_BEGIN: Final = ("/", "/home", "/accounts/")
_PASSED_BY: Final = ("/api/", "format=", "/metrics", "/language", "/health", "lang=")


def walk(visitor: Visitor, beginning: tuple[str, ...]) -> list[str]:
    """One path of each pattern that can be reached by links."""
    found: dict[str, str] = {}
    waiting = list(beginning)
    while waiting and len(found) < _MOST:
        path = waiting.pop(0)
        if pattern(path) in found or any(part in path for part in _PASSED_BY):
            continue
        found[pattern(path)] = path
        answer = visitor.page.goto(visitor.base + path)
        assert answer is not None
        assert answer.status == 200, f"{path} answers {answer.status}"
        waiting += sorted(visitor.links())
    return list(found.values())


def violations(axe: Axe, visitor: Visitor) -> list[str]:
    """What axe-core holds against the page that is open."""
    found: dict[str, Any] = axe.run(visitor.page).response
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def look(visitor: Visitor, paths: list[str]) -> dict[str, list[str]]:
    """What is wrong with each page: for axe-core, in its words, in its width."""
    axe, wrong = Axe(), {}
    for path in paths:
        visitor.page.goto(visitor.base + path)
        here = violations(axe, visitor)
        if visitor.page.locator("html").get_attribute("lang") != visitor.language:
            here.append("another language than was asked for")
        visitor.page.set_viewport_size({"width": 390, "height": 844})
        if visitor.overflow() > 0:
            here.append(f"{visitor.overflow()} px wider than a telephone")
        visitor.page.set_viewport_size({"width": 1280, "height": 900})
        if here:
            wrong[path] = here
    return wrong


@pytest.mark.parametrize("role", ["administrator"])
def test_every_page_can_be_used_by_everybody(
    browser: Browser, demo: Demo, language: Language, role: str
) -> None:
    with visiting(browser, demo.base, language=language) as visitor:
        visitor.sign_in(demo.people[role]["username"], demo.people[role]["password"])
        paths = walk(visitor, _BEGIN)
        assert len(paths) > 60, paths
        assert look(visitor, paths) == {}


def test_what_everybody_sees_can_be_used_by_everybody(
    browser: Browser, demo: Demo, language: Language
) -> None:
    with visiting(browser, demo.base, language=language) as visitor:
        assert (
            look(visitor, ["/", "/accounts/sign-in", "/nothing/here", "/membership/people"]) == {}
        )


def test_the_provinces_pages_can_be_used_by_everybody(
    browser: Browser, demo: Demo, language: Language
) -> None:
    with visiting(browser, demo.province, language=language) as visitor:
        assert look(visitor, walk(visitor, ("/",))) == {}


@pytest.mark.parametrize("role", ["auditor", "fund_officer", "learning_officer"])
def test_no_menu_leads_where_a_role_may_not_go(browser: Browser, demo: Demo, role: str) -> None:
    with visiting(browser, demo.base) as visitor:
        visitor.sign_in(demo.people[role]["username"], demo.people[role]["password"])
        walk(visitor, _BEGIN)
