"""The pages of the learning service: what they ask, and that they leave nothing out."""

import itertools
from datetime import date

import pytest
from flask.testing import FlaskClient

from bangduan.application import Application
from bangduan.domain import derived_id
from bangduan.events.learning import KnowledgeForm
from bangduan.events.types import EntityId, Line, Prose, Slug
from bangduan.permissions import permission_of
from bangduan.web.translate.audit import faults
from bangduan.web.translate.catalogues import LANGUAGES, translations
from services.learning.domain.kinds import FORM_PARTS, LIVELIHOOD_MONEY, LIVELIHOODS, PURPOSES
from services.learning.domain.knowledge import (
    PublishKnowledge,
    RecordKnowledge,
    ReviseKnowledge,
    WithdrawKnowledge,
)
from services.learning.domain.lesson import OpenLesson, ReopenLesson, SetLessonAside
from services.learning.domain.livelihood import StartLivelihood, TeachLivelihood
from services.learning.domain.place import ListPlace, OpenPlace, UnlistPlace
from services.learning.domain.visit import BookVisit, CancelVisit, FollowUpVisit, HostVisit
from services.learning.pages import PAGES
from services.learning.projections.lessons import lessons_to_capture
from services.learning.projections.livelihoods import livelihoods_taught_at, places_that_teach
from services.learning.projections.visits import coming_visits, follow_ups_of
from services.learning.service import service

NUMBERS = itertools.count()
WORDS = Line("ทดสอบ")


def new() -> EntityId:
    return EntityId(derived_id("learning-pages", str(next(NUMBERS))))


# -- nothing is left out ---------------------------------------------------------------------------


def test_whatever_a_client_may_do_can_be_done_on_a_page() -> None:
    offered = {c for each in PAGES.resources.values() for c in (each.create, *each.actions)}
    allowed = {c for aggregate in service.aggregates for c in aggregate.commands}
    assert {c for c in allowed if permission_of(c)} == offered - {None}


def test_every_word_is_said_in_thai_and_in_english() -> None:
    assert faults("learning") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_an_open_registry_that_is_known_is_said(language: str) -> None:
    said = translations("learning", language)
    known = {*LIVELIHOODS, *LIVELIHOOD_MONEY, *PURPOSES}
    assert [name for name in sorted(known) if said.pgettext("value", name) == name] == []


def test_the_parts_of_the_knowledge_form_are_called_as_on_the_form() -> None:
    thai = translations("learning", "th")
    said = {part: thai.pgettext("field", part) for part in FORM_PARTS}
    assert said == {part: names[0] for part, names in FORM_PARTS.items()}


# -- what they ask ---------------------------------------------------------------------------------


def test_lessons_that_wait_are_listed_the_newest_first(learning: Application) -> None:
    older, newer, undated, aside = new(), new(), new(), new()
    for lesson_id, day in (
        (older, date(2008, 6, 30)),
        (undated, None),
        (newer, date(2008, 8, 8)),
        (aside, date(2009, 1, 1)),
    ):
        opened = OpenLesson(lesson_id=lesson_id, about="meeting", title=WORDS, happened_on=day)
        learning.execute(opened)
    learning.execute(SetLessonAside(lesson_id=aside, reason=WORDS))
    waiting = [row["lesson_id"] for row in learning.reader.all(lessons_to_capture())]
    assert waiting == [newer, older, undated]


def test_visits_to_come_are_listed_the_next_first(learning: Application) -> None:
    late, soon, undated, hosted, cancelled = (new() for _ in range(5))
    days = {late: date(2010, 9, 7), soon: date(2010, 8, 1), hosted: date(2010, 7, 1)}
    for visit_id in (undated, late, soon, hosted, cancelled):
        booked = BookVisit(
            visit_id=visit_id, topic=WORDS, visitors_from=WORDS, booked_for=days.get(visit_id)
        )
        learning.execute(booked)
    learning.execute(HostVisit(visit_id=hosted))
    learning.execute(CancelVisit(visit_id=cancelled, reason=WORDS))
    coming = [row["visit_id"] for row in learning.reader.all(coming_visits())]
    assert coming == [soon, late, undated]


