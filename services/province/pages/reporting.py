"""ใครรายงานบ้าง: how complete, fresh and timely the reports are; who stopped; who joined when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bangduan.days import today
from bangduan.permissions import needs
from services.province.domain.periods import month_before, month_of, months_through
from services.province.pages import frame
from services.province.pages.comparison import district_of, name_of
from services.province.pages.places import province_of
from services.province.pages.sheets import Heading, Sheet
from services.province.permissions import READ_REVIEW
from services.province.projections.standing import deadline_of
from services.province.projections.status import (
    list_freshness,
    list_never_heard,
    never_heard,
    reports_on,
)

if TYPE_CHECKING:
    from datetime import date

    from flask import Blueprint
    from flask.typing import ResponseReturnValue

    from bangduan.application import Reader
    from bangduan.web.app import Web
    from bangduan.web.layout import Words

Row = Mapping[str, Any]
#: Months of the calendar.
MONTHS: Final = 12
#: What may be chosen as a long silence, days; a site that works tells something every month.
_SILENCES: Final = ("14", "35", "60", "90", "180")
_SILENT: Final = "35"
#: How a report stands, in a file.
_SAID: Final = {
    "on-time": ("ตรงเวลา", "on time"),
    "late": ("ล่าช้า", "late"),
    "reported": ("รายงานแล้ว", "reported"),
    "waiting": ("รอรายงาน", "waited for"),
    "missing": ("ขาดรายงาน", "missing"),
    "none": ("ไม่ต้องรายงาน", "not expected"),
}
_HERE: Final = frozenset({"on-time", "late", "reported"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """How the reports of one month stand.

    Attributes:
        by_site: tambon → status, of the sites that are expected to report.
    """

    period: str
    by_site: Mapping[str, str]

    @property
    def counts(self) -> Counter[str]:
        """How many reports stand how."""
        return Counter(self.by_site.values())

    @property
    def expected(self) -> int:
        """How many sites are to report."""
        return len(self.by_site)

    @property
    def reported(self) -> int:
        """How many have."""
        return sum(status in _HERE for status in self.by_site.values())

    @property
    def rate(self) -> int | None:
        """Hundredths of a percent of those expected; None where nobody is."""
        return 10_000 * self.reported // self.expected if self.expected else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """How many sites had been heard by the end of a month, and how many of them were new."""

    period: str
    new: int
    total: int


def months_of(reader: Reader, on: date, count: int = MONTHS) -> list[Month]:
    """The last months that are over on a day, the oldest first."""
    last = month_before(on)
    first = f"{int(last[:4]) - 1 - count // 12}{last[4:]}"
    return [_month(reader, period, on) for period in months_through(first, last)[-count:]]


def _month(reader: Reader, period: str, on: date) -> Month:
    """One month; a site that may report and never did is waited for until the report is due."""
    due = deadline_of(reader.all, period)
    untold = "missing" if due is not None and on > due else "waiting"
    return Month(
        period=period,
        by_site={
            **dict.fromkeys(never_heard(reader.all, period), untold),
            **{row["tambon"]: row["status"] for row in reader.all(reports_on(period, on))},
        },
    )


def joinings(first_heard: Sequence[date], on: date) -> list[Joining]:
    """Month by month, from the first that anybody was heard in to the one of ``on``."""
    if not first_heard:
        return []
    new = Counter(month_of(day) for day in first_heard)
    total, found = 0, []
    for period in months_through(min(new), month_of(on)):
        total += new[period]
        found.append(Joining(period=period, new=new[period], total=total))
    return found


def serve(blueprint: Blueprint, web: Web) -> None:
    """Add the page."""

    @needs(READ_REVIEW)
    def reporting() -> ResponseReturnValue:
        return _show(web)

    blueprint.add_url_rule("/province/reporting", "reporting", reporting)


def _show(web: Web) -> ResponseReturnValue:
    words, place, on = frame.words(), province_of(web.tambon), today()
    district = frame.asked("district", [d.code for d in place.districts], "")
    silence = int(frame.asked("silent", _SILENCES, _SILENT))
    heard = [row for row in web.reader.all(list_freshness()) if row["tambon"].startswith(district)]
    never = [
        row for row in web.reader.all(list_never_heard()) if row["tambon"].startswith(district)
    ]
    months = [
        Month(
            period=month.period,
            by_site={t: s for t, s in month.by_site.items() if t.startswith(district)},
        )
        for month in months_of(web.reader, on)
    ]
    silent = [row for row in heard if (row["days_silent"] or 0) >= silence]
    sites = sorted(heard, key=lambda row: str(row["tambon"]))
    joined = joinings([row["first_heard_on"] for row in heard if row["first_heard_on"]], on)
    return frame.show(
        "reporting",
        web,
        [
            _calendar_sheet(sites, months, words),
            _silent_sheet(silent, words),
            _completeness_sheet(months, words),
            _joining_sheet(joined, words),
        ],
        sites=sites,
        months=months,
        silent=silent,
        never=never,
        silence=str(silence),
        silences=_SILENCES,
        joined=joined[-24:],
        district=district,
        districts=place.districts,
    )


def _calendar_sheet(sites: Sequence[Row], months: Sequence[Month], words: Words) -> Sheet:
    return Sheet(
        "calendar",
        words.t("ปฏิทินการรายงาน", "Calendar of reports"),
        [*_site_headings(words), *(Heading(m.period, words.period(m.period)) for m in months)],
        [
            (
                *_site(row, words),
                *(words.pair(_SAID[m.by_site.get(row["tambon"], "none")]) for m in months),
            )
            for row in sites
        ],
    )


def _silent_sheet(rows: Sequence[Row], words: Words) -> Sheet:
    return Sheet(
        "silent",
        words.t("ตำบลที่หยุดรายงาน", "Sub-districts that stopped reporting"),
        [
            *_site_headings(words),
            Heading("last_heard_on", words.t("ได้รับข้อมูลล่าสุด", "Last heard on"), "date"),
            Heading("days_silent", words.t("เงียบไป (วัน)", "Days silent"), "number"),
        ],
        [(*_site(r, words), r["last_heard_on"], r["days_silent"]) for r in rows],
    )


def _completeness_sheet(months: Sequence[Month], words: Words) -> Sheet:
    return Sheet(
        "completeness",
        words.t("ความครบถ้วนของรายงาน", "Completeness of the reports"),
        [
            Heading("period", words.t("งวด", "Period")),
            Heading("expected", words.t("ต้องรายงาน", "Expected"), "number"),
            Heading("reported", words.t("รายงานแล้ว", "Reported"), "number"),
            Heading("on_time", words.t("ตรงเวลา", "On time"), "number"),
            Heading("late", words.t("ล่าช้า", "Late"), "number"),
            Heading("missing", words.t("ขาด", "Missing"), "number"),
            Heading("rate", words.t("อัตราการรายงาน (%)", "Reporting rate (%)"), "percent"),
        ],
        [
            (
                words.period(m.period), m.expected, m.reported,
                m.counts["on-time"], m.counts["late"], m.counts["missing"], m.rate,
            )
            for m in months
        ],
    )  # fmt: skip


def _joining_sheet(joined: Sequence[Joining], words: Words) -> Sheet:
    return Sheet(
        "joining",
        words.t("ตำบลที่เข้าร่วมสะสม", "Sub-districts that joined"),
        [
            Heading("period", words.t("เดือน", "Month")),
            Heading("new", words.t("เข้าร่วมใหม่", "New"), "number"),
            Heading("total", words.t("รวม", "Total"), "number"),
        ],
        [(words.period(each.period), each.new, each.total) for each in joined],
    )


def _site_headings(words: Words) -> list[Heading]:
    return [
        Heading("tambon", words.t("รหัสตำบล", "Tambon code")),
        Heading("name", words.t("ตำบล", "Sub-district")),
        Heading("district", words.t("อำเภอ", "District")),
    ]


def _site(row: Row, words: Words) -> tuple[str, str, str]:
    return row["tambon"], name_of(row, words), district_of(row, words)
