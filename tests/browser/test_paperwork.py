"""The paper of an office: a register is taken in, regulations are adopted, minutes printed."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

from tests.browser.driving import visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.driving import Language, Visitor, Width
    from tests.browser.hall import Hall

WRONG: Final = "1-1007-00000-00-9"
#: About a number whose last digit does not fit the others.
WHAT_TO_DO: Final = {"th": "โปรดตรวจจากบัตร", "en": "Read it again from the card"}
ADOPTED: Final = {"th": "เห็นชอบ/รับรองแล้ว", "en": "Adopted"}
ARTICLE: Final = "ให้เลขานุการจดรายงานการประชุมทุกครั้ง (สมมติ)"


def register(language: Language, *numbers: str) -> bytes:
    """A register as an office keeps it; each language has people of its own, told apart by name."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["ทะเบียนสมาชิก (สมมติ)"])
    rows.writerow([])
    rows.writerow(["ลำดับ", "ชื่อ - สกุล", "เลขบัตรประชาชน"])
    for row, number in enumerate(numbers, start=1):
        rows.writerow([row, f"นางทองใบ{row}{language} คลองสวน (สมมติ)", number])
    return text.getvalue().encode()


def signed_in(visitor: Visitor, hall: Hall, role: str = "secretary") -> Page:
    """The page of somebody who has signed in."""
    person = hall.people[role]
    visitor.sign_in(person["username"], person["password"])
    expect(visitor.page).to_have_url(re.compile("/home$"))
    return visitor.page


def hand_in(visitor: Visitor, content: bytes) -> None:
    """Hand a register of people in, from the list of people."""
    page = visitor.open("/membership/people")
    page.locator("main a[href*='/membership/imports/new']").first.click()
    page.locator("select[name=sort]").select_option("people")
    page.locator("input[name=file]").set_input_files(
        {"name": "ทะเบียน.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.locator("form.command button[type=submit]").click()
    expect(page).to_have_url(re.compile("/check$"))


def test_a_register_with_a_mistake_is_corrected_and_taken_in(
    browser: Browser, hall: Hall, language: Language
) -> None:
    with visiting(browser, hall.base, language=language) as visitor:
        page = signed_in(visitor, hall)
        hand_in(visitor, register(language, "", WRONG))
        expect(page.locator("main tr", has_text=WRONG).last).to_contain_text(WHAT_TO_DO[language])
        assert people(hall, language) == []

        page.locator("form[action$='/removal'] button").click()
        hand_in(visitor, register(language, "", ""))
        page.locator("form[action$='/run'] button").click()
        expect(page).to_have_url(re.compile("/progress$"))
        expect(page.locator("[data-watched]")).to_have_count(0, timeout=60_000)

        assert len(people(hall, language)) == 2
        page = visitor.open(f"/membership/people?q=ทองใบ1{language}")
        expect(page.locator("main table tbody tr")).to_have_count(1)


def people(hall: Hall, language: Language) -> list[str]:
    """Names of those whom the register of a language brought."""
    found: list[str] = []
    page = ""
    while True:
        answer = hall.ask(f"/membership/api/v1/people?limit=200{page}")
        found += [each["name"] for each in answer["items"]]
        if answer["next"] is None:
            return [name for name in found if re.search(rf"ทองใบ[0-9]{language}", name)]
        page = f"&cursor={answer['next']}"


def test_regulations_are_adopted_and_the_minutes_printed(
    browser: Browser, hall: Hall, language: Language, width: Width
) -> None:
    title = f"ระเบียบการประชุม {language} {width} (สมมติ)"
    meeting = f"/meetings/meetings/{hall.convened(3)}"
    with visiting(browser, hall.base, language=language, width=width) as visitor:
        page = signed_in(visitor, hall)
        visitor.open("/meetings/regulations/new")
        page.locator("[name=title]").fill(title)
        send(page)
        regulation = page.url.removeprefix(visitor.base)
        do(visitor, regulation, "write-article", number="1", text=ARTICLE)

        do(visitor, meeting, "open-meeting")
        do(visitor, meeting, "record-head-count", **{"present.value": "3"})
        visitor.open(f"{meeting}/do/move-motion")
        page.locator("[name=text]").fill(f"เห็นชอบ{title}")
        page.locator("select[name=subject]").select_option("regulation")
        page.locator("#f-regulation_id-search").press_sequentially(title)
        page.get_by_role("option", name=title).click()
        send(page)
        page.locator("main a[href*='/do/declare-outcome']").first.click()
        page.locator("[name=carried]").check()
        send(page)
        do(visitor, meeting, "close-meeting", ended_at="11:30")

        visitor.open(regulation)
        expect(page.locator("main")).to_contain_text(ARTICLE)
        expect(page.locator("main")).to_contain_text(ADOPTED[language])
        visitor.open(f"{meeting}/minutes/print")
        expect(page.locator("main, article").first).to_contain_text(f"เห็นชอบ{title}")
        expect(page.locator("main, article").first).to_contain_text("11")
        assert visitor.overflow() == 0


def do(visitor: Visitor, record: str, command: str, **typed: str) -> None:
    """Fill in the form of a command that the record's page leads to, and send it."""
    page = visitor.open(record)
    page.locator(f"main a[href*='/do/{command}']").first.click()
    for name, value in typed.items():
        page.locator(f"[name='{name}']").fill(value)
    send(page)


def send(page: Page) -> None:
    """Send the form; it leads back to the record."""
    form = page.url
    page.locator("form.command button.primary").click()
    expect(page).not_to_have_url(form)
    expect(page.locator("main .notice.error, main .error-summary")).to_have_count(0)
