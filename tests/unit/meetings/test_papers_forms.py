"""What meetings make, made and changed by the forms of their pages."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from bangduan.application import Application
from bangduan.testing.access import Keys
from bangduan.web.app import create_app
from bangduan.web.sessions import COOKIE
from services.meetings.service import service
from tests.unit.meetings.calls import body, entity, get, made, opened, post


class Secretary:
    """A browser of the secretary's."""

    def __init__(self, meetings: Application) -> None:
        value, self.form_token = Keys().cookie(meetings, "secretary")
        self._client: FlaskClient = create_app(meetings, [service]).test_client()
        self._client.set_cookie(COOKIE, value)

    def sees(self, path: str) -> str:
        """A page."""
        answer = self._client.get(f"/meetings{path}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_data(as_text=True)

    def sends(self, path: str, **typed: str) -> None:
        """Fill in a form and send it."""
        hidden = re.findall(
            r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', self.sees(path)
        )
        form = {**dict(hidden), **typed, "form_token": self.form_token}
        answer = self._client.post(f"/meetings{path}", data=form)
        assert answer.status_code == 303, answer.get_data(as_text=True)


@pytest.fixture
def secretary(meetings: Application) -> Secretary:
    """A browser of the secretary's."""
    return Secretary(meetings)


def _closed(client: FlaskClient) -> str:
    id = opened(client, body(client), held_on="2008-06-30", title="ประชุมคณะทำงาน")
    post(client, f"/meetings/{id}/closing")
    return id


def test_a_text_for_the_public_is_drafted_from_the_page_of_a_closed_meeting(
    client: FlaskClient, secretary: Secretary
) -> None:
    meeting = _closed(client)
    assert "do/draft-publicity" in secretary.sees(f"/meetings/{meeting}")
    secretary.sends(f"/meetings/{meeting}/do/draft-publicity", kind="message", text="")
    (text,) = get(client, f"/publicity?meeting_id={meeting}")["items"]
    here = f"/publicity/{text['publicity_id']}"
    assert f"{text['text']}</textarea>" in secretary.sees(f"{here}/do/rewrite-publicity")
    secretary.sends(f"{here}/do/rewrite-publicity", text="ที่ประชุมเห็นชอบ")
    secretary.sends(f"{here}/do/release-publicity")
    assert "ที่ประชุมเห็นชอบ" in secretary.sees(here)


def test_a_later_meeting_adopts_minutes_with_a_correction(
    client: FlaskClient, secretary: Secretary
) -> None:
    meeting = _closed(client)
    sections: list[dict[str, Any]] = [{"part": "notices", "text": "งบประมาณ"}]
    post(client, f"/meetings/{meeting}/minutes", sections=sections)
    post(client, f"/meetings/{meeting}/minutes/review")
    of = get(client, f"/meetings/{meeting}")["body_id"]
    later = opened(client, of, held_on="2008-07-30")
    secretary.sends(
        f"/minutes/{meeting}/do/adopt-minutes",
        adopted_by_meeting_id=later,
        **{"corrections.0.part": "notices", "corrections.0.becomes": "งบประมาณปี 2551"},
    )
    (correction,) = get(client, f"/meetings/{meeting}/minutes")["corrections"]
    assert correction["becomes"] == "งบประมาณปี 2551"
    assert "งบประมาณปี 2551" in secretary.sees(f"/minutes/{meeting}")


def test_the_progress_of_a_line_is_reported_on_the_page_of_its_plan(
    client: FlaskClient, secretary: Secretary
) -> None:
    plan, line = made(client, "/plans", title="แผนพัฒนา"), entity("line")
    post(client, f"/plans/{plan}/lines", 201, line_id=line, theme="drugs", title="อบรม")
    assert f"do/report-plan-progress?line_id={line}" in secretary.sees(f"/plans/{plan}")
    secretary.sends(
        f"/plans/{plan}/do/report-plan-progress?line_id={line}",
        line_id=line, status="under_way", percent="40", spent_satang="2,500",
    )  # fmt: skip
    (reported,) = get(client, f"/plans/{plan}")["lines"]
    assert (reported["percent"], reported["spent_satang"]) == (40, 250_000)


def test_a_regulation_in_force_is_amended_by_a_form(
    client: FlaskClient, secretary: Secretary
) -> None:
    meeting = opened(client, body(client), held_on="2008-08-08")
    regulation = made(client, "/regulations", title="ระเบียบกลาง")
    post(client, f"/regulations/{regulation}/articles", number=1, text="เจ็ดคน")
    motion, resolution = entity("motion"), entity("resolution")
    post(
        client, f"/meetings/{meeting}/motions", 201, motion_id=motion, subject="regulation",
        text="เห็นชอบ", regulation_id=regulation,
    )  # fmt: skip
    post(
        client, f"/meetings/{meeting}/motions/{motion}/outcome", 201, resolution_id=resolution,
        carried=True, method="acclamation",
    )  # fmt: skip
    post(client, f"/regulations/{regulation}/force", in_force_from="2008-10-01")
    secretary.sends(
        f"/regulations/{regulation}/do/amend-regulation",
        meeting_id=meeting,
        resolution_id=resolution,
        in_force_from="2009-01-01",
        **{"changes.0.change": "replaced", "changes.0.number": "1", "changes.0.text": "เก้าคน"},
    )
    (article,) = get(client, f"/regulations/{regulation}")["articles"]
    assert article["text"] == "เก้าคน"
