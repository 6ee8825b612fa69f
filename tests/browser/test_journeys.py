"""What people come to do, done in a browser: in Thai and English, on a desk and on a telephone."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING, Final

import httpx
import pytest
from playwright.sync_api import expect

from bangduan.testing.processes import free_ports
from bangduan.testing.up import Up
from tests.browser.driving import Visitor, visiting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.conftest import Demo
    from tests.browser.driving import Language, Width

#: Whose knowledge the article records.
OWNER: Final = "อรษา"
PASSWORD: Final = "ปลาทูว่ายน้ำ 2551"
WORDS: Final = {
    "th": {"people": "บุคคล", "accounts": "บัญชีผู้ใช้", "history": "ประวัติ"},
    "en": {"people": "People", "accounts": "Accounts", "history": "History"},
}


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[str]:
    """Address of a site that nobody has set up."""
    port, province_port = free_ports(2)
    up = Up(tmp_path / "data", port, province_port, None)
    up.start()
    try:
        up.wait_answering()
        yield f"http://127.0.0.1:{port}"
    finally:
        assert up.child is not None
        up.child.end(signal.SIGTERM, seconds=20)


def sign_in(visitor: Visitor, demo: Demo, role: str) -> None:
    person = demo.people[role]
    visitor.sign_in(person["username"], person["password"])
    expect(visitor.page).to_have_url(re.compile(r"/home$"))


def sign_out(visitor: Visitor) -> None:
    """Sign out and wait until one is: another page asked for meanwhile would not come."""
    visitor.sign_out()
    expect(visitor.page).to_have_url(visitor.base + "/")


def test_a_new_site_is_set_up_once(
    browser: Browser, empty_site: str, language: Language, width: Width
) -> None:
    with visiting(browser, empty_site, width=width, language=language) as visitor:
        page = visitor.open("/membership/people", status=401)
        page.locator("main a[href='/accounts/set-up']").click()
        page.locator("[name=username]").fill("somying")
        page.locator("[name=name]").fill("สมหญิง (สมมติ)")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=again]").fill(PASSWORD)
        page.locator("main form button[type=submit]").click()
        expect(page).to_have_url(re.compile("/(home|accounts/me)$"))
        visitor.open("/accounts/accounts")
        visitor.open("/membership/people", status=None)
        expect(page.locator("h1")).to_have_text(WORDS[language]["people"])

    with visiting(browser, empty_site, width=width, language=language) as stranger:
        page = stranger.open("/accounts/set-up", status=None)
        assert page.locator("[name=again]").count() == 0
        stranger.sign_in("somying", PASSWORD)
        expect(page).to_have_url(re.compile("/home$"))


def test_signing_in_and_out(visitor: Visitor, demo: Demo) -> None:
    sign_in(visitor, demo, "secretary")
    visitor.open("/membership/people")
    sign_out(visitor)
    expect(visitor.page.locator("a.sign-in")).to_be_visible()
    visitor.open("/membership/people", status=401)


def test_after_signing_in_one_is_where_one_wanted_to_be(visitor: Visitor, demo: Demo) -> None:
    person = demo.people["secretary"]
    visitor.sign_in(person["username"], person["password"], path="/membership/organisations")
    expect(visitor.page).to_have_url(re.compile("/membership/organisations$"))


def test_a_wrong_password_is_said_to_be_wrong_and_no_more(visitor: Visitor) -> None:
    said = []
    for name in ("demo.chair", "nobody.here"):
        visitor.sign_in(name, "not the password")
        notice = visitor.page.locator("main .notice")
        expect(notice).to_be_visible()
        said.append(notice.inner_text())
        assert visitor.page.locator("[name=username]").input_value() == name
        assert visitor.page.locator("[name=password]").input_value() == ""
    assert said[0] == said[1]


def test_who_tries_too_often_waits(browser: Browser, empty_site: str, language: Language) -> None:
    with visiting(browser, empty_site, language=language) as visitor:
        page = visitor.open("/accounts/set-up")
        for name, value in (
            ("username", "somying"), ("name", "สมหญิง (สมมติ)"),
            ("password", PASSWORD), ("again", PASSWORD),
        ):  # fmt: skip
            page.locator(f"[name={name}]").fill(value)
        page.locator("main form button[type=submit]").click()
        page.wait_for_load_state()
        sign_out(visitor)
        for _ in range(5):
            visitor.sign_in("somying", "not the password")
        with page.expect_response("**/accounts/sign-in") as answered:
            page.locator("[name=username]").fill("somying")
            page.locator("[name=password]").fill(PASSWORD)
            page.locator("main form button[type=submit]").click()
        assert answered.value.status == 429
        assert int(answered.value.headers["retry-after"]) > 0
        expect(page.locator("main")).to_contain_text(re.compile(r"\d"))


def test_changing_the_language_lasts(browser: Browser, demo: Demo, width: Width) -> None:
    with visiting(browser, demo.base, width=width) as visitor:
        page = visitor.open("/")
        expect(page.locator("html")).to_have_attribute("lang", "th")
        page.locator("a[hreflang=en]").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        sign_in(visitor, demo, "secretary")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page = visitor.open("/membership/organisations?sort=-name")
        page.locator("a[hreflang=th]").click()
        expect(page.locator("html")).to_have_attribute("lang", "th")
        assert "sort=-name" in page.url


def test_finding_a_person_and_reading_the_history(visitor: Visitor, demo: Demo) -> None:
    sign_in(visitor, demo, "secretary")
    page = visitor.page
    page.locator("#find").fill(OWNER)
    page.locator("#find").press("Enter")
    page.locator("main a", has_text=OWNER).first.click()
    expect(page.locator("h1")).to_contain_text(OWNER)
    history = page.locator("section[aria-labelledby=history]")
    expect(history.locator("h2")).to_have_text(WORDS[visitor.language]["history"])
    expect(history.locator("ol li").first).to_contain_text("2569")
    expect(history.locator(".who").first).to_be_visible()


def test_how_a_record_stood_on_a_day(visitor: Visitor, demo: Demo) -> None:
    sign_in(visitor, demo, "secretary")
    page = visitor.open("/membership/organisations")
    page.locator("main table tbody a").first.click()
    name = page.locator("h1").inner_text()
    here = page.url.removeprefix(visitor.base)
    visitor.open(f"{here}?as_of=1/1/2567", status=404)
    visitor.open(here)
    page.locator("[name=as_of]").fill("1/1/2600")
    page.locator("form.as-of button").click()
    expect(page.locator("main [role=status]")).to_be_visible()
    visitor.open(here)
    page.locator("section[aria-labelledby=history] ol a").last.click()
    expect(page.locator("main [role=status]")).to_be_visible()
    expect(page.locator("h1")).to_have_text(name)


def test_a_role_sees_neither_the_menu_nor_the_page_of_what_it_may_not(
    visitor: Visitor, demo: Demo
) -> None:
    accounts = "a[href^='/accounts/accounts']"
    sign_in(visitor, demo, "secretary")
    assert visitor.page.locator(accounts).count() == 0
    visitor.open("/accounts/accounts", status=403)
    visitor.open("/funds/funds")
    assert visitor.page.locator("main a[href$='/new']").count() == 0
    visitor.open("/funds/funds/new", status=403)
    sign_out(visitor)
    sign_in(visitor, demo, "administrator")
    visitor.open("/accounts/accounts")
    assert visitor.page.locator(accounts).count() > 0


def test_a_session_that_was_ended_elsewhere_is_over(
    browser: Browser, demo: Demo, language: Language
) -> None:
    with (
        visiting(browser, demo.base, language=language) as library,
        visiting(browser, demo.base, width="narrow", language=language) as telephone,
    ):
        sign_in(library, demo, "learning_officer")
        sign_in(telephone, demo, "learning_officer")
        page = telephone.open("/accounts/me")
        ends = page.locator("form[action$='/end']")
        count = ends.count()
        others = page.locator("li:not(:has(em)) form[action$='/end']")
        while others.count():
            others.first.locator("button").click()
            page.wait_for_load_state()
        assert count >= 2
        telephone.open("/learning/knowledge")
        library.open("/learning/knowledge", status=401)
        expect(library.page.locator("[name=password]")).to_be_visible()


def test_a_form_without_scripts(browser: Browser, demo: Demo, language: Language) -> None:
    with visiting(browser, demo.base, language=language, javascript=False) as visitor:
        sign_in(visitor, demo, "secretary")
        page = visitor.open("/membership/people/new")
        name = f"ทดสอบ แบบฟอร์ม {language} (สมมติ)"
        page.locator("[name=name]").fill(name)
        page.locator("main form button[type=submit]").last.click()
        expect(page.locator("h1")).to_contain_text(name)
        page = visitor.open(f"/membership/people?q={name}")
        assert page.locator("main table tbody tr").count() == 1


def test_a_wrong_field_is_named_and_what_was_typed_stays(visitor: Visitor, demo: Demo) -> None:
    sign_in(visitor, demo, "secretary")
    page = visitor.open("/membership/people/new")
    page.locator("[name=name]").fill("สมหมาย (สมมติ)")
    page.locator("[name=national_id]").fill("1234567890123")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("[name=national_id]")).to_have_attribute("aria-invalid", "true")
    assert page.locator("[name=name]").input_value() == "สมหมาย (สมมติ)"


def test_the_first_visit_is_light(demo: Demo) -> None:
    with httpx.Client(base_url=demo.base, trust_env=False) as client:
        page = client.get("/")
        found = re.findall(r'(?:href|src)="(/[^"]+\.(?:css|js)\?[^"]*)"', page.text)
        assert found
        answers = [page, *(client.get(path) for path in found)]
        assert sum(answer.num_bytes_downloaded for answer in answers) < 200_000
        large = [answer for answer in answers if answer.num_bytes_downloaded > 2_000]
        assert all(answer.headers["Content-Encoding"] == "gzip" for answer in large)
        assert all("immutable" in answer.headers["Cache-Control"] for answer in answers[1:])
