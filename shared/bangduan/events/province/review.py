"""What the province decides about what its sites report: deadlines, targets, approval, locks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bangduan.events.definition import event
from bangduan.events.reporting import Unit
from bangduan.events.types import (
    Bound,
    Count,
    EntityId,
    Line,
    PositiveCount,
    Prose,
    Slug,
    TambonCode,
)

#: Whether a target is reached from a value on, or up to it.
Goal = Literal["at_least", "at_most"]


@event("province")
class DeadlineSet:
    """กำหนดวันส่งรายงาน: reports are due on a day of the month after their period.

    Attributes:
        from_period: the first month it holds for, until a later one is set.
        day_of_month: 1 to 28.
    """

    from_period: Slug
    day_of_month: PositiveCount


@event("province")
class TargetSet:
    """กำหนดเป้าหมาย: of one cell in one period, for one site or (None) for every site.

    ``value`` is in the indicator's own unit.
    """

    target_id: EntityId
    indicator: Slug
    cell: Slug
    period: Slug
    tambon: TambonCode | None
    value: Count
    goal: Goal = "at_least"


@event("province")
class TargetWithdrawn:
    """ยกเลิกเป้าหมาย: nothing is meant to be reached there any more, by those it was for."""

    target_id: EntityId


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedFigure:
    """One value of a site as the province saw it when it decided.

    Attributes:
        value: None where the site hides it.
    """

    indicator: Slug
    cell: Slug
    value: int | None
    bound: Bound
    unit: Unit


@event("province")
class ReportApproved:
    """รับรองรายงาน: what a site has told of a period is accepted as it stands.

    Attributes:
        figures: how many values there were.
        digest: SHA-256 over them, by which a later change is known.
    """

    tambon: TambonCode
    period: Slug
    figures: Count
    digest: Line
    note: Prose | None = None


@event("province")
class ReportReturned:
    """ส่งคืนรายงาน: the site is asked to look at what it told of a period once more."""

    tambon: TambonCode
    period: Slug
    reason: Prose


@event("province")
class SiteExcused:
    """ยกเว้นการรายงาน: a period may be locked without this site's report."""

    tambon: TambonCode
    period: Slug
    reason: Prose


@event("province")
class FiguresLocked:
    """บันทึกตัวเลขเมื่อปิดงวด: a site's values of a period as they were when it was locked.

    They stand in the event itself, so that nothing that a site tells later, and no table built
    anew, can change them.

    Attributes:
        round: 1 for the first time the period is locked, 2 for the second, …
    """

    tambon: TambonCode
    period: Slug
    round: PositiveCount
    figures: tuple[LockedFigure, ...]
    digest: Line


@event("province")
class PeriodLocked:
    """ปิดงวด: from now on the province tells of a period what it held then.

    Attributes:
        round: as in ``FiguresLocked``.
        approved: the sites whose reports were approved.
        excused: the sites that needed none.
        digest: SHA-256 over the digests of all sites' figures.
    """

    period: Slug
    round: PositiveCount
    approved: tuple[TambonCode, ...]
    excused: tuple[TambonCode, ...]
    digest: Line


@event("province")
class PeriodReopened:
    """เปิดงวดอีกครั้ง: what was locked stays on record; the period follows its sites again."""

    period: Slug
    round: PositiveCount
    reason: Prose


@event("province")
class ReplayRequested:
    """ขอให้ส่งข้อมูลใหม่ทั้งหมด: everything a site has told is asked for once more."""

    tambon: TambonCode
    reason: Prose


@event("province")
class RestoredRecordAccepted:
    """ยอมรับบันทึกที่กู้คืน: a site's log went back; what it tells from now on counts.

    What was held of it before is set aside, not thrown away.
    """

    tambon: TambonCode
    reason: Prose


@event("province")
class OpenDataLicensed:
    """กำหนดสัญญาอนุญาตข้อมูลเปิด: under which licence everybody may use the open data.

    ``address`` is where it can be read.
    """

    name: Line
    address: Line | None = None
