"""Pages of the learning service: knowledge, lessons, learning places, livelihoods, study visits."""

from __future__ import annotations

from typing import Final

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

PAGES: Final = Pages("learning", known={"kind": LIVELIHOODS})

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
        aggregate=KNOWLEDGE,
        create=RecordKnowledge,
        actions=(ReviseKnowledge, PublishKnowledge, WithdrawKnowledge),
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
        aggregate=LESSON,
        create=OpenLesson,
        actions=(WriteUpLesson, CaptureLesson, SetLessonAside, ReopenLesson),
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
        aggregate=PLACE,
        create=OpenPlace,
        actions=(ChangePlaceTopics, ListPlace, UnlistPlace, ClosePlace),
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
        aggregate=LIVELIHOOD,
        create=StartLivelihood,
        actions=(CountPractitioners, RecordLivelihoodMoney, TeachLivelihood, EndLivelihood),
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
        aggregate=VISIT,
        create=BookVisit,
        actions=(HostVisit, FollowUpVisit, RescheduleVisit, CancelVisit),
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
