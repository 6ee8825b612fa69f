"""A browser as people have it, on a site of our own: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlsplit

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request

Language = Literal["th", "en"]
Width = Literal["wide", "narrow"]

VIEWPORTS: Final = {
    "wide": {"width": 1280, "height": 900},
    "narrow": {"width": 390, "height": 844},
}
_ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_NUMBER: Final = re.compile(r"(?<=/)\d+(?=/|$)")

expect.set_options(timeout=15_000)


def launch(playwright: Playwright) -> Browser:
    """Debian's Chromium, without a window.

    Raises:
        RuntimeError: it is not installed.
    """
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if found is None:
        msg = "Chromium is missing; install it with deploy/install-test-tools"
        raise RuntimeError(msg)
    return playwright.chromium.launch(
        executable_path=found, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
    )


@dataclasses.dataclass(slots=True)
class Visitor:
    """One person with one browser.

    Attributes:
        base: address of the site, without a slash at the end.
        page: the tab that is open.
        strayed: addresses asked for that are not the site's.
        complaints: what the browser's console held against our pages.
    """

    base: str
    context: BrowserContext
    page: Page
    language: Language = "th"
    strayed: list[str] = dataclasses.field(default_factory=list)
    complaints: list[str] = dataclasses.field(default_factory=list)

    def open(self, path: str, *, status: int | None = 200) -> Page:
        """Go to a page of the site and look whether it answers as expected."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        if status is not None:
            assert answer.status == status, f"{path}: {answer.status}"
        return self.page

    def sign_in(self, username: str, password: str, *, path: str = "/accounts/sign-in") -> None:
        """Fill the form for signing in and send it."""
        page = self.open(path, status=None)
        page.locator("input[name=username]").fill(username)
        page.locator("input[name=password]").fill(password)
        page.locator("main form button[type=submit]").first.click()

    def sign_out(self) -> None:
        """Use the button that every page has."""
        form = "form[action='/accounts/sign-out']"
        # a page asked for before the account was known there comes again by itself
        expect(self.page.locator(form).first).to_be_attached()
        menu = self.page.locator(f"details:has({form})")
        for index in range(menu.count()):
            menu.nth(index).evaluate("menu => menu.open = true")
        self.page.locator(f"{form} button").first.click()

    def links(self) -> set[str]:
        """Paths of the site that the page leads to."""
        found = self.page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
        return {
            urlsplit(url)._replace(scheme="", netloc="", fragment="").geturl()
            for url in found
            if url.startswith(self.base + "/")
        }

    def overflow(self) -> int:
        """CSS pixels by which the page is wider than its window."""
        wide: int = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return wide


@contextmanager
def visiting(
    browser: Browser,
    base: str,
    *,
    width: Width = "wide",
    language: Language = "th",
    javascript: bool = True,
) -> Iterator[Visitor]:
    """A new person with a clean browser; what they asked of other hosts is held against us."""
    context = browser.new_context(
        viewport=VIEWPORTS[width],  # type: ignore[arg-type]
        java_script_enabled=javascript,
        locale="th-TH" if language == "th" else "en-GB",
        timezone_id="Asia/Bangkok",
    )
    context.set_default_timeout(15_000)
    visitor = Visitor(base, context, context.new_page(), language)

    def watch(request: Request) -> None:
        if not request.url.startswith((base + "/", "data:", "blob:")):
            visitor.strayed.append(request.url)

    context.on("request", watch)
    visitor.page.on(
        "console",
        lambda said: visitor.complaints.append(said.text) if _is_complaint(said.text) else None,
    )
    visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    if language == "en":
        visitor.open("/?lang=en")
    try:
        yield visitor
        assert visitor.strayed == [], "requests left the origin"
        assert visitor.complaints == [], "the browser complained"
    finally:
        context.close()


def _is_complaint(text: str) -> bool:
    return "Content Security Policy" in text or "Uncaught" in text


def pattern(path: str) -> str:
    """A path without the ids in it: two pages of one pattern are made by one template."""
    plain = path.partition("?")[0]
    return _NUMBER.sub("#", _ID.sub("#", plain))


def credentials(data: Path) -> dict[str, dict[str, str]]:
    """What the demo wrote down: role → username, password, token."""
    found: dict[str, dict[str, str]] = json.loads((data / "demo-credentials.json").read_text())
    return found
