"""What a closed meeting resolved, made known, and the villages it came to."""

import math
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given as drawn
from hypothesis import strategies as st

from bangduan.application import Application
from bangduan.events.meetings import (
    PublicityDrafted,
    PublicityReleased,
    PublicityRewritten,
    PublicityWithdrawn,
    VillageReached,
)
from bangduan.events.membership import VillageRegistered
from bangduan.events.types import Line, Prose, Slug, VillageCode
from bangduan.testing.scenario import given
from bangduan.web.app import create_app
from services.meetings.domain.meeting import Meeting
from services.meetings.domain.publicity import (
    DRAFTED_ONCE,
    IS_RELEASED,
    LONGEST_MESSAGE,
    OF_A_CLOSED_MEETING,
    PUBLICITY,
    REACHED_AFTER_RELEASE,
    REACHED_ONCE,
    SHORT_ENOUGH,
    STILL_A_DRAFT,
    DraftPublicity,
    DraftPublicityOf,
    Length,
    RecordReach,
    ReleasePublicity,
    RewritePublicity,
    WithdrawPublicity,
    length_of,
)
from services.meetings.service import service
from tests.unit.meetings.calls import body, entity, get, heard, made, meeting, opened, post

TEXT, MEETING = entity("notice"), entity("meeting")
COMPOSED = Prose("ที่ประชุมมีมติ ดังนี้")
DRAFTED = PublicityDrafted(publicity_id=TEXT, meeting_id=MEETING, kind="notice", text=COMPOSED)
RELEASED = PublicityReleased(publicity_id=TEXT, released_on=date(2008, 7, 1))
WITHDRAWN = PublicityWithdrawn(publicity_id=TEXT, reason=Line("ข้อความผิด"))
FIRST, SECOND = VillageCode("11011301"), VillageCode("11011302")
REACHED = VillageReached(publicity_id=TEXT, village=FIRST, how=Slug("loudspeaker"))


def draft(*, stage: Any = "closed", kind: Any = "notice", text: str | None = None) -> Any:
    asked = DraftPublicity(
        publicity_id=TEXT, meeting_id=MEETING, kind=kind, text=Prose(text) if text else None
    )
    return DraftPublicityOf(asked=asked, meeting=Meeting(stage=stage), composed=COMPOSED)


def reach(on: date | None = None) -> RecordReach:
    return RecordReach(publicity_id=TEXT, village=FIRST, how=Slug("loudspeaker"), reached_on=on)


def test_a_text_is_drafted_of_a_closed_meeting_from_what_was_composed_or_typed() -> None:
    given(PUBLICITY).when(draft()).then(DRAFTED)
    typed = PublicityDrafted(
        publicity_id=TEXT, meeting_id=MEETING, kind="notice", text=Prose("ตามที่พิมพ์")
    )
    given(PUBLICITY).when(draft(text="ตามที่พิมพ์")).then(typed)
    given(PUBLICITY).when(draft(stage="open")).refuses(OF_A_CLOSED_MEETING)
    given(PUBLICITY, DRAFTED).when(draft()).refuses(DRAFTED_ONCE)


def test_what_was_released_stands_as_people_read_it() -> None:
    rewrite = RewritePublicity(publicity_id=TEXT, text=Prose("ใหม่"))
    release = ReleasePublicity(publicity_id=TEXT, released_on=date(2008, 7, 1))
    given(PUBLICITY, DRAFTED).when(rewrite).then(
        PublicityRewritten(publicity_id=TEXT, text=Prose("ใหม่"))
    )
    given(PUBLICITY, DRAFTED).when(release).then(RELEASED)
    for command in (rewrite, release):
        given(PUBLICITY, DRAFTED, RELEASED).when(command).refuses(STILL_A_DRAFT)
        given(PUBLICITY).when(command).finds_nothing()


def test_only_a_released_text_reaches_a_village_or_is_withdrawn() -> None:
    withdraw = WithdrawPublicity(publicity_id=TEXT, reason=Line("ข้อความผิด"))
    given(PUBLICITY, DRAFTED, RELEASED).when(withdraw).then(WITHDRAWN)
    given(PUBLICITY, DRAFTED, RELEASED).when(reach()).then(REACHED)
    for command in (withdraw, reach()):
        given(PUBLICITY, DRAFTED).when(command).refuses(IS_RELEASED)
        given(PUBLICITY, DRAFTED, RELEASED, WITHDRAWN).when(command).refuses(IS_RELEASED)


def test_a_text_comes_to_a_village_once_in_one_way_and_not_before_its_release() -> None:
    released = given(PUBLICITY, DRAFTED, RELEASED)
    released.when(reach(date(2008, 6, 30))).refuses(REACHED_AFTER_RELEASE)
    given(PUBLICITY, DRAFTED, RELEASED, REACHED).when(reach()).refuses(REACHED_ONCE)


