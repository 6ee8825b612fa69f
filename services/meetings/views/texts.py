"""The text of a regulation on a day, its amendments, and two texts compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bangduan.events.types import EntityId, Line, PositiveCount, Prose
from services.meetings.views.papers import ArticleView


@dataclass(frozen=True, slots=True, kw_only=True)
class TextAsked:
    """Of which day; today when none is given."""

    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """A regulation as it read on a day, and whether it was then in force."""

    regulation_id: EntityId
    title: Line
    on: date
    standing: Literal["draft", "not_yet", "in_force", "repealed"]
    in_force_from: date | None
    repealed_from: date | None
    articles: tuple[ArticleView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonAsked:
    """Two versions of one regulation, or another one to hold it against."""

    other_id: EntityId | None = None
    before: PositiveCount | None = None
    after: PositiveCount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceView:
    """Words that stand in both texts, or in one of them."""

    what: Literal["same", "removed", "added"]
    text: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceView:
    """An article in two texts."""

    article: Line
    change: Literal["same", "changed", "added", "struck"]
    before: Prose | None
    after: Prose | None
    pieces: tuple[PieceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """Two texts, article by article."""

    items: tuple[DifferenceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentView:
    """An amendment, and the articles it changed."""

    amendment_id: EntityId
    meeting_id: EntityId
    resolution_id: EntityId
    by_regulation_id: EntityId | None
    in_force_from: date
    articles: Line
