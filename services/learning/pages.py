"""Pages of the learning service: knowledge, lessons, learning places, livelihoods, study visits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from bangduan.web.pages import Card, Pages, Related, Resource
from services.learning import views
from services.learning.domain.kinds import LIVELIHOODS
from services.learning.domain.knowledge import (
    KNOWLEDGE,
    PublishKnowledge,
    RecordKnowledge,
    ReviseKnowledge,
    WithdrawKnowledge,
)
from services.learning.domain.lesson import (
    LESSON,
    CaptureLesson,
    OpenLesson,
    ReopenLesson,
    SetLessonAside,
    WriteUpLesson,
)
from services.learning.domain.livelihood import (
    LIVELIHOOD,
    CountPractitioners,
    EndLivelihood,
    RecordLivelihoodMoney,
    StartLivelihood,
    TeachLivelihood,
)
from services.learning.domain.place import (
    PLACE,
    ChangePlaceTopics,
    ClosePlace,
    ListPlace,
    OpenPlace,
    UnlistPlace,
)
from services.learning.domain.visit import (
    VISIT,
    BookVisit,
    CancelVisit,
    FollowUpVisit,
    HostVisit,
    RescheduleVisit,
)
from services.learning.projections import knowledge, lessons, livelihoods, places, visits

PAGES: Final = Pages("learning", place=40, known={"kind": LIVELIHOODS})

#: What a lesson or a visit in a state can come to next.
LESSON_STEPS: Final[Mapping[str, tuple[type, ...]]] = {
    "open": (WriteUpLesson, CaptureLesson, SetLessonAside),
    "set-aside": (ReopenLesson,),
}
VISIT_STEPS: Final[Mapping[str, tuple[type, ...]]] = {
    "booked": (HostVisit, RescheduleVisit, CancelVisit),
    "hosted": (FollowUpVisit,),
}


def _of_knowledge(record: Mapping[str, Any]) -> Collection[type]:
    offered: list[type] = [ReviseKnowledge]
    if record["published_edition"] != record["edition"]:
        offered.append(PublishKnowledge)
    if record["published_edition"] is not None:
        offered.append(WithdrawKnowledge)
    return offered


def _of_place(place: Mapping[str, Any]) -> Collection[type]:
    if place["status"] == "closed":
        return ()
    return (ChangePlaceTopics, UnlistPlace if place["listed"] else ListPlace, ClosePlace)


def _of_livelihood(livelihood: Mapping[str, Any]) -> Collection[type]:
    if livelihood["status"] == "ended":
        return ()
    return (CountPractitioners, RecordLivelihoodMoney, TeachLivelihood, EndLivelihood)


PAGES.add(
    Resource(
        "knowledge",
        title="Knowledge",
        one="Knowledge record",
        key="knowledge_id",
        query=knowledge.list_knowledge,
        filters=views.KnowledgeFilter,
        row=views.KnowledgeView,
        columns=("title", "owner_name", "status", "edition", "published_on"),
        named="title",
        item=knowledge.one_knowledge,
        facts=(
            "owner_id",
            "status",
            "edition",
            "published_edition?",
            "published_on?",
            "form",
            "recorded_on?",
            "revised_on?",
            "reason?",
        ),
        aggregate=KNOWLEDGE,
        create=RecordKnowledge,
        actions=(ReviseKnowledge, PublishKnowledge, WithdrawKnowledge),
        offers=_of_knowledge,
        begins={ReviseKnowledge: ("title", "form", "owner_id")},
        empty="No knowledge is recorded yet. Record it here, or write a lesson up.",
        related=(
            Related(
                "editions",
                title="Editions",
                query=knowledge.list_editions,
                row=views.EditionView,
                columns=("edition", "written_on", "owner_name", "reason", "published_on"),
            ),
            Related(
                "lessons",
                title="Lessons captured in it",
                query=lessons.list_lessons,
                row=views.LessonView,
                columns=("title", "about", "happened_on", "captured_on"),
                links="lessons",
            ),
        ),
        picks=("knowledge_id",),
    )
)
PAGES.add(
    Resource(
        "lessons",
        title="Lessons",
        one="Lesson",
        key="lesson_id",
        query=lessons.list_lessons,
        filters=views.LessonFilter,
        row=views.LessonView,
        columns=("title", "about", "happened_on", "status", "knowledge_id"),
        named="title",
        item=lessons.one_lesson,
        facts=("about", "happened_on", "status", "knowledge_id?", "captured_on?", "reason?"),
        aggregate=LESSON,
        create=OpenLesson,
        actions=(WriteUpLesson, CaptureLesson, SetLessonAside, ReopenLesson),
        begins={WriteUpLesson: ("title",)},
        offers=lambda lesson: LESSON_STEPS.get(lesson["status"], ()),
        empty="No lesson waits. One opens when a meeting, a grant or a project ends.",
        picks=("lesson_id",),
    )
)
PAGES.add(
    Resource(
        "places",
        title="Learning places",
        one="Learning place",
        key="place_id",
        query=places.list_places,
        filters=views.PlaceFilter,
        row=views.PlaceView,
        columns=("name", "topics", "host_name", "village", "status", "listed"),
        named="name",
        item=places.one_place,
        facts=(
            "topics",
            "host_organisation_id",
            "village",
            "about?",
            "status",
            "listed",
            "opened_on",
            "listed_on?",
            "closed_on?",
            "reason?",
        ),
        aggregate=PLACE,
        create=OpenPlace,
        actions=(ChangePlaceTopics, ListPlace, UnlistPlace, ClosePlace),
        offers=_of_place,
        begins={ChangePlaceTopics: ("topics",)},
        empty="No learning place is open yet. Open the first, and list it for the community.",
        related=(
            Related(
                "livelihoods",
                title="Livelihoods taught here",
                query=livelihoods.livelihoods_taught_at,
                row=views.LivelihoodView,
                columns=("name", "kind", "practitioners", "status"),
                links="livelihoods",
            ),
            Related(
                "visits",
                title="Study visits",
                query=visits.list_visits,
                row=views.VisitView,
                columns=("topic", "visitors_from", "booked_for", "hosted_on", "status", "applied"),
                links="visits",
            ),
        ),
        picks=("place_id", "taught_at_place_id"),
    )
)
PAGES.add(
    Resource(
        "livelihoods",
        title="Livelihoods",
        one="Livelihood",
        key="livelihood_id",
        query=livelihoods.list_livelihoods,
        filters=views.LivelihoodFilter,
        row=views.LivelihoodView,
        columns=("name", "kind", "practitioners", "purpose", "source_of_money", "status"),
        named="name",
        item=livelihoods.one_livelihood,
        facts=(
            "kind",
            "organisation_id?",
            "village",
            "practitioners",
            "counted_on?",
            "purpose",
            "source_of_money",
            "status",
            "started_on",
            "ended_on?",
            "reason?",
        ),
        aggregate=LIVELIHOOD,
        create=StartLivelihood,
        actions=(CountPractitioners, RecordLivelihoodMoney, TeachLivelihood, EndLivelihood),
        offers=_of_livelihood,
        empty="No livelihood is recorded yet.",
        related=(
            Related(
                "places",
                title="Taught at",
                query=livelihoods.places_that_teach,
                row=views.TeachingPlace,
                columns=("name",),
                links="places",
            ),
        ),
        picks=("livelihood_id",),
    )
)
PAGES.add(
    Resource(
        "visits",
        title="Study visits",
        one="Study visit",
        key="visit_id",
        query=visits.list_visits,
        filters=views.VisitFilter,
        row=views.VisitView,
        columns=("topic", "visitors_from", "place_name", "booked_for", "hosted_on", "status"),
        named="topic",
        item=visits.one_visit,
        facts=(
            "visitors_from",
            "place_id",
            "host_organisation_id",
            "status",
            "expected?",
            "booked_for",
            "visitors?",
            "hosted_on?",
            "applied?",
            "reason?",
        ),
        aggregate=VISIT,
        create=BookVisit,
        actions=(HostVisit, FollowUpVisit, RescheduleVisit, CancelVisit),
        offers=lambda visit: VISIT_STEPS.get(visit["status"], ()),
        empty="No study visit is booked yet. Whoever wishes to come and learn is booked here.",
        related=(
            Related(
                "follow-ups",
                title="Follow-ups",
                query=visits.follow_ups_of,
                row=views.FollowUpView,
                columns=("asked_on", "applied", "what"),
            ),
        ),
        picks=("visit_id",),
        sort="-booked_for",
    )
)
PAGES.add(
    Card(
        "lessons-to-capture",
        title="Lessons to be captured",
        query=lessons.lessons_to_capture,
        row=views.LessonView,
        columns=("title", "about", "happened_on"),
        links="lessons",
        empty="No lesson waits. One opens when a meeting, a grant or a project ends.",
    )
)
PAGES.add(
    Card(
        "coming-visits",
        title="Coming study visits",
        query=visits.coming_visits,
        row=views.VisitView,
        columns=("topic", "booked_for", "visitors_from"),
        links="visits",
        empty="No study visit is booked.",
    )
)
