"""A regulation amended, its text on a day, and two texts compared."""

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from bangduan.application import Application
from bangduan.events.meetings import (
    ArticleChange,
    ArticleWritten,
    RegulationAdopted,
    RegulationAmended,
    RegulationBroughtIntoForce,
    RegulationDrafted,
)
from bangduan.events.types import Line, PositiveCount, Prose
from bangduan.testing.access import Keys
from bangduan.testing.scenario import given
from bangduan.web.app import create_app
from bangduan.web.sessions import COOKIE
from services.meetings.documents.compared import pieces
from services.meetings.domain.regulation import (
    AMENDED_BY_ANOTHER,
    AMENDED_IN_ORDER,
    AMENDS_ONCE,
    AMENDS_SOMETHING,
    ARTICLE_IS_NEW,
    ARTICLE_SAYS_SOMETHING,
    ARTICLE_STANDS,
    IN_FORCE_FIRST,
    REGULATION,
    AmendRegulation,
)
from services.meetings.service import service
from tests.unit.meetings.calls import ROOT, body, entity, get, made, opened, post

ID, MEETING, RESOLUTION = entity("regulation"), entity("meeting"), entity("resolution")
IN_FORCE = (
    RegulationDrafted(regulation_id=ID, title=Line("ระเบียบกลาง")),
    *(
        ArticleWritten(regulation_id=ID, number=PositiveCount(number), text=Prose(f"ความ {number}"))
        for number in (1, 2)
    ),
    RegulationAdopted(regulation_id=ID, meeting_id=MEETING, resolution_id=RESOLUTION),
    RegulationBroughtIntoForce(regulation_id=ID, in_force_from=date(2008, 10, 1)),
)


def change(what: Any, number: int, text: str | None = None, after: int | None = None) -> Any:
    return ArticleChange(
        change=what,
        number=PositiveCount(number),
        inserted=None if after is None else PositiveCount(after),
        text=None if text is None else Prose(text),
    )


CHANGES = (
    change("replaced", 1, "ความใหม่"),
    change("added", 1, "ความเพิ่ม", after=1),
    change("struck", 2),
)


def amend(
    *changes: Any, on: date = date(2009, 1, 1), by: Any = None, name: str = "first"
) -> AmendRegulation:
    return AmendRegulation(
        regulation_id=ID, amendment_id=entity(name), meeting_id=MEETING, resolution_id=RESOLUTION,
        in_force_from=on, changes=changes, by_regulation_id=by,
    )  # fmt: skip


def amended(*changes: Any, on: date = date(2009, 1, 1)) -> RegulationAmended:
    return RegulationAmended(
        regulation_id=ID, amendment_id=entity("first"), meeting_id=MEETING,
        resolution_id=RESOLUTION, in_force_from=on, changes=changes,
    )  # fmt: skip


def test_articles_are_replaced_added_and_struck_and_keep_their_numbers() -> None:
    given(REGULATION, *IN_FORCE).when(amend(*CHANGES)).then(amended(*CHANGES))
    state = REGULATION.initial
    for event in (*IN_FORCE, amended(*CHANGES)):
        state = REGULATION.evolve(state, event)
    assert set(state.articles) == {"1", "1/1"}


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (amend(), AMENDS_SOMETHING),
        (amend(change("struck", 1), change("replaced", 1, "ก")), AMENDS_ONCE),
        (amend(change("replaced", 3, "ก")), ARTICLE_STANDS),
        (amend(change("struck", 1, after=1)), ARTICLE_STANDS),
        (amend(change("added", 2, "ก")), ARTICLE_IS_NEW),
        (amend(change("added", 3)), ARTICLE_SAYS_SOMETHING),
        (amend(change("struck", 1, "ก")), ARTICLE_SAYS_SOMETHING),
        (amend(change("struck", 1), on=date(2008, 9, 30)), AMENDED_IN_ORDER),
        (amend(change("struck", 1), by=ID), AMENDED_BY_ANOTHER),
    ],
)
def test_an_amendment_changes_what_stands_from_a_day_on(command: Any, rule: Any) -> None:
    given(REGULATION, *IN_FORCE).when(command).refuses(rule)


def test_amendments_take_effect_one_after_the_other() -> None:
    later = given(REGULATION, *IN_FORCE, amended(*CHANGES))
    later.when(amend(change("struck", 1), on=date(2008, 12, 31))).refuses(AMENDED_IN_ORDER)
    later.when(amend(change("struck", 2))).refuses(ARTICLE_STANDS)


def test_only_a_regulation_in_force_is_amended() -> None:
    given(REGULATION, *IN_FORCE[:-1]).when(amend(*CHANGES)).refuses(IN_FORCE_FIRST)
    given(REGULATION).when(amend(*CHANGES)).finds_nothing()


# -- on the site -----------------------------------------------------------------------------------


