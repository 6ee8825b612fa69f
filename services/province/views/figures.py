"""What the API shows of values, of what was told of them, and of what was restated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bangduan.events.reporting import Unit
from bangduan.events.types import Bound, Count, EntityId, Line, PositiveCount, Slug, TambonCode


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueView:
    """A value of a site as it stands; ``value`` is null where a small number is hidden.

    ``restated`` is how often it was changed after its period had ended.
    """

    tambon: TambonCode
    indicator: Slug
    period: Slug
    cell: Slug
    value: int | None
    bound: Bound
    unit: Unit
    first_on: date | None
    stated_on: date | None
    restated: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """What a site told of a value on a day; the last of the day. ``event_id`` is the event's."""

    tambon: TambonCode
    indicator: Slug
    period: Slug
    cell: Slug
    stated_on: date
    value: int | None
    bound: Bound
    unit: Unit
    stated_at: str
    event_id: EntityId
    after_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RestatementView(StatementView):
    """A value that was changed after its period had ended, and what it was before."""

    value_before: int | None
    bound_before: Bound
    stated_before_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RestatementFilter:
    """By site, indicator, period and cell; restated on or after a day."""

    tambon: TambonCode | None = None
    indicator: Slug | None = None
    period: Slug | None = None
    cell: Slug | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceView:
    """The licence of the open data, and where it can be read."""

    name: Line
    address: Line | None
    version: PositiveCount
