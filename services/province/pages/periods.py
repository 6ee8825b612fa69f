"""ตรวจรับรายงาน: periods that are over, what each site told of them, and what is said of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from flask import redirect
from sqlalchemy import select

from bangduan.days import today
from bangduan.events.types import Slug
from bangduan.permissions import reads
from bangduan.web.pages import Leaf, Related, Resource
from bangduan.web.translate import gettext
from services.province.domain.period import PERIOD, LockPeriod, ReopenPeriod
from services.province.domain.periods import month_before, months_through
from services.province.domain.review import ApproveReport, ExcuseSite, ReturnReport
from services.province.pages import frame
from services.province.pages.approving import APPROVING
from services.province.pages.places import called
from services.province.pages.readings import Measure
from services.province.pages.rows import LateChangeRow, PeriodRecord, PeriodRow, ReportRow
from services.province.permissions import READ_REVIEW
from services.province.projections.heard import heard_days
from services.province.projections.overview import newest_years, periods_at_a_glance
from services.province.projections.reviews import list_late_changes, list_reviews
from services.province.projections.standing import period_standing
from services.province.projections.status import list_reports
from services.province.views.review import LateChangeFilter, ReviewFilter
from services.province.views.status import ReportFilter

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from bangduan.application import Reader
    from bangduan.web.app import Web

#: Months and fiscal years that the list holds, the newest.
_MONTHS: Final = 13
_YEARS: Final = 3
#: Sites of a province, at most, whose reports one page shows.
_MOST: Final = 400
_STAGES: Final = ("approved", "excused")
#: What a report's row tells of what was said of it.
_SAID: Final = ("note", "received_on")


@reads(READ_REVIEW)
def list_reviewable(reader: Reader) -> dict[str, Any]:
    """งวดที่สิ้นสุดแล้ว: months and fiscal years since the first site was heard, the newest first."""
    first = reader.one(select(heard_days.c.day).order_by(heard_days.c.day))
    if first is None:
        return {"items": []}
    last = month_before(today())
    months = months_through(f"{first['day']:%Y-%m}", last)[-_MONTHS:]
    years = newest_years(reader, today(), _YEARS)
    words = frame.words()
    found = periods_at_a_glance(reader, (*months, *years))
    return {"items": [{**row, "name": words.period(row["period"])} for row in found]}


@reads(READ_REVIEW)
def one_period(reader: Reader, period: str) -> dict[str, Any] | None:
    """One period, also one that is not in the list; None for what is no period."""
    row = _row(reader, period)
    return None if row is None else {**row, "next_step": _next_step(row)}


def _row(reader: Reader, period: str) -> dict[str, Any] | None:
    found = period_standing(reader, Slug(period))
    if found is None:
        return None
    stages = [site["stage"] for site in found["sites"]]
    return {
        **found,
        "name": frame.words().period(period),
        **{stage: stages.count(stage) for stage in _STAGES},
    }


def _next_step(period: Mapping[str, Any]) -> str:
    """What to do next with a period, in a sentence."""
    if period["status"] == "locked":
        return gettext("Nothing: its figures stand. Open it again only with a reason.")
    if period["ends_on"] >= today():
        return gettext("It is not over yet.")
    if not period["expected"]:
        return gettext("Nobody was to report for it.")
    if period["lockable"]:
        return gettext("Every report is approved or excused: lock the period.")
    return gettext("Approve, return or excuse the reports below; then the period can be locked.")


@reads(READ_REVIEW)
def list_reports_of(reader: Reader, period: str) -> dict[str, Any]:
    """รายงานของแต่ละตำบลในงวด, those that wait for a decision first."""
    standing = period_standing(reader, Slug(period))
    if standing is None:
        return {"items": []}
    told = {r["tambon"]: r for r in reader.all(list_reports(ReportFilter(period=Slug(period))))}
    said = {r["tambon"]: r for r in reader.all(list_reviews(ReviewFilter(period=Slug(period))))}
    items = [
        {
            **site,
            "name": called(site["tambon"]),
            "status": told.get(site["tambon"], {}).get("status"),
            "reported_on": told.get(site["tambon"], {}).get("reported_on"),
            "hidden": told.get(site["tambon"], {}).get("hidden", 0),
            **{name: said.get(site["tambon"], {}).get(name) for name in _SAID},
        }
        for site in standing["sites"]
    ]
    items.sort(key=lambda s: (s["stage"] in _STAGES and not s["changed"], s["tambon"]))
    return {"items": items}


@reads(READ_REVIEW)
def list_late_changes_of(reader: Reader, period: str) -> dict[str, Any]:
    """แก้ไขหลังปิดงวด: what was locked, and what a site tells now."""
    words = frame.words()
    rows = reader.all(list_late_changes(LateChangeFilter(period=Slug(period))))
    return {
        "items": [
            {
                "tambon": row["tambon"],
                "name": called(row["tambon"]),
                "measure": Measure(
                    indicator=row["indicator"], cell=row["cell"], unit=row["unit"]
                ).label(words),
                "locked": gettext("nothing reported yet")
                if row["locked_bound"] is None
                else words.number(row["locked_value"], row["unit"], row["locked_bound"]),
                "now": words.number(row["value"], row["unit"], row["bound"]),
            }
            for row in rows
        ]
    }


def _offered(period: Mapping[str, Any]) -> Collection[type]:
    if period["status"] == "locked":
        return (ReopenPeriod,)
    return (LockPeriod,) if period["lockable"] else ()


def _offered_of_report(period: Mapping[str, Any], report: Mapping[str, Any]) -> Collection[type]:
    """What may be said of a report; nothing of one whose period is locked or not over."""
    if period["status"] == "locked" or period["ends_on"] >= today():
        return ()
    approves = report["figures"] and (report["stage"] != "approved" or report["changed"])
    return (
        *((ApproveReport,) if approves else ()),
        *((ReturnReport,) if report["figures"] and report["stage"] != "returned" else ()),
        *((ExcuseSite,) if report["stage"] != "excused" else ()),
    )


@reads(READ_REVIEW)
def figures(web: Web, period: str) -> Response:
    """To the comparison of the sites in this period."""
    return redirect(f"/province/comparison?{urlencode({'period': period})}", 303)


PERIODS: Final = Resource(
    "periods",
    title="Review of reports",
    one="Period",
    key="period",
    query=list_reviewable,
    row=PeriodRow,
    columns=(
        "name", "status", "due_on", "expected", "reported", "late", "missing", "approved",
        "excused",
    ),
    named="name",
    sort="-ends_on",
    item=one_period,
    detail=PeriodRecord,
    facts=(
        "next_step", "status", "starts_on", "ends_on", "due_on", "expected", "reported",
        "on_time", "late", "missing", "approved", "excused",
    ),
    aggregate=PERIOD,
    actions=(LockPeriod, ReopenPeriod),
    offers=_offered,
    leaves=(APPROVING, Leaf("figures", title="Compare its figures", show=figures)),
    related=(
        Related(
            "reports",
            title="Reports of the sub-districts",
            query=list_reports_of,
            row=ReportRow,
            columns=(
                "name", "status", "reported_on", "figures", "hidden", "stage", "changed", "note",
                "received_on",
            ),
            links="connections",
            by="tambon",
            actions=(ApproveReport, ReturnReport, ExcuseSite),
            offers=_offered_of_report,
            names=("tambon",),
            limit=_MOST,
        ),
        Related(
            "late-changes",
            title="Changed after it was locked",
            query=list_late_changes_of,
            row=LateChangeRow,
            columns=("name", "measure", "locked", "now"),
            links="connections",
            by="tambon",
            limit=_MOST,
        ),
    ),
    search=False,
)  # fmt: skip
