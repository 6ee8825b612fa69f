"""What the learning service's events add."""

from __future__ import annotations

from collections.abc import Iterable

from bangduan.events.learning import (
    KnowledgePublished,
    KnowledgeRecorded,
    KnowledgeWithdrawn,
    LessonCaptured,
    LessonOpened,
    LessonReopened,
    LessonSetAside,
    LivelihoodFunded,
    LivelihoodStarted,
    PlaceClosed,
    PlaceListed,
    PlaceOpened,
    PlaceUnlisted,
    StudyVisitFollowedUp,
    StudyVisitHosted,
)
from bangduan.policies import Policies
from services.reporting.policies.counting import (
    counts,
    counts_alike,
    counts_no_longer,
    figure,
    reached,
)

POLICIES = Policies()


@POLICIES.on(KnowledgeRecorded)
def knowledge_is_recorded(event: KnowledgeRecorded) -> Iterable[object]:
    """A draft counts as recorded."""
    yield from counts("knowledge", f"{event.knowledge_id}/recorded", cell="recorded")


@POLICIES.on(KnowledgePublished)
def knowledge_is_published(event: KnowledgePublished) -> Iterable[object]:
    """The public reads it; its title stays in the site."""
    yield from counts("knowledge", f"{event.knowledge_id}/published", cell="published")
    yield reached("knowledge-published", event.knowledge_id, on=event.published_on)


@POLICIES.on(KnowledgeWithdrawn)
def withdrawn_knowledge_is_not_published(event: KnowledgeWithdrawn) -> Iterable[object]:
    """It stays recorded."""
    yield from counts_no_longer("knowledge", f"{event.knowledge_id}/published")


@POLICIES.on(LessonOpened, LessonReopened)
def a_lesson_is_open(event: LessonOpened | LessonReopened) -> Iterable[object]:
    """Until it is captured or set aside."""
    yield from counts("lessons", event.lesson_id, cell="open")


@POLICIES.on(LessonCaptured)
def a_lesson_is_captured(event: LessonCaptured) -> Iterable[object]:
    """Written into a knowledge record."""
    yield from counts("lessons", event.lesson_id, cell="captured")


@POLICIES.on(LessonSetAside)
def a_lesson_is_set_aside(event: LessonSetAside) -> Iterable[object]:
    """Nothing will be written up."""
    yield from counts("lessons", event.lesson_id, cell="set-aside")


@POLICIES.on(PlaceOpened)
def a_place_is_open(event: PlaceOpened) -> Iterable[object]:
    """Until it closes."""
    yield from counts("learning-places", f"{event.place_id}/open", cell="open")


@POLICIES.on(PlaceListed)
def a_place_is_listed(event: PlaceListed) -> Iterable[object]:
    """In the centre's database."""
    yield from counts("learning-places", f"{event.place_id}/listed", cell="listed")


@POLICIES.on(PlaceUnlisted)
def an_unlisted_place_is_still_open(event: PlaceUnlisted) -> Iterable[object]:
    """The database shows it no more."""
    yield from counts_no_longer("learning-places", f"{event.place_id}/listed")


@POLICIES.on(PlaceClosed)
def a_closed_place_counts_no_longer(event: PlaceClosed) -> Iterable[object]:
    """Neither as open nor as listed."""
    for state in ("open", "listed"):
        yield from counts_no_longer("learning-places", f"{event.place_id}/{state}")


@POLICIES.on(LivelihoodStarted)
def a_livelihood_counts(event: LivelihoodStarted) -> Iterable[object]:
    """By its first money, which may be unknown, and by its kind."""
    livelihood, money, on = event.livelihood_id, event.source_of_money, event.started_on
    yield from counts("livelihoods", livelihood, cell=money or "unknown", on=on)
    yield from counts("livelihood-kinds", livelihood, cell=event.kind, on=on)


@POLICIES.on(LivelihoodFunded)
def the_money_of_a_livelihood_is_known(event: LivelihoodFunded) -> Iterable[object]:
    """It moves to its source of money."""
    livelihood = event.livelihood_id
    yield counts_alike("livelihoods", livelihood, livelihood, cell=event.source_of_money)


@POLICIES.on(StudyVisitHosted)
def a_visit_was_hosted(event: StudyVisitHosted) -> Iterable[object]:
    """The visitors came."""
    hosted = f"{event.visit_id}/hosted"
    yield from counts("study-visits", hosted, cell="hosted", on=event.hosted_on)
    visitors = figure("visitors", event.visitors, "people")
    yield reached("study-visit-hosted", event.visit_id, visitors, on=event.hosted_on)


@POLICIES.on(StudyVisitFollowedUp)
def a_visit_was_applied_or_not(event: StudyVisitFollowedUp) -> Iterable[object]:
    """The newest answer counts, in the periods of the visit."""
    hosted, applied = f"{event.visit_id}/hosted", f"{event.visit_id}/applied"
    if event.applied == "yes":
        yield counts_alike("study-visits", applied, hosted, cell="applied")
    else:
        yield from counts_no_longer("study-visits", applied)
