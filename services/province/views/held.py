"""What the API shows of sites whose logs went back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bangduan.events.types import Count, EntityId, Line, TambonCode


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldView:
    """A site of which nothing new is read.

    Attributes:
        state: ``held`` until somebody decides, then ``reading-anew``.
        held_at: when its log was noticed to hold less than was read of it.
        sequence: of the last event read, which the site's log does not hold.
    """

    tambon: TambonCode
    state: Literal["held", "reading-anew"]
    held_at: Line | None
    sequence: Line | None
    decided_at: Line | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UndecidedView:
    """A site of which nothing new is read until somebody decides.

    Attributes:
        held_at: when its log was noticed to hold less than was read of it.
    """

    tambon: TambonCode
    tambon_thai: str | None
    tambon_english: str | None
    held_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonFilter:
    """Which time something was set aside; the last, when not given."""

    set_aside_at: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceView:
    """An event that a site told once only, or otherwise than before.

    ``before`` and ``now`` are its data as JSON text; null where it is missing.
    """

    event_id: EntityId
    kind: Literal["missing", "added", "changed"]
    type: Line
    time: Line
    before: str | None
    now: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoredRecordView:
    """What was set aside of a site, beside what was read of it since.

    ``items`` are the first differences; ``missing``, ``added`` and ``changed`` count all.
    """

    tambon: TambonCode
    set_aside_at: Line
    occasions: tuple[Line, ...]
    events_before: Count
    events_now: Count
    missing: Count
    added: Count
    changed: Count
    items: tuple[DifferenceView, ...]
