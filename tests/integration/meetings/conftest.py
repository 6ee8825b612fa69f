"""The meetings service with a roll of invented people, and a secretary at its pages."""

from __future__ import annotations

import dataclasses
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from bangduan.application import Application
from bangduan.domain import derived_id
from bangduan.events.envelope import Recorded
from bangduan.events.membership import PersonRegistered, VillageRegistered
from bangduan.events.types import EntityId, Line, VillageCode
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.testing.access import Keys
from bangduan.unit_of_work import UnitOfWork
from bangduan.web.app import create_app
from bangduan.web.sessions import COOKIE
from services.meetings.service import service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from bangduan.permissions import Role

MAJORITY = {"numerator": 1, "denominator": 2, "more_than": True}
NAMES = (
    "สมชาย ใจดี (สมมติ)",
    "สมหญิง รักถิ่น (สมมติ)",
    "บุญมี มีสุข (สมมติ)",
    "เอกชัย แก้วใส (สมมติ)",
    "ไพศาล น้ำใส (สมมติ)",
)


def entity(name: str) -> EntityId:
    """The id of what a test calls so."""
    return EntityId(derived_id("live", name))


@dataclasses.dataclass(slots=True)
class Secretary:
    """Somebody at the page of a meeting.

    Attributes:
        form_token: what the forms of the session carry.
        meeting: the meeting that is held.
    """

    client: FlaskClient
    form_token: str
    meeting: str = ""

    @property
    def path(self) -> str:
        """Where the page is."""
        return f"/meetings/meetings/{self.meeting}/live"

    def page(self, query: str = "?lang=en", status: int = 200) -> str:
        """The page as it reads."""
        answer = self.client.get(self.path + query)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return unescape(answer.get_data(as_text=True))

    def press(self, button: str, **fields: Any) -> TestResponse:
        """What comes of a form sent without scripts; dots stand as ``__`` in names of fields."""
        typed = {name.replace("__", "."): value for name, value in fields.items()}
        data = {"form_token": self.form_token, "do": button, **typed}
        return self.client.post(f"{self.path}?lang=en", data=data)

    def records(self, button: str, **fields: Any) -> None:
        """As ``press``; it was recorded, and one is back at the same place of the page."""
        answer = self.press(button, **fields)
        assert answer.status_code == 303, said(answer)
        assert answer.headers["Location"].startswith(self.path)
        assert "#" in answer.headers["Location"]

    def api(self, path: str, **body: Any) -> TestResponse:
        """What the API answers to a page of this secretary's."""
        return self.client.post(f"/meetings/api/v1{path}", json=body)

    def asks(self, path: str = "") -> Any:
        """What the API has of the meeting."""
        return self.client.get(f"/meetings/api/v1/meetings/{self.meeting}{path}").get_json()


def said(answer: TestResponse) -> str:
    """What a page says is wrong."""
    text = unescape(answer.get_data(as_text=True))
    return " ".join(re.findall(r'(?:role="alert"|class="error"[^>]*)>([^<]+)<', text))


@pytest.fixture
def meetings(tmp_path: Path) -> Iterator[Application]:
    """The service without its network, with a roll."""
    application = Application(service, Settings(data=tmp_path))
    prepare(application)
    unit = UnitOfWork(application)
    events: list[object] = [
        VillageRegistered(village=VillageCode("11011301"), name=Line("บ้านคลอง (สมมติ)"))
    ]
    events += [
        PersonRegistered(
            person_id=entity(name),
            title=Line("นาย"),
            name=Line(name),
            sex="unknown",
            village=VillageCode("11011301") if number < 2 else None,
            synthetic=True,
        )
        for number, name in enumerate(NAMES)
    ]
    for event in events:
        at = Recorded("/tambon/110113/membership", "", "", 1, "", "", "", {})
        application.project_from("membership", event, at, unit.rows)
    application.commit(unit)
    yield application
    application.close()


def secretary_of(meetings: Application, *roles: Role) -> Secretary:
    """A new account with these roles, signed in."""
    value, token = Keys().cookie(meetings, *(roles or ("secretary",)))
    client = create_app(meetings, [service]).test_client()
    client.set_cookie(COOKIE, value)
    return Secretary(client, token)


@pytest.fixture
def secretary(meetings: Application) -> Secretary:
    """At a meeting of five entitled members, three of whom make a quorum, that is to be opened."""
    somebody = secretary_of(meetings)
    body, meeting = entity("body"), entity("meeting")
    somebody.api("/bodies", body_id=body, name="คณะทำงาน (สมมติ)")
    rules = {"quorum_share": MAJORITY, "majority": MAJORITY}
    somebody.api(f"/bodies/{body}/rules", rules=rules)
    convened = somebody.api(
        "/meetings", meeting_id=meeting, body_id=body, kind="committee", title="ประชุม (สมมติ)",
        numbered=False, entitled=5,
    )  # fmt: skip
    assert convened.status_code == 201, convened.get_json()
    somebody.meeting = meeting
    return somebody
