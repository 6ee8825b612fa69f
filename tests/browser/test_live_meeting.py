"""A meeting is held from one page: by keyboard, on a bad line, in two tabs, without scripts."""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.driving import visiting
from tests.browser.hall import PEOPLE, ROOT, Desk, Hall, name, until
from tests.browser.test_every_page import violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest
    from playwright.sync_api import Browser, Dialog, Request, Route

    from tests.browser.driving import Language, Width

QUORUM = {
    "th": ("ยังไม่ครบองค์ประชุม", "ครบองค์ประชุมแล้ว"),
    "en": ("No quorum yet", "The quorum is there"),
}


@contextmanager
def sitting(
    browser: Browser,
    hall: Hall,
    entitled: int = PEOPLE,
    *,
    width: Width = "wide",
    language: Language = "en",
    javascript: bool = True,
) -> Iterator[Desk]:
    """A secretary at the page of a new meeting."""
    with visiting(
        browser, hall.base, width=width, language=language, javascript=javascript
    ) as visitor:
        secretary = hall.people["secretary"]
        visitor.sign_in(secretary["username"], secretary["password"])
        expect(visitor.page).to_have_url(re.compile("/home$"))
        desk = Desk(hall, visitor, hall.convened(entitled), visitor.page)
        if javascript:
            desk.open()
        yield desk


def test_a_meeting_is_held_by_keyboard_alone(
    browser: Browser, hall: Hall, language: Language, width: Width
) -> None:
    with sitting(browser, hall, 5, language=language, width=width) as desk:
        page = desk.page
        missing, met = QUORUM[language]
        verdict = page.locator("#quorum-verdict")
        desk.check_in(1)
        desk.all_sent()
        expect(verdict).to_contain_text(missing)
        desk.check_in(2, "Shift+Enter")
        desk.check_in(3, "Control+Enter")
        desk.check_in(4, "Alt+Enter")
        page.keyboard.type("บุญมา005")
        page.keyboard.press("Enter")
        desk.check_in(6)
        desk.check_in(7)
        page.keyboard.press("Control+z")  # the last was a mistake
        desk.check_in(8)
        desk.all_sent()
        expect(verdict).to_have_text(met)
        expect(desk.on_roll(8)).to_be_visible()
        assert hall.roll(desk.meeting) == {
            name(1): "member", name(2): "attending", name(3): "absent", name(4): "member",
            name(6): "member", name(8): "member",
        }  # fmt: skip
        assert desk.visitor.overflow() <= 0
        assert violations(Axe(), desk.visitor) == []


def test_what_is_recorded_without_a_line_is_sent_once_and_in_order(
    browser: Browser, hall: Hall
) -> None:
    with sitting(browser, hall, 5) as desk:
        page, context = desk.page, desk.visitor.context
        page.locator("#opening-form button").click()
        desk.all_sent()
        context.set_offline(True)
        for number in range(10, 15):
            desk.check_in(number)
        page.locator("#move-text").fill("สร้างสะพาน (สมมติ)")
        page.locator("#move-form button[type=submit]").click()
        motion = page.locator("#pending-motions .motion")
        motion.locator("input[name=votes_for]").fill("4")
        motion.locator("input[name=votes_against]").fill("1")
        motion.locator("button[value=votes]").click()
        desk.waits(7)
        desk.state("waiting")
        expect(page.locator("#waiting-title")).to_have_text("Waiting to be sent (7)")
        expect(page.locator("#with-waiting")).to_contain_text("5 present")
        page.goto("about:blank")  # the laptop is closed and opened again
        context.set_offline(False)
        desk.open()
        desk.all_sent()
        assert hall.happened(desk.meeting)[2:] == [
            *["AttendanceRecorded"] * 5, "MotionMoved", "VotesCounted", "ResolutionPassed",
        ]  # fmt: skip
        (decided,) = hall.ask(f"{ROOT}/meetings/{desk.meeting}")["motions"]
        assert (decided["status"], decided["votes_for"]) == ("carried", 4)
        expect(page.locator("#resolved")).to_contain_text("สร้างสะพาน (สมมติ)")
        assert desk.kept() == [0, 0]


def test_an_answer_that_is_lost_does_not_record_twice(browser: Browser, hall: Hall) -> None:
    with sitting(browser, hall) as desk:
        keys: list[str] = []

        def lose(route: Route) -> None:
            keys.append(route.request.headers["idempotency-key"])
            if len(keys) == 1:
                route.fetch()  # it arrives; its answer does not
                route.abort("connectionreset")
            else:
                route.continue_()

        desk.page.route("**/attendance", lose)
        desk.check_in(20)
        desk.all_sent()
        assert len(keys) == 2
        assert len(set(keys)) == 1
        assert hall.happened(desk.meeting).count("AttendanceRecorded") == 1


