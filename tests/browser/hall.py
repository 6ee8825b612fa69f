"""A site whose register has invented people enough for an assembly, and a secretary at the page."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import TYPE_CHECKING, Any, Final

import httpx
from playwright.sync_api import expect
from uuid6 import uuid7

from bangduan.testing.processes import wait_until
from tests.browser.driving import Visitor, credentials

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page

#: People of the register; an assembly of 108 and some who stay at home.
PEOPLE: Final = 115
OVER_HALF: Final = {"numerator": 1, "denominator": 2, "more_than": True}
ROOT: Final = "/meetings/api/v1"
#: Entries that the browser holds, of whomever.
KEPT: Final = """async () => {
    const opened = await new Promise((done, failed) => {
        const request = indexedDB.open("bangduan-outbox");
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
    });
    const all = (name) => new Promise((done) => {
        const request = opened.transaction(name).objectStore(name).getAll();
        request.onsuccess = () => done(request.result.length);
    });
    const found = [await all("entries"), await all("drafts")];
    opened.close();
    return found;
}"""


def until(condition: Callable[[], bool], seconds: float = 15) -> None:
    """Wait until it is so."""
    wait_until(condition, seconds=seconds, otherwise=lambda: AssertionError("it never was so"))


def name(number: int) -> str:
    """What somebody of the register is called."""
    return f"บุญมา{number:03d} ใจดี (สมมติ)"


def story(path: Path) -> Path:
    """A story that is told when the site starts: its people and the body that meets."""
    people = [
        {
            "id": f"person-{number}",
            "synthetic": True,
            "cites": "สมมติ",
            "post": "/membership/api/v1/people",
            "body": {
                "person_id": f"@person-{number}", "title": "นาย", "name": name(number),
                "synthetic": True,
            },
        }
        for number in range(PEOPLE)
    ]  # fmt: skip
    body = {
        "id": "body",
        "synthetic": True,
        "cites": "สมมติ",
        "post": f"{ROOT}/bodies",
        "body": {"body_id": "@body", "name": "ประชาคมตำบล (สมมติ)"},
    }
    rules = {
        "id": "rules",
        "synthetic": True,
        "cites": "สมมติ",
        "post": f"{ROOT}/bodies/@body/rules",
        "body": {"rules": {"quorum_share": OVER_HALF, "majority": OVER_HALF}},
    }
    told = {"name": "hall", "title": "ประชาคม (สมมติ)", "entries": [*people, body, rules]}
    path.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    return path


@dataclasses.dataclass(frozen=True, slots=True)
class Hall:
    """A running site.

    Attributes:
        base: address, without a slash at the end.
        people: role → username, password, token.
    """

    base: str
    people: dict[str, dict[str, str]]

    @classmethod
    def of(cls, base: str, data: Path) -> Hall:
        """The site that keeps its data there."""
        return cls(base, credentials(data))

    def ask(self, path: str) -> Any:
        """What the API has."""
        answer = httpx.get(self.base + path, headers=self._who(), trust_env=False, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def tell(self, path: str, **body: Any) -> Any:
        """Something done from elsewhere, by the API."""
        answer = httpx.post(
            self.base + path, json=body, headers=self._who(), trust_env=False, timeout=30
        )
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()

    def convened(self, entitled: int) -> str:
        """The id of a new meeting that is to be opened."""
        meeting = str(uuid7())
        (body,) = self.ask(f"{ROOT}/bodies")["items"]
        self.tell(
            f"{ROOT}/meetings", meeting_id=meeting, body_id=body["body_id"], kind="assembly",
            title="ประชุมประชาคม (สมมติ)", numbered=False, entitled=entitled,
        )  # fmt: skip
        return meeting

    def person(self, number: int) -> str:
        """The id of somebody of the register."""
        found = self.ask(f"{ROOT}/roll/people?limit=500")["items"]
        (id,) = [str(each["person_id"]) for each in found if each["person_name"] == name(number)]
        return id

    def roll(self, meeting: str) -> dict[str, str]:
        """Who is on the roll: name → as what."""
        rows = self.ask(f"{ROOT}/meetings/{meeting}/attendance?limit=500")["items"]
        return {row["person_name"]: row["listed_as"] for row in rows}

    def happened(self, meeting: str) -> list[str]:
        """Names of the meeting's events, in order."""
        found: list[str] = []
        after = ""
        while True:
            page = self.ask(f"{ROOT}/events?after={after}" if after else f"{ROOT}/events")
            found += [
                event["type"].split(".")[2]
                for event in page["items"]
                if event["subject"].endswith(meeting)
            ]
            after = page["next"]
            if not after:
                return found

    def _who(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.people['administrator']['token']}"}


@dataclasses.dataclass(slots=True)
class Desk:
    """The secretary's tab at the page of a meeting."""

    hall: Hall
    visitor: Visitor
    meeting: str
    page: Page

    @property
    def path(self) -> str:
        """Where the page is."""
        return f"/meetings/meetings/{self.meeting}/live"

    def open(self) -> None:
        """Load the page and wait until its scripts are ready."""
        answer = self.page.goto(self.hall.base + self.path)
        assert answer is not None
        assert answer.status == 200
        self.ready()

    def ready(self) -> None:
        """Wait until the scripts are ready."""
        expect(self.page.locator("#live[data-ready]")).to_be_attached()

    def beside(self) -> Desk:
        """The same page in another tab of the same browser."""
        other = Desk(self.hall, self.visitor, self.meeting, self.visitor.context.new_page())
        other.open()
        return other

    def check_in(self, number: int, key: str = "Enter") -> None:
        """Type some letters of a name and press a key, as a hand does."""
        field = self.page.locator("#check-in-person_id")
        field.focus()
        self.page.keyboard.type(f"บุญมา{number:03d}")
        expect(self.page.locator("#check-in-person_id-list [aria-selected=true]")).to_contain_text(
            name(number)
        )
        self.page.keyboard.press(key)
        if not key.startswith("Alt"):
            expect(field).to_have_value("")

    def state(self, wanted: str) -> None:
        """Wait until the line on top says how the sending goes."""
        expect(self.page.locator(f"#sending[data-state={wanted}]")).to_be_attached()

    def all_sent(self) -> None:
        """Wait until nothing waits any more and the page shows what the service has."""
        settled = self.page.locator("#live:not([data-busy]) #sending[data-state=idle]")
        expect(settled).to_be_attached(timeout=60_000)
        expect(self.page.locator("#waiting")).to_be_hidden()

    def waits(self, count: int) -> None:
        """Wait until so many entries wait."""
        expect(self.page.locator("#waiting-list > li")).to_have_count(count)

    def on_roll(self, number: int) -> Locator:
        """Somebody on the roll, as the service has it."""
        return self.page.locator(".who-came", has_text=re.compile(re.escape(name(number))))

    def kept(self) -> list[int]:
        """How many entries and drafts the browser holds, of whomever."""
        found: list[int] = self.page.evaluate(KEPT)
        return found