def test_a_short_message_has_at_most_160_letters() -> None:
    fits = "ก" * LONGEST_MESSAGE
    given(PUBLICITY).when(draft(kind="message", text=fits)).then(
        PublicityDrafted(publicity_id=TEXT, meeting_id=MEETING, kind="message", text=Prose(fits))
    )
    given(PUBLICITY).when(draft(kind="message", text=fits + "ก")).refuses(SHORT_ENOUGH)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("ก" * 70, Length(70, 1)),
        ("ก" * 71, Length(71, 2)),
        ("ก" * 134, Length(134, 2)),
        ("ก" * 135, Length(135, 3)),
        ("น้ำ", Length(3, 1)),
        ("😀" * 35, Length(70, 1)),
        ("meeting" * 20, Length(140, 1)),
        ("a" * 161, Length(161, 2)),
    ],
)
def test_thai_goes_out_seventy_letters_to_a_message(text: str, length: Length) -> None:
    assert length_of(text) == length


@drawn(st.text(alphabet="กาน้ำ ab", min_size=1, max_size=400))
def test_a_longer_text_never_takes_fewer_segments(text: str) -> None:
    now, longer = length_of(text), length_of(text + "ก")
    assert longer.letters == now.letters + 1
    assert longer.segments >= now.segments
    assert now.segments >= math.ceil(now.letters / 160)


# -- on the site -----------------------------------------------------------------------------------


@pytest.fixture
def closed(meetings: Application, client: FlaskClient) -> str:
    """A closed meeting that resolved two things."""
    for village, name in ((FIRST, "บ้านต้น"), (SECOND, "บ้านปลาย")):
        heard(meetings, VillageRegistered(village=village, name=Line(name)))
    id = opened(client, body(client), title="ประชุมคณะทำงาน", held_on="2008-06-30")
    for number, text in enumerate(("จัดอบรมมัคคุเทศก์น้อย", "จัดตั้งเสียงตามสาย"), start=1):
        motion, resolution = entity(f"motion {number}"), entity(f"resolution {number}")
        post(client, f"/meetings/{id}/motions", 201, motion_id=motion, text=text)
        post(
            client, f"/meetings/{id}/motions/{motion}/outcome", 201, resolution_id=resolution,
            carried=True, method="acclamation",
        )  # fmt: skip
    post(client, f"/meetings/{id}/closing")
    return id


@pytest.mark.parametrize("kind", ["notice", "loudspeaker", "message"])
def test_a_draft_is_composed_of_what_was_resolved(
    client: FlaskClient, closed: str, kind: str
) -> None:
    id = made(client, "/publicity", meeting_id=closed, kind=kind)
    text = get(client, f"/publicity/{id}")
    assert text["text"].index("จัดอบรมมัคคุเทศก์น้อย") < text["text"].index("จัดตั้งเสียงตามสาย")
    assert text["status"] == "draft"
    assert kind != "message" or text["letters"] <= LONGEST_MESSAGE


def test_it_is_known_which_villages_a_text_has_not_come_to_yet(
    client: FlaskClient, closed: str
) -> None:
    id = made(client, "/publicity", meeting_id=closed, kind="loudspeaker")
    post(client, f"/publicity/{id}/release", released_on="2008-07-01")
    post(client, f"/publicity/{id}/reach", village=FIRST, how="loudspeaker")
    post(client, f"/publicity/{id}/reach", village=FIRST, how="notice-board")
    text = get(client, f"/publicity/{id}")
    assert [row["how"] for row in text["reached"]] == ["loudspeaker", "notice-board"]
    assert [row["name"] for row in text["not_reached"]] == ["บ้านปลาย"]
    assert text["villages_reached"] == 1


def test_everybody_reads_a_notice_from_its_release_until_it_is_withdrawn(
    meetings: Application, client: FlaskClient, closed: str
) -> None:
    everybody = create_app(meetings, [service]).test_client()

    def told() -> bool:
        answer = everybody.get("/meetings/fragments/public")
        return "จัดอบรมมัคคุเทศก์น้อย" in answer.get_data(as_text=True)

    id = made(client, "/publicity", meeting_id=closed, kind="notice")
    script = made(client, "/publicity", meeting_id=closed, kind="loudspeaker")
    post(client, f"/publicity/{script}/release")
    assert not told()
    post(client, f"/publicity/{id}/release", released_on="2008-07-01")
    assert told()
    post(client, f"/publicity/{id}/withdrawal")
    assert not told()


def test_nothing_is_told_of_a_meeting_that_is_not_closed(client: FlaskClient) -> None:
    called = meeting(client, body(client))
    refused = post(client, "/publicity", 409, meeting_id=called, kind="notice")
    assert refused["type"].endswith(OF_A_CLOSED_MEETING.name)