def test_a_service_that_is_down_for_a_moment_is_asked_again(browser: Browser, hall: Hall) -> None:
    with sitting(browser, hall) as desk:
        asked: list[str] = []

        def down(route: Route) -> None:
            asked.append(route.request.url)
            if len(asked) == 1:
                route.fulfill(status=503, headers={"Retry-After": "1"}, body="")
            else:
                route.continue_()

        desk.page.route("**/attendance", down)
        desk.check_in(21)
        desk.check_in(22)
        desk.all_sent()
        assert set(hall.roll(desk.meeting)) == {name(21), name(22)}


def test_what_is_refused_is_said_and_dropped_or_corrected_and_the_rest_goes_on(
    browser: Browser, hall: Hall
) -> None:
    with sitting(browser, hall) as desk:
        page, context = desk.page, desk.visitor.context
        context.set_offline(True)
        for number in (30, 31, 32):
            desk.check_in(number)
        for number in (30, 31):
            hall.tell(f"{ROOT}/meetings/{desk.meeting}/attendance", person_id=hall.person(number))
        context.set_offline(False)
        desk.state("refused")
        first = page.locator("#waiting-list > li").first
        expect(first.locator(".why")).to_contain_text("on the roll already")
        assert name(32) not in hall.roll(desk.meeting)
        page.once("dialog", lambda dialog: dialog.accept())
        first.get_by_role("button", name="Drop").click()
        desk.waits(2)
        expect(first.locator(".why")).to_contain_text("on the roll already")
        first.get_by_role("button", name="Correct").click()
        field = page.locator("#check-in-person_id")
        expect(field).to_be_focused()
        field.fill("")
        desk.check_in(33)
        desk.all_sent()
        assert set(hall.roll(desk.meeting)) == {name(number) for number in (30, 31, 32, 33)}


def test_two_tabs_do_not_send_the_same_twice(browser: Browser, hall: Hall) -> None:
    with sitting(browser, hall) as desk:
        context, sent = desk.visitor.context, []

        def count(request: Request) -> None:
            if request.method == "POST" and request.url.endswith("/attendance"):
                sent.append(request.headers["idempotency-key"])

        other = desk.beside()
        context.set_offline(True)
        desk.check_in(40)
        other.check_in(41)
        desk.check_in(42)
        for tab in (desk, other):
            tab.waits(3)
        context.on("request", count)
        context.set_offline(False)
        for tab in (desk, other):
            tab.all_sent()
            expect(tab.on_roll(41)).to_be_visible()
        assert len(sent) == len(set(sent)) == 3
        assert hall.happened(desk.meeting).count("AttendanceRecorded") == 3


def test_another_account_neither_sees_nor_sends_what_waits(browser: Browser, hall: Hall) -> None:
    with sitting(browser, hall) as desk:
        page, context = desk.page, desk.visitor.context
        context.set_offline(True)
        desk.check_in(50)
        desk.waits(1)
        page.route("**/attendance", lambda route: route.abort())
        context.set_offline(False)
        page.once("dialog", lambda dialog: dialog.accept())  # yes, sign out all the same
        desk.visitor.sign_out()
        expect(page).to_have_url(hall.base + "/")
        chair = hall.people["chair"]
        desk.visitor.sign_in(chair["username"], chair["password"])
        expect(page).to_have_url(re.compile("/home$"))
        page.unroute("**/attendance")
        desk.open()
        desk.all_sent()
        expect(page.locator("#outbox")).to_be_hidden()
        assert hall.roll(desk.meeting) == {}
        desk.visitor.sign_out()
        expect(page).to_have_url(hall.base + "/")
        secretary = hall.people["secretary"]
        desk.visitor.sign_in(secretary["username"], secretary["password"])
        expect(page.locator("#outbox")).to_be_visible()
        page.locator("#outbox a").click()
        desk.all_sent()
        assert set(hall.roll(desk.meeting)) == {name(50)}


def test_a_page_left_open_does_not_send_under_who_signed_in_meanwhile(
    browser: Browser, hall: Hall
) -> None:
    with sitting(browser, hall) as desk:
        visitor, context = desk.visitor, desk.visitor.context
        context.set_offline(True)
        desk.check_in(51)
        context.clear_cookies()
        desk.page.route("**/attendance", lambda route: route.abort())
        context.set_offline(False)
        visitor.page = context.new_page()
        chair = hall.people["chair"]
        visitor.sign_in(chair["username"], chair["password"])
        expect(visitor.page).to_have_url(re.compile("/home$"))
        desk.page.unroute("**/attendance")
        desk.page.bring_to_front()
        desk.state("other")
        assert hall.roll(desk.meeting) == {}