def test_every_answer_of_the_visitors_is_listed(learning: Application) -> None:
    visit_id = new()
    learning.execute(BookVisit(visit_id=visit_id, topic=WORDS, visitors_from=WORDS))
    learning.execute(HostVisit(visit_id=visit_id))
    learning.execute(FollowUpVisit(visit_id=visit_id, applied="unknown"))
    learning.execute(FollowUpVisit(visit_id=visit_id, applied="yes", what=Prose("เพาะเห็ด")))
    answers = learning.reader.all(follow_ups_of(visit_id))
    assert sorted(row["applied"] for row in answers) == ["unknown", "yes"]


def test_a_livelihood_and_the_places_that_teach_it_find_one_another(learning: Application) -> None:
    first, second, livelihood_id = new(), new(), new()
    for place_id in (first, second):
        learning.execute(OpenPlace(place_id=place_id, name=WORDS, topics=(Line("เพาะเห็ด"),)))
    started = StartLivelihood(
        livelihood_id=livelihood_id, kind=Slug("mushrooms"), name=WORDS, taught_at_place_id=first
    )
    learning.execute(started)
    learning.execute(TeachLivelihood(livelihood_id=livelihood_id, place_id=second))
    there = learning.reader.all(places_that_teach(livelihood_id))
    taught = learning.reader.all(livelihoods_taught_at(second))
    assert {row["place_id"] for row in there} == {first, second}
    assert [row["livelihood_id"] for row in taught] == [livelihood_id]


# -- what they offer -------------------------------------------------------------------------------


def test_what_is_published_is_withdrawn_and_a_newer_edition_is_published() -> None:
    assert offered("knowledge", edition=1, published_edition=None) == {
        ReviseKnowledge,
        PublishKnowledge,
    }
    assert offered("knowledge", edition=1, published_edition=1) == {
        ReviseKnowledge,
        WithdrawKnowledge,
    }
    assert offered("knowledge", edition=2, published_edition=1) == {
        ReviseKnowledge,
        PublishKnowledge,
        WithdrawKnowledge,
    }


def test_a_place_is_either_listed_or_taken_out_of_the_database() -> None:
    assert ListPlace in offered("places", status="open", listed=False)
    assert UnlistPlace in offered("places", status="open", listed=True)
    assert offered("places", status="closed", listed=False) == set()


@pytest.mark.parametrize(
    ("resource", "status", "commands"),
    [
        ("lessons", "captured", set()),
        ("lessons", "set-aside", {ReopenLesson}),
        ("livelihoods", "ended", set()),
        ("visits", "hosted", {FollowUpVisit}),
        ("visits", "cancelled", set()),
    ],
)
def test_a_page_offers_what_can_follow(resource: str, status: str, commands: set[type]) -> None:
    assert offered(resource, status=status) == commands


def offered(resource: str, **record: object) -> set[type]:
    offers = PAGES.resources[resource].offers
    assert offers is not None
    return set(offers(record))


# -- forms -----------------------------------------------------------------------------------------


def test_the_form_of_a_revision_begins_with_the_newest_edition(
    learning: Application, client: FlaskClient
) -> None:
    knowledge_id = new()
    methods = (Prose("แก้ไขปัญหาเร่งด่วน"), Prose("ทำงานร่วมกับประชาชน"))
    form = KnowledgeForm(problem_solved=Prose("การบริหารงาน"), methods=methods)
    learning.execute(RecordKnowledge(knowledge_id=knowledge_id, title=WORDS, form=form))
    page = client.get(f"/learning/knowledge/{knowledge_id}/do/revise-knowledge").text
    assert ">การบริหารงาน</textarea>" in page
    assert ">แก้ไขปัญหาเร่งด่วน\nทำงานร่วมกับประชาชน</textarea>" in page
