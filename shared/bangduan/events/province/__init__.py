"""What the province tells: its sites, and what it decides about what they report.

Nothing here is about a person: a site is named by its tambon code, a figure by its indicator.
"""

from bangduan.events.province.review import (
    DeadlineSet,
    FiguresLocked,
    Goal,
    LockedFigure,
    PeriodLocked,
    PeriodReopened,
    ReplayRequested,
    ReportApproved,
    ReportReturned,
    RestoredRecordAccepted,
    SiteExcused,
    TargetSet,
    TargetWithdrawn,
)

__all__ = [
    "DeadlineSet",
    "FiguresLocked",
    "Goal",
    "LockedFigure",
    "PeriodLocked",
    "PeriodReopened",
    "ReplayRequested",
    "ReportApproved",
    "ReportReturned",
    "RestoredRecordAccepted",
    "SiteExcused",
    "TargetSet",
    "TargetWithdrawn",
]
