"""``python -m tests.browser.screenshots``: the pictures of README and docs, taken anew.

Starts a site with the story of Bang Duan in a folder of its own, signs in as the secretary and
writes into ``docs/images`` what a desk's screen and a telephone's show.
"""

from __future__ import annotations

import signal
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.sync_api import sync_playwright

from bangduan.testing.processes import free_ports
from bangduan.testing.up import Up
from tests.browser.driving import credentials, launch, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.driving import Visitor, Width

ROOT: Final = Path(__file__).resolve().parents[2]
IMAGES: Final = ROOT / "docs" / "images"
STORY: Final = ROOT / "deploy" / "demo" / "bang-duan-2551.yaml"

#: File → path, or the link to follow after it, for somebody who signed in.
PAGES: Final = {
    "home": ("/home", None),
    "organisation": ("/membership/organisations", "main table tbody a"),
    "meeting": ("/meetings/meetings", "main table tbody a"),
}


def shoot(visitor: Visitor, name: str, *, whole: bool = False) -> None:
    """Write what the visitor sees."""
    file = IMAGES / f"{name}.png"
    visitor.page.screenshot(path=file, full_page=whole, animations="disabled")
    sys.stdout.write(f"{file.relative_to(ROOT)}\n")


def take(browser: Browser, base: str, province: str, person: dict[str, str]) -> None:
    """All pictures of one site."""
    with visiting(browser, base) as anybody:
        anybody.open("/")
        shoot(anybody, "site")
        anybody.open("/accounts/sign-in")
        shoot(anybody, "sign-in")
    with visiting(browser, province) as anybody:
        anybody.open("/")
        shoot(anybody, "province")
    widths: tuple[Width, ...] = ("wide", "narrow")
    for width in widths:
        with visiting(browser, base, width=width) as secretary:
            secretary.sign_in(person["username"], person["password"])
            secretary.page.wait_for_load_state()
            for name, (path, link) in PAGES.items():
                page = secretary.open(path)
                if link is not None:
                    page.locator(link).first.click()
                    page.wait_for_load_state()
                shoot(secretary, name if width == "wide" else f"{name}-narrow")


def main() -> None:
    """Start, take, stop."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    port, province_port = free_ports(2)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        up = Up(Path(folder) / "data", port, province_port, STORY)
        up.start()
        try:
            up.wait_answering()
            up.wait_replayed()
            up.settled()
            browser = launch(playwright)
            person = credentials(up.data)["secretary"]
            take(browser, f"http://127.0.0.1:{port}", f"http://127.0.0.1:{province_port}", person)
            browser.close()
        finally:
            assert up.child is not None
            up.child.end(signal.SIGTERM, seconds=20)


if __name__ == "__main__":
    main()