def test_a_session_that_ends_meanwhile_loses_nothing(browser: Browser, hall: Hall) -> None:
    with sitting(browser, hall) as desk:
        visitor, context = desk.visitor, desk.visitor.context
        context.clear_cookies(name="bangduan_session")  # accounts give another statement
        desk.check_in(60)
        desk.all_sent()
        context.clear_cookies()  # here they do not
        desk.check_in(61)
        desk.state("signin")
        desk.waits(1)
        visitor.page = context.new_page()
        secretary = hall.people["secretary"]
        visitor.sign_in(secretary["username"], secretary["password"])
        expect(visitor.page).to_have_url(re.compile("/home$"))
        desk.all_sent()
        assert set(hall.roll(desk.meeting)) == {name(60), name(61)}


def test_once_all_is_sent_signing_out_leaves_nothing(browser: Browser, hall: Hall) -> None:
    with sitting(browser, hall) as desk:
        desk.check_in(70)
        desk.all_sent()
        desk.page.locator("#notes-form textarea").first.fill("บันทึกที่ยังไม่ได้ส่ง")
        until(lambda: desk.kept() == [0, 1])
        desk.page.on("dialog", lambda dialog: dialog.accept())
        desk.page.reload()
        desk.ready()
        expect(desk.page.locator("#notes-form textarea").first).to_have_value("บันทึกที่ยังไม่ได้ส่ง")
        desk.visitor.sign_out()
        expect(desk.page).to_have_url(hall.base + "/")
        assert desk.kept() == [0, 0]


def test_who_has_something_waiting_is_asked_before_signing_out(
    browser: Browser, hall: Hall
) -> None:
    with sitting(browser, hall) as desk:
        desk.page.route("**/attendance", lambda route: route.abort())
        desk.check_in(71)
        desk.waits(1)
        asked: list[str] = []

        def stay(dialog: Dialog) -> None:
            asked.append(dialog.message)
            dialog.dismiss()

        desk.page.once("dialog", stay)
        with desk.page.expect_event("dialog"):
            desk.visitor.sign_out()
        assert "Not yet sent from this browser: 1" in asked[0]
        assert desk.page.url == hall.base + desk.path


def test_the_page_works_without_scripts(browser: Browser, hall: Hall) -> None:
    with sitting(browser, hall, 1, javascript=False, width="narrow") as desk:
        page = desk.visitor.open(desk.path)
        page.locator("#opening-form button").click()
        page.locator("#check-in-person_id").fill("บุญมา080")
        page.locator("#check-in-person_id").press("Enter")
        expect(page).to_have_url(re.compile("#check-in$"))
        expect(desk.on_roll(80)).to_be_visible()
        page.locator("#move-text").fill("สร้างสะพาน (สมมติ)")
        page.locator("#move-form button[type=submit]").click()
        page.locator(".motion input[name=votes_for]").fill("1")
        page.locator(".motion input[name=votes_against]").fill("0")
        page.locator(".motion button[value=votes]").click()
        expect(page.locator("#resolved")).to_contain_text("สร้างสะพาน (สมมติ)")
        page.locator("#closing-form button").click()
        expect(page.locator("#closing a")).to_be_visible()
        assert hall.ask(f"{ROOT}/meetings/{desk.meeting}")["status"] == "closed"
        assert desk.visitor.overflow() <= 0


def test_an_assembly_of_108_elects_15(
    browser: Browser, hall: Hall, capsys: pytest.CaptureFixture[str]
) -> None:
    with sitting(browser, hall, 108, language="th") as desk:
        page = desk.page
        began = time.perf_counter()
        page.locator("#opening-form button").click()
        for number in range(108):
            desk.check_in(number)
        typed = time.perf_counter()
        desk.all_sent()
        arrived = time.perf_counter()
        page.locator("#elect-committee_name").fill("คณะทำงาน (สมมติ)")
        page.locator("#elect-seats").fill("15")
        for place in range(18):
            page.locator(f"#elect-candidates-{place}-person_id").fill(f"บุญมา{place:03d}")
            page.locator(f"#elect-candidates-{place}-person_id").press("Tab")
            page.locator(f"#elect-candidates-{place}-votes").fill(str(100 - place))
        page.locator("#election-form button.primary").click()
        desk.all_sent()
        elected = time.perf_counter()
        expect(page.locator("#quorum-verdict")).to_have_text("ครบองค์ประชุมแล้ว")
        expect(page.locator(".elected > li")).to_have_count(15)
        meeting = hall.ask(f"{ROOT}/meetings/{desk.meeting}")
        assert meeting["members_named"] == 108
        assert len(meeting["elections"][0]["elected"]) == 15
        assert desk.kept() == [0, 0]
    with capsys.disabled():
        print(  # noqa: T201 (how long it took is read, not judged)
            f"\n108 checked in, typed in {typed - began:.1f} s, the last arrived "
            f"{arrived - typed:.1f} s later; 15 of 18 elected in {elected - arrived:.1f} s"
        )
