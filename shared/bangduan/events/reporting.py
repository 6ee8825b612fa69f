"""What the reporting service tells the province: indicators and milestones of one site.

Nothing here is about a person. A contribution names the organisation, meeting, grant, fund or
livelihood it comes from, never anybody. People are told of in numbers, small ones hidden
(``HeadcountReported``). Free text stays in the site: a milestone is told by its kind, its
figures and the name of a body. The one text is the province's own, of which a site says that it
has come.

The catalogue of indicators, ``bangduan.events.indicators``, says what each one means.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final, Literal

from bangduan.events import digests
from bangduan.events.definition import event, personal
from bangduan.events.types import Bound, Count, EntityId, Line, Prose, Slug

#: What a value counts. Hundredths of a percent: 7,250 is 72.5 %.
Unit = Literal["people", "things", "satang", "hundredths-of-percent"]

#: The cell that stands for all others of an indicator together.
TOTAL: Final = Slug("total")
#: The period of everything up to now, also of what has no date.
TO_DATE: Final = Slug("to-date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One number of an indicator's table.

    Attributes:
        cell: what it is of (a kind of organisation, a state), or ``total``.
        value: None where it is hidden because it is small, or would reveal one that is.
        bound: ``at_least`` when something that belongs to it is not known in full.
    """

    cell: Slug
    value: int | None
    bound: Bound = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What one source adds to an indicator.

    Attributes:
        source: id of the organisation, meeting, grant, …; with ``/part`` where it has parts.
        on: day it belongs to, where an indicator needs an order of days.
    """

    source: Line
    cell: Slug
    value: int
    bound: Bound = "exact"
    on: date | None = None


@event("reporting")
class IndicatorReported:
    """รายงานตัวชี้วัด: cells of one indicator and period that have a new value.

    ``period`` is ``to-date``, a month (``2008-06``) or a fiscal year BE (``fy2551``). ``was`` are
    those of the cells that a month or fiscal year told otherwise before.
    """

    report_id: EntityId
    indicator: Slug
    period: Slug
    unit: Unit
    cells: tuple[Cell, ...]
    contribution: Contribution
    was: tuple[Cell, ...] = ()


@event("reporting")
class ContributionWithdrawn:
    """ถอนค่าออกจากตัวชี้วัด: a source no longer counts; the cells as they are without it.

    ``was`` as in ``IndicatorReported``.
    """

    report_id: EntityId
    indicator: Slug
    period: Slug
    unit: Unit
    cells: tuple[Cell, ...]
    source: Line
    was: tuple[Cell, ...] = ()


@event("reporting")
class HeadcountReported:
    """รายงานจำนวนสมาชิก: members by kind of organisation and by sex, small numbers hidden.

    A kind of one to four members is None and stands in no sum: the totals, and the table by sex,
    are of the kinds that are told, and ``at_least`` where one is not. The sexes are told together
    or not at all. It is told at most once a day, and only when several memberships began or
    ended since, so that what changed cannot be laid to one person. ``workings`` is of earlier
    releases, which counted on from what it sealed.
    """

    report_id: EntityId
    period: Slug
    by_kind: tuple[Cell, ...]
    by_sex: tuple[Cell, ...]
    workings: Line | None = personal("report_id", default=None)
    on: date | None = None


@event("reporting")
class StockReported:
    """รายงานยอด ณ สิ้นงวด: cells of one indicator as they stood when the period was closed."""

    indicator: Slug
    period: Slug
    unit: Unit
    cells: tuple[Cell, ...]


@event("reporting")
class PeriodClosed:
    """ปิดงวดรายงาน: a month or fiscal year is over and told; what comes later restates it.

    ``closed_on`` is the day it was closed on, after its last.
    """

    period: Slug
    closed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number that a milestone is told with, as exact as its source."""

    figure: Slug
    value: Count
    unit: Unit
    bound: Bound = "exact"


@event("reporting")
class MilestoneReached:
    """ถึงหลักหมาย: something the centre set out to do is done; told again, the newest counts.

    Attributes:
        kind: a kind of ``bangduan.events.indicators.MILESTONES``.
        on: business date, None where the source gives none.
        within: the milestone (a meeting) during which it happened.
        body: the organisation, committee or institution it is about; never a person.
    """

    milestone_id: EntityId
    kind: Slug
    on: date | None = None
    within: EntityId | None = None
    body: Line | None = None
    figures: tuple[Figure, ...] = ()


# -- what the province says of it ----------------------------------------------------------------

#: What a province says of a report: it is accepted, to be looked at again, or not needed.
Verdict = Literal["approved", "returned", "excused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a province said of what a site told of a period, on its way down to the site.

    Attributes:
        decision_id: id of the event at the province.
        decided_on: the day in Thailand.
        reason: why it was returned or excused; a note with an approval.
    """

    period: Slug
    decision_id: EntityId
    verdict: Verdict
    decided_on: date
    reason: Prose | None = None


@event("reporting")
class ReviewReceived(Review):
    """รับผลการตรวจรายงาน: the province's word on a period has come; fields as in ``Review``."""


# -- what the books came to ----------------------------------------------------------------------


@event("reporting")
class HeadsDigested(digests.HeadsDigested):
    """สรุปลายนิ้วมือของบันทึก: what this service's log came to at the end of a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceHeads:
    """What the log of one service came to; fields as in ``digests.HeadsDigested``."""

    service: Slug
    day: date
    sequence: Line
    events: Count
    streams: Count
    digest: Line


@event("reporting")
class SiteDigested:
    """สรุปลายนิ้วมือของทั้งตำบล: what the logs of the site came to, for safe keeping elsewhere.

    ``root`` is the SHA-256, in hex, over all of ``services`` in the order of their names; so a
    log that is changed later, whoever changes it, no longer fits what is kept here.
    """

    digest_id: EntityId
    day: date
    services: tuple[ServiceHeads, ...]
    root: Line


def root_of(services: Iterable[ServiceHeads]) -> Line:
    """SHA-256, in hex, over what each service's log came to, in the order of their names."""
    told = sorted((asdict(heads) for heads in services), key=lambda heads: str(heads["service"]))
    covered = json.dumps(told, default=str, sort_keys=True, separators=(",", ":"))
    return Line(hashlib.sha256(covered.encode()).hexdigest())
