"""JSON resources of the learning service."""

from __future__ import annotations

from bangduan.web.api import Api
from services.learning import views
from services.learning.domain.knowledge import (
    PublishKnowledge,
    RecordKnowledge,
    ReviseKnowledge,
    WithdrawKnowledge,
)
from services.learning.domain.lesson import (
    CaptureLesson,
    OpenLesson,
    ReopenLesson,
    SetLessonAside,
    WriteUpLesson,
)
from services.learning.domain.livelihood import (
    CountPractitioners,
    EndLivelihood,
    RecordLivelihoodMoney,
    StartLivelihood,
    TeachLivelihood,
)
from services.learning.domain.place import (
    ChangePlaceTopics,
    ClosePlace,
    ListPlace,
    OpenPlace,
    UnlistPlace,
)
from services.learning.domain.visit import (
    BookVisit,
    CancelVisit,
    FollowUpVisit,
    HostVisit,
    RescheduleVisit,
)
from services.learning.projections import knowledge, lessons, livelihoods, places, visits

API = Api("learning")

API.command(
    "POST", "/knowledge", RecordKnowledge, tag="knowledge", summary="Record knowledge, a draft",
    makes="knowledge_id",
)  # fmt: skip
API.listing(
    "GET", "/knowledge", view=views.KnowledgeView, query=knowledge.list_knowledge,
    filters=views.KnowledgeFilter, tag="knowledge", summary="Knowledge records",
)  # fmt: skip
API.item(
    "GET", "/knowledge/<knowledge_id>", view=views.KnowledgeView, query=knowledge.one_knowledge,
    tag="knowledge", summary="One record, newest edition",
)  # fmt: skip
API.command(
    "POST", "/knowledge/<knowledge_id>/editions", ReviseKnowledge, tag="knowledge",
    summary="Write the next edition",
)  # fmt: skip
API.listing(
    "GET", "/knowledge/<knowledge_id>/editions", view=views.EditionView,
    query=knowledge.list_editions, tag="knowledge", summary="Every edition of a record",
)  # fmt: skip
API.command(
    "POST", "/knowledge/<knowledge_id>/publication", PublishKnowledge, tag="knowledge",
    summary="Publish the newest edition",
)  # fmt: skip
API.item(
    "GET", "/knowledge/<knowledge_id>/published", view=views.EditionView,
    query=knowledge.published_edition, tag="knowledge", summary="What the public reads",
)  # fmt: skip
API.command(
    "POST", "/knowledge/<knowledge_id>/withdrawal", WithdrawKnowledge, tag="knowledge",
    summary="Withdraw it from the public",
)  # fmt: skip

API.command(
    "POST", "/lessons", OpenLesson, tag="lessons", summary="Open a lesson", makes="lesson_id"
)
API.listing(
    "GET", "/lessons", view=views.LessonView, query=lessons.list_lessons,
    filters=views.LessonFilter, tag="lessons", summary="Lessons",
)  # fmt: skip
API.item(
    "GET", "/lessons/<lesson_id>", view=views.LessonView, query=lessons.one_lesson,
    tag="lessons", summary="One lesson",
)  # fmt: skip
API.command(
    "POST", "/lessons/<lesson_id>/capture", CaptureLesson, tag="lessons",
    summary="Capture a lesson in a record that is there",
)  # fmt: skip
API.command(
    "POST", "/lessons/<lesson_id>/knowledge", WriteUpLesson, tag="lessons",
    summary="Write a lesson up as a new record", makes="knowledge_id",
)  # fmt: skip
API.command(
    "POST", "/lessons/<lesson_id>/setting-aside", SetLessonAside, tag="lessons",
    summary="Set a lesson aside, with the reason",
)  # fmt: skip
API.command(
    "POST", "/lessons/<lesson_id>/reopening", ReopenLesson, tag="lessons",
    summary="Reopen a lesson that was set aside",
)  # fmt: skip

API.command(
    "POST", "/places", OpenPlace, tag="places", summary="Open a learning place", makes="place_id"
)
API.listing(
    "GET", "/places", view=views.PlaceView, query=places.list_places,
    filters=views.PlaceFilter, tag="places", summary="Learning places",
)  # fmt: skip
API.item(
    "GET", "/places/<place_id>", view=views.PlaceView, query=places.one_place,
    tag="places", summary="One learning place",
)  # fmt: skip
API.command(
    "PUT", "/places/<place_id>/topics", ChangePlaceTopics, tag="places",
    summary="Change what a place teaches",
)  # fmt: skip
API.command(
    "POST", "/places/<place_id>/listing", ListPlace, tag="places",
    summary="Show it in the community's database",
)  # fmt: skip
API.command(
    "POST", "/places/<place_id>/unlisting", UnlistPlace, tag="places",
    summary="Take it out of the database",
)  # fmt: skip
API.command("POST", "/places/<place_id>/closure", ClosePlace, tag="places", summary="Close a place")

API.command(
    "POST", "/livelihoods", StartLivelihood, tag="livelihoods", summary="Record a livelihood",
    makes="livelihood_id",
)  # fmt: skip
API.listing(
    "GET", "/livelihoods", view=views.LivelihoodView, query=livelihoods.list_livelihoods,
    filters=views.LivelihoodFilter, tag="livelihoods", summary="Livelihoods",
)  # fmt: skip
API.item(
    "GET", "/livelihoods/<livelihood_id>", view=views.LivelihoodDetail,
    query=livelihoods.one_livelihood, tag="livelihoods",
    summary="One livelihood with the places that teach it",
)  # fmt: skip
API.command(
    "PUT", "/livelihoods/<livelihood_id>/money", RecordLivelihoodMoney, tag="livelihoods",
    summary="Record where its money came from",
)  # fmt: skip
API.command(
    "POST", "/livelihoods/<livelihood_id>/counts", CountPractitioners, tag="livelihoods",
    summary="Count those who practise it",
)  # fmt: skip
API.command(
    "POST", "/livelihoods/<livelihood_id>/places", TeachLivelihood, tag="livelihoods",
    summary="Teach it at a learning place",
)  # fmt: skip
API.command(
    "POST", "/livelihoods/<livelihood_id>/end", EndLivelihood, tag="livelihoods",
    summary="Record that nobody practises it any more",
)  # fmt: skip

API.command(
    "POST", "/visits", BookVisit, tag="visits", summary="Book a study visit", makes="visit_id"
)
API.listing(
    "GET", "/visits", view=views.VisitView, query=visits.list_visits,
    filters=views.VisitFilter, tag="visits", summary="Study visits",
)  # fmt: skip
API.item(
    "GET", "/visits/<visit_id>", view=views.VisitDetail, query=visits.one_visit,
    tag="visits", summary="One study visit with what became of it",
)  # fmt: skip
API.command(
    "PUT", "/visits/<visit_id>/day", RescheduleVisit, tag="visits", summary="Put it on another day"
)
API.command(
    "POST", "/visits/<visit_id>/cancellation", CancelVisit, tag="visits", summary="Cancel a visit"
)
API.command(
    "POST", "/visits/<visit_id>/hosting", HostVisit, tag="visits",
    summary="Record that the visitors came",
)  # fmt: skip
API.command(
    "POST", "/visits/<visit_id>/follow-ups", FollowUpVisit, tag="visits",
    summary="Record whether it was applied",
)  # fmt: skip
