"""What the API shows and what its lists may be filtered by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.learning import (
    Applied,
    KnowledgeForm,
    LessonAbout,
    LivelihoodMoney,
    LivelihoodPurpose,
)
from bangduan.events.types import (
    EntityId,
    Line,
    PositiveCount,
    Prose,
    Quantity,
    Slug,
    VillageCode,
)

LessonStatus = Literal["open", "captured", "set-aside"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeView:
    """A record in its newest edition; ``version`` is its stream's, for If-Match."""

    knowledge_id: EntityId
    title: Line
    owner_id: EntityId | None
    owner_title: Line | None
    owner_name: Line | None
    status: Literal["draft", "published", "withdrawn"]
    edition: PositiveCount
    published_edition: PositiveCount | None
    form: KnowledgeForm
    recorded_on: date | None
    revised_on: date | None
    published_on: date | None
    reason: Line | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionView:
    """One edition of a record, whole."""

    knowledge_id: EntityId
    edition: PositiveCount
    title: Line
    owner_id: EntityId | None
    owner_title: Line | None
    owner_name: Line | None
    form: KnowledgeForm
    reason: Line | None
    written_on: date | None
    published_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeFilter:
    """``text`` stands in the title."""

    status: Literal["draft", "published", "withdrawn"] | None = None
    owner_id: EntityId | None = None
    text: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonView:
    """A lesson; ``reason`` is why it was set aside, or reopened."""

    lesson_id: EntityId
    about: LessonAbout
    about_id: EntityId | None
    title: Line
    happened_on: date | None
    status: LessonStatus
    knowledge_id: EntityId | None
    captured_on: date | None
    reason: Line | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonFilter:
    """By status, by what the lesson is about, and by the record that holds it."""

    status: LessonStatus | None = None
    about: LessonAbout | None = None
    about_id: EntityId | None = None
    knowledge_id: EntityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """A learning place; ``listed``: the database shows it to the community."""

    place_id: EntityId
    name: Line
    topics: tuple[Line, ...]
    host_organisation_id: EntityId | None
    host_name: Line | None
    village: VillageCode | None
    about: Prose | None
    status: Literal["open", "closed"]
    listed: bool
    opened_on: date | None
    listed_on: date | None
    closed_on: date | None
    reason: Line | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFilter:
    """By exact topic, village, host, and whether the database shows the place."""

    topic: Line | None = None
    village: VillageCode | None = None
    host_organisation_id: EntityId | None = None
    status: Literal["open", "closed"] | None = None
    listed: Literal["yes", "no"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LivelihoodView:
    """A livelihood; a ``source_of_money`` of null is unknown."""

    livelihood_id: EntityId
    kind: Slug
    name: Line
    organisation_id: EntityId | None
    village: VillageCode | None
    source_of_money: LivelihoodMoney | None
    practitioners: Quantity | None
    counted_on: date | None
    purpose: LivelihoodPurpose | None
    status: Literal["practised", "ended"]
    started_on: date | None
    ended_on: date | None
    reason: Line | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachingPlace:
    """A place where a livelihood is taught."""

    place_id: EntityId
    name: Line | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LivelihoodDetail(LivelihoodView):
    """A livelihood with the places where it is taught."""

    taught_at: tuple[TeachingPlace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LivelihoodFilter:
    """By kind, purpose, source of money (``unknown`` too), and where it is taught."""

    kind: Slug | None = None
    village: VillageCode | None = None
    organisation_id: EntityId | None = None
    status: Literal["practised", "ended"] | None = None
    purpose: LivelihoodPurpose | None = None
    source_of_money: (
        Literal["own", "power-plant-fund", "community-finance-institution", "other", "unknown"]
        | None
    ) = None
    taught_at_place_id: EntityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitView:
    """A study visit; ``applied`` is the newest answer, null until somebody asked."""

    visit_id: EntityId
    topic: Line
    visitors_from: Line
    place_id: EntityId | None
    place_name: Line | None
    host_organisation_id: EntityId | None
    host_name: Line | None
    status: Literal["booked", "hosted", "cancelled"]
    expected: Quantity | None
    booked_for: date | None
    visitors: Quantity | None
    hosted_on: date | None
    applied: Applied | None
    reason: Line | None
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpView:
    """One answer of the visitors."""

    applied: Applied
    what: Prose | None
    asked_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDetail(VisitView):
    """A study visit with every answer of the visitors."""

    follow_ups: tuple[FollowUpView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFilter:
    """By status, place, host, and answer; ``not-asked``: nobody followed up yet."""

    status: Literal["booked", "hosted", "cancelled"] | None = None
    place_id: EntityId | None = None
    host_organisation_id: EntityId | None = None
    applied: Literal["yes", "no", "unknown", "not-asked"] | None = None
