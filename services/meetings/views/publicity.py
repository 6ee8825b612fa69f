"""Texts that make known what meetings resolved, and where they came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.meetings import PublicityKind
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Prose, Slug, VillageCode

PublicityStatus = Literal["draft", "released", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicityView:
    """A text; ``segments`` are what a telephone network would charge for it as a message."""

    publicity_id: EntityId
    meeting_id: EntityId
    meeting_title: Line | None
    held_on: date | None
    kind: PublicityKind
    text: Prose
    letters: Count
    segments: PositiveCount
    status: PublicityStatus
    released_on: date | None
    reason: Line | None
    villages_reached: Count
    version: PositiveCount


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachView:
    """A village that a text came to, and how."""

    village: VillageCode
    village_name: Line | None
    reached_on: date | None
    how: Slug


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreachedView:
    """A village that a text has not come to yet."""

    village: VillageCode
    name: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicityDetail(PublicityView):
    """A text with the villages it came to, and those it has not."""

    reached: tuple[ReachView, ...]
    not_reached: tuple[UnreachedView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicityFilter:
    """By meeting, kind and status."""

    meeting_id: EntityId | None = None
    kind: PublicityKind | None = None
    status: PublicityStatus | None = None
