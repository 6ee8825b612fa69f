"""What the province tells: its sites, and what it decides about what they report.

Nothing here is about a person: a site is named by its tambon code, a figure by its indicator.
"""

from bangduan.events.province.review import (
    DeadlineSet,
    FiguresLocked,
    Goal,
    LockedFigure,
    OpenDataLicensed,
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
from bangduan.events.province.sites import (
    Certificate,
    CertificateIssued,
    CertificateRevoked,
    CertificateRotated,
    CertificateUsed,
    InvitationWithdrawn,
    SiteApproved,
    SiteEnrolled,
    SiteInvited,
    SiteRegistered,
    SiteResumed,
    SiteSuspended,
)

__all__ = [
    "Certificate",
    "CertificateIssued",
    "CertificateRevoked",
    "CertificateRotated",
    "CertificateUsed",
    "DeadlineSet",
    "FiguresLocked",
    "Goal",
    "InvitationWithdrawn",
    "LockedFigure",
    "OpenDataLicensed",
    "PeriodLocked",
    "PeriodReopened",
    "ReplayRequested",
    "ReportApproved",
    "ReportReturned",
    "RestoredRecordAccepted",
    "SiteApproved",
    "SiteEnrolled",
    "SiteExcused",
    "SiteInvited",
    "SiteRegistered",
    "SiteResumed",
    "SiteSuspended",
    "TargetSet",
    "TargetWithdrawn",
]