@pytest.fixture
def twice(client: FlaskClient) -> str:
    """A regulation in force from 1 October 2551, amended from 1 January 2552."""
    id = made(client, "/regulations", title="ระเบียบกลาง")
    for number, text in ((1, "คณะกรรมการมีเจ็ดคน"), (2, "ประชุมเดือนละครั้ง")):
        post(client, f"/regulations/{id}/articles", number=number, text=text)
    meeting = opened(client, body(client), held_on="2008-09-01")
    adopted, amending = entity("adopted"), entity("amending")
    for resolution, more in ((adopted, {"regulation_id": id}), (amending, {})):
        motion = entity(f"motion {resolution}")
        subject = "regulation" if more else "general"
        post(
            client, f"/meetings/{meeting}/motions", 201, motion_id=motion, subject=subject,
            text="เห็นชอบ", **more,
        )  # fmt: skip
        post(
            client, f"/meetings/{meeting}/motions/{motion}/outcome", 201, carried=True,
            resolution_id=resolution, method="acclamation",
        )  # fmt: skip
    post(client, f"/regulations/{id}/force", in_force_from="2008-10-01")
    changes = [
        {"change": "replaced", "number": 1, "text": "คณะกรรมการมีเก้าคน"},
        {"change": "added", "number": 1, "inserted": 1, "text": "ประธานมาจากการเลือกตั้ง"},
        {"change": "struck", "number": 2},
    ]
    asked = {"meeting_id": meeting, "in_force_from": "2009-01-01", "changes": changes}
    post(client, f"/regulations/{id}/amendments", 422, resolution_id=entity("none"), **asked)
    post(client, f"/regulations/{id}/amendments", 201, resolution_id=amending, **asked)
    return id


def test_the_text_of_any_day_can_be_read(client: FlaskClient, twice: str) -> None:
    def on(day: str) -> tuple[str, dict[str, str]]:
        text = get(client, f"/regulations/{twice}/text?on={day}")
        return text["standing"], {a["article"]: a["text"] for a in text["articles"]}

    before = {"1": "คณะกรรมการมีเจ็ดคน", "2": "ประชุมเดือนละครั้ง"}
    after = {"1": "คณะกรรมการมีเก้าคน", "1/1": "ประธานมาจากการเลือกตั้ง"}
    assert on("2008-12-31") == ("in_force", before)
    assert on("2009-01-01") == ("in_force", after)
    assert on("2008-09-30") == ("not_yet", before)
    assert get(client, f"/regulations/{twice}/text")["standing"] == "in_force"
    assert client.get(f"{ROOT}/regulations/{twice}/text?on=เมื่อวาน").status_code == 422
    get(client, f"/regulations/{entity('none')}/text", 404)
    (amendment,) = get(client, f"/regulations/{twice}/amendments")["items"]
    assert amendment["articles"] == "1, 1/1, 2"


def test_what_an_amendment_changed_is_seen_article_by_article(
    client: FlaskClient, twice: str
) -> None:
    items = get(client, f"/regulations/{twice}/comparison")["items"]
    assert [(each["article"], each["change"]) for each in items] == [
        ("1", "changed"),
        ("1/1", "added"),
        ("2", "struck"),
    ]
    assert [(p["what"], p["text"]) for p in items[0]["pieces"] if p["what"] != "same"] == [
        ("removed", "เจ็ด"),
        ("added", "เก้า"),
    ]
    other = made(client, "/regulations", title="ระเบียบอื่น")
    against = get(client, f"/regulations/{twice}/comparison?other_id={other}")["items"]
    assert {each["change"] for each in against} == {"struck"}
    get(client, f"/regulations/{twice}/comparison?other_id={entity('none')}", 404)


def test_the_pages_mark_what_differs_in_words_too(
    meetings: Application, client: FlaskClient, twice: str
) -> None:
    value, _ = Keys().cookie(meetings, "auditor")
    browser = create_app(meetings, [service]).test_client()
    browser.set_cookie(COOKIE, value)

    def page(path: str, status: int = 200) -> str:
        answer = browser.get(f"/meetings/regulations/{path}")
        assert answer.status_code == status
        return answer.get_data(as_text=True)

    assert f"/meetings/regulations/{twice}/compare" in page(twice)
    compared = page(f"{twice}/compare?lang=en")
    assert "removed: </span>เจ็ด</del>" in compared
    assert "added: </span>เก้า</ins>" in compared
    assert "amended from 1 January 2009" in compared
    assert "คณะกรรมการมีเจ็ดคน" in page(f"{twice}/text?on=31/12/2551")
    assert "ประธานมาจากการเลือกตั้ง" in page(f"{twice}/text")
    page(f"{twice}/text?on=x", 400)
    page(f"{twice}/compare?before=x", 400)
    page(f"{entity('none')}/compare", 404)
    page(f"{entity('none')}/text", 404)


_texts = st.text(alphabet=st.sampled_from("กขคงาเแิีุู่้ 123ab\n"), max_size=60)


@settings(max_examples=60)
@drawn(_texts, _texts)
def test_the_pieces_of_two_texts_make_both_of_them(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(each.text for each in found if each.what != "added") == before
    assert "".join(each.text for each in found if each.what != "removed") == after
