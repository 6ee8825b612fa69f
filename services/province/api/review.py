"""JSON resources: who reports; deadlines, targets, reviews, locked periods."""

from __future__ import annotations

from services.province.api.base import API
from services.province.domain.deadline import SetDeadline
from services.province.domain.period import LockPeriod, ReopenPeriod
from services.province.domain.review import ApproveReport, ExcuseSite, ReturnReport
from services.province.domain.target import SetTarget, WithdrawTarget
from services.province.projections import reviews, standing, status, targets
from services.province.views import review as views
from services.province.views import status as status_views

# -- who reports -----------------------------------------------------------------------------------

API.listing(
    "GET", "/reports", view=status_views.ReportView, query=status.list_reports,
    filters=status_views.ReportFilter, tag="reporting",
    summary="The report of every site for a period: on time, late, missing",
)  # fmt: skip
API.listing(
    "GET", "/freshness", view=status_views.FreshnessView, query=status.list_freshness,
    filters=status_views.FreshnessFilter, tag="reporting",
    summary="When each site was heard last, and who has gone silent",
)  # fmt: skip
API.listing(
    "GET", "/never-heard", view=status_views.NeverHeardView, query=status.list_never_heard,
    tag="reporting", summary="Sites that may report and have told nothing yet",
)  # fmt: skip
API.command(
    "POST", "/deadlines", SetDeadline, tag="reporting", summary="Set until when reports are due"
)
API.listing(
    "GET", "/deadlines", view=views.DeadlineView, query=targets.list_deadlines, tag="reporting",
    summary="Until when reports are due",
)  # fmt: skip

# -- targets ---------------------------------------------------------------------------------------

API.command("POST", "/targets", SetTarget, tag="targets", summary="Set a target")
API.command(
    "POST",
    "/targets/<target_id>/withdrawal",
    WithdrawTarget,
    tag="targets",
    summary="Withdraw a target",
)
API.listing(
    "GET", "/targets", view=views.TargetView, query=targets.list_targets,
    filters=views.TargetFilter, tag="targets", summary="Targets",
)  # fmt: skip
API.listing(
    "GET", "/achievements", view=views.AchievementView, query=targets.list_achievements,
    filters=views.TargetFilter, tag="targets", summary="Values beside their targets",
)  # fmt: skip

# -- reviews and periods ---------------------------------------------------------------------------

_PERIOD = "/periods/<period>"
_SITE = f"{_PERIOD}/sites/<tambon>"

API.item(
    "GET", _SITE, view=status_views.SiteReport, query=status.site_report, tag="reporting",
    summary="What a site has told of a period, and what it has not",
)  # fmt: skip
API.command(
    "POST", f"{_SITE}/approval", ApproveReport, tag="reviews", summary="Approve a site's report"
)
API.command(
    "POST", f"{_SITE}/return", ReturnReport, tag="reviews", summary="Return it with the reason"
)
API.command("POST", f"{_SITE}/excuse", ExcuseSite, tag="reviews", summary="Excuse the site")
API.listing(
    "GET", "/reviews", view=views.ReviewView, query=reviews.list_reviews,
    filters=views.ReviewFilter, tag="reviews", summary="What was said of the reports",
)  # fmt: skip
API.command("POST", f"{_PERIOD}/lock", LockPeriod, tag="periods", summary="Lock a period")
API.command("POST", f"{_PERIOD}/reopening", ReopenPeriod, tag="periods", summary="Open it again")
API.listing(
    "GET", "/periods", view=views.PeriodView, query=reviews.list_periods, tag="periods",
    summary="Periods that are or were locked",
)  # fmt: skip
API.item(
    "GET", _PERIOD, view=status_views.PeriodStanding, query=standing.period_standing,
    tag="periods", summary="How a period stands over all its sites",
)  # fmt: skip
API.listing(
    "GET", "/locked-figures", view=views.LockedFigureView, query=reviews.list_locked_figures,
    filters=views.LockedFigureFilter, tag="periods", summary="Figures as they were when locked",
)  # fmt: skip
API.listing(
    "GET", "/late-changes", view=views.LateChangeView, query=reviews.list_late_changes,
    filters=views.LateChangeFilter, tag="periods",
    summary="What was restated after its period was locked",
)  # fmt: skip
